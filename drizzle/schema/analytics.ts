import { date, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { averageRating, createdAt, id, money } from './columns.ts'
import { courses } from './courses.ts'

export const analyticsEvents = pgTable(
  'analytics_events',
  {
    id: id(),
    /** Null for anonymous events; no foreign key, as events outlive their users. */
    userId: text('user_id'),
    sessionId: text('session_id').notNull(),
    event: text('event').notNull(),
    properties: jsonb('properties').notNull(),
    userAgent: text('user_agent'),
    ipAddress: text('ip_address'),
    referrer: text('referrer'),
    createdAt: createdAt(),
  },
  (t) => [
    index('analytics_events_user_id_idx').on(t.userId),
    index('analytics_events_event_idx').on(t.event),
    index('analytics_events_created_at_idx').on(t.createdAt),
  ],
)

export const courseAnalytics = pgTable(
  'course_analytics',
  {
    id: id(),
    courseId: text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    /** A calendar day, 'YYYY-MM-DD'. */
    date: date('date', { mode: 'string' }).notNull(),
    views: integer('views').notNull().default(0),
    enrollments: integer('enrollments').notNull().default(0),
    completions: integer('completions').notNull().default(0),
    /** Seconds. */
    totalWatchTime: integer('total_watch_time').notNull().default(0),
    averageRating: averageRating(),
    revenue: money('revenue').notNull().default('0'),
  },
  (t) => [
    unique('course_analytics_course_id_date_key').on(t.courseId, t.date),
    index('course_analytics_date_idx').on(t.date),
  ],
)
