import { index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core'
import { userRoles } from '../../src/shared/contract/enums.ts'
import { averageRating, createdAt, id, money, textList, updatedAt } from './columns.ts'

export const userRole = pgEnum('user_role', userRoles)

export const users = pgTable(
  'users',
  {
    id: id(),
    clerkId: text('clerk_id').notNull().unique('users_clerk_id_key'),
    email: text('email').notNull().unique('users_email_key'),
    name: text('name').notNull(),
    role: userRole('role').notNull().default('STUDENT'),
    bio: text('bio'),
    website: text('website'),
    avatar: text('avatar'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('idx_users_email').on(t.email),
    index('idx_users_role').on(t.role),
    index('users_created_at_idx').on(t.createdAt),
  ],
)

export const instructorProfiles = pgTable('instructor_profiles', {
  id: id(),
  userId: text('user_id')
    .notNull()
    .unique('instructor_profiles_user_id_key')
    .references(() => users.id, { onDelete: 'cascade' }),
  title: text('title'),
  expertise: textList('expertise'),
  /** Years. */
  experience: integer('experience'),
  certifications: textList('certifications'),
  totalStudents: integer('total_students').notNull().default(0),
  totalRevenue: money('total_revenue').notNull().default('0'),
  averageRating: averageRating(),
  totalCourses: integer('total_courses').notNull().default(0),
  linkedIn: text('linked_in'),
  twitter: text('twitter'),
  github: text('github'),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})

export const studentProfiles = pgTable('student_profiles', {
  id: id(),
  userId: text('user_id')
    .notNull()
    .unique('student_profiles_user_id_key')
    .references(() => users.id, { onDelete: 'cascade' }),
  learningGoals: textList('learning_goals'),
  preferredTopics: textList('preferred_topics'),
  skillLevel: text('skill_level'),
  timeAvailability: text('time_availability'),
  coursesCompleted: integer('courses_completed').notNull().default(0),
  /** Seconds. */
  totalWatchTime: integer('total_watch_time').notNull().default(0),
  /** Days. */
  currentStreak: integer('current_streak').notNull().default(0),
  longestStreak: integer('longest_streak').notNull().default(0),
  totalPoints: integer('total_points').notNull().default(0),
  level: integer('level').notNull().default(1),
  badges: textList('badges'),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})
