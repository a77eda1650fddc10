/** The enumerations of the platform's schema: the tables at the centre, their mirror and the views share these values. */
export const userRoles = ['STUDENT', 'INSTRUCTOR', 'ADMIN'] as const
export type UserRole = (typeof userRoles)[number]

export const courseLevels = ['BEGINNER', 'INTERMEDIATE', 'ADVANCED'] as const
export type CourseLevel = (typeof courseLevels)[number]

export const lessonTypes = ['VIDEO', 'TEXT', 'QUIZ', 'ASSIGNMENT', 'LIVE_SESSION'] as const
export type LessonType = (typeof lessonTypes)[number]

export const resourceTypes = ['PDF', 'DOCUMENT', 'SPREADSHEET', 'PRESENTATION', 'CODE', 'LINK'] as const
export type ResourceType = (typeof resourceTypes)[number]

export const enrollmentStatuses = ['ACTIVE', 'COMPLETED', 'CANCELLED', 'SUSPENDED'] as const
export type EnrollmentStatus = (typeof enrollmentStatuses)[number]

export const quizTypes = ['PRACTICE', 'GRADED', 'FINAL_EXAM'] as const
export type QuizType = (typeof quizTypes)[number]

export const questionTypes = [
  'MULTIPLE_CHOICE',
  'TRUE_FALSE',
  'SHORT_ANSWER',
  'ESSAY',
  'FILL_IN_BLANK',
] as const
export type QuestionType = (typeof questionTypes)[number]

export const orderStatuses = ['PENDING', 'COMPLETED', 'FAILED', 'REFUNDED', 'CANCELLED'] as const
export type OrderStatus = (typeof orderStatuses)[number]

export const couponTypes = ['PERCENTAGE', 'FIXED_AMOUNT'] as const
