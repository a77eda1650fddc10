/** The values of every enum column, shared by the Postgres types and the SQLite mirror so they cannot drift. */
export const USER_ROLES = ['STUDENT', 'INSTRUCTOR', 'ADMIN'] as const
export const COURSE_LEVELS = ['BEGINNER', 'INTERMEDIATE', 'ADVANCED'] as const
export const LESSON_TYPES = ['VIDEO', 'TEXT', 'QUIZ', 'ASSIGNMENT', 'LIVE_SESSION'] as const
export const RESOURCE_TYPES = ['PDF', 'DOCUMENT', 'SPREADSHEET', 'PRESENTATION', 'CODE', 'LINK'] as const
export const ENROLLMENT_STATUSES = ['ACTIVE', 'COMPLETED', 'CANCELLED', 'SUSPENDED'] as const
export const QUIZ_TYPES = ['PRACTICE', 'GRADED', 'FINAL_EXAM'] as const
export const QUESTION_TYPES = [
  'MULTIPLE_CHOICE',
  'TRUE_FALSE',
  'SHORT_ANSWER',
  'ESSAY',
  'FILL_IN_BLANK',
] as const
export const ORDER_STATUSES = ['PENDING', 'COMPLETED', 'FAILED', 'REFUNDED', 'CANCELLED'] as const
export const COUPON_TYPES = ['PERCENTAGE', 'FIXED_AMOUNT'] as const
