import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { userRoles } from '../../../src/shared/contract/enums.ts'
import { averageRating, createdAt, id, instant, money, textList, updatedAt } from './columns.ts'

/** Slices of it differ: one's own row is whole, another person is a name and a face. */
export const users = sqliteTable(
  'users',
  {
    id: id(),
    clerkId: text('clerk_id'),
    email: text('email'),
    name: text('name').notNull(),
    role: text('role', { enum: userRoles }),
    bio: text('bio'),
    website: text('website'),
    avatar: text('avatar'),
    createdAt: instant('created_at'),
    updatedAt: instant('updated_at'),
  },
  (t) => [
    index('idx_users_email').on(t.email),
    index('idx_users_role').on(t.role),
    index('users_created_at_idx').on(t.createdAt),
  ],
)

export const instructorProfiles = sqliteTable(
  'instructor_profiles',
  {
    id: id(),
    userId: text('user_id').notNull(),
    title: text('title'),
    expertise: textList('expertise'),
    /** Years. */
    experience: integer('experience'),
    certifications: textList('certifications'),
    totalStudents: integer('total_students').notNull().default(0),
    totalRevenue: money('total_revenue'),
    averageRating: averageRating(),
    totalCourses: integer('total_courses').notNull().default(0),
    linkedIn: text('linked_in'),
    twitter: text('twitter'),
    github: text('github'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('instructor_profiles_user_id_key').on(t.userId)],
)

export const studentProfiles = sqliteTable(
  'student_profiles',
  {
    id: id(),
    userId: text('user_id').notNull(),
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
  },
  (t) => [index('student_profiles_user_id_key').on(t.userId)],
)
