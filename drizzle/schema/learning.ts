import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  unique,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core'
import { enrollmentStatuses, questionTypes, quizTypes } from '../../src/shared/contract/enums.ts'
import {
  bigNumber,
  createdAt,
  derivedId,
  id,
  instant,
  percentage,
  textList,
  updatedAt,
  xid8,
} from './columns.ts'
import { courses, lessons } from './courses.ts'
import { users } from './people.ts'

export const enrollmentStatus = pgEnum('enrollment_status', enrollmentStatuses)
export const quizType = pgEnum('quiz_type', quizTypes)
export const questionType = pgEnum('question_type', questionTypes)

export const enrollments = pgTable(
  'enrollments',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    courseId: text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    status: enrollmentStatus('status').notNull().default('ACTIVE'),
    /** Percent of the course, 0 to 100. */
    progress: percentage('progress').notNull().default('0'),
    lastLessonId: text('last_lesson_id'),
    /** Seconds. */
    totalWatchTime: integer('total_watch_time').notNull().default(0),
    enrolledAt: instant('enrolled_at').notNull().defaultNow(),
    completedAt: instant('completed_at'),
    lastAccessedAt: instant('last_accessed_at').notNull().defaultNow(),
  },
  (t) => [
    unique('enrollments_user_id_course_id_key').on(t.userId, t.courseId),
    index('idx_enrollments_user_course').on(t.userId, t.courseId),
    index('enrollments_user_id_idx').on(t.userId),
    index('enrollments_course_id_idx').on(t.courseId),
    index('enrollments_status_idx').on(t.status),
  ],
)

export const progress = pgTable(
  'progress',
  {
    id: id(),
    enrollmentId: text('enrollment_id')
      .notNull()
      .references(() => enrollments.id, { onDelete: 'cascade' }),
    lessonId: text('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'cascade' }),
    userId: derivedId('user_id'),
    watchedSeconds: integer('watched_seconds').notNull().default(0),
    completed: boolean('completed').notNull().default(false),
    startedAt: instant('started_at'),
    completedAt: instant('completed_at'),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('progress_enrollment_id_lesson_id_key').on(t.enrollmentId, t.lessonId),
    index('idx_progress_enrollment').on(t.enrollmentId),
    index('progress_lesson_id_idx').on(t.lessonId),
    index('progress_user_id_idx').on(t.userId),
  ],
)

export const notes = pgTable(
  'notes',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Of a lesson that is, or was: what a person wrote outlives what it was written about. Kept true by triggers. */
    lessonId: text('lesson_id').notNull(),
    courseId: derivedId('course_id'),
    enrollmentId: text('enrollment_id').references(() => enrollments.id, { onDelete: 'set null' }),
    /** Markdown. */
    content: text('content').notNull(),
    videoSecond: integer('video_second'),
    /** What the lesson and its course were called when they were deleted; null while they are there. */
    lessonTitle: text('lesson_title'),
    courseTitle: text('course_title'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('notes_user_id_idx').on(t.userId),
    index('notes_lesson_id_idx').on(t.lessonId),
    index('notes_course_id_idx').on(t.courseId),
    index('notes_enrollment_id_idx').on(t.enrollmentId),
  ],
)

export const quizzes = pgTable(
  'quizzes',
  {
    id: id(),
    title: varchar('title', { length: 200 }).notNull(),
    description: text('description'),
    type: quizType('type').notNull().default('PRACTICE'),
    /** Minutes. */
    timeLimit: integer('time_limit'),
    /** Percent. */
    passingScore: integer('passing_score').notNull().default(70),
    lessonId: text('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'cascade' }),
    courseId: derivedId('course_id'),
    shuffleQuestions: boolean('shuffle_questions').notNull().default(false),
    showCorrectAnswers: boolean('show_correct_answers').notNull().default(true),
    allowRetakes: boolean('allow_retakes').notNull().default(true),
    /** Null means unlimited. */
    maxAttempts: integer('max_attempts'),
    /** The present version in `quiz_versions`; kept by triggers. It says nothing of the keys it stands for. */
    versionId: text('version_id').notNull().default(''),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('quizzes_lesson_id_idx').on(t.lessonId),
    uniqueIndex('quizzes_course_id_type_id_key').on(t.courseId, t.type, t.id),
  ],
)

export const questions = pgTable(
  'questions',
  {
    id: id(),
    quizId: text('quiz_id')
      .notNull()
      .references(() => quizzes.id, { onDelete: 'cascade' }),
    courseId: derivedId('course_id'),
    /** The quiz's type, kept by triggers: keys of practice questions alone may leave the centre. */
    quizType: quizType('quiz_type')
      .notNull()
      .$defaultFn(() => 'FINAL_EXAM'),
    text: text('text').notNull(),
    type: questionType('type').notNull().default('MULTIPLE_CHOICE'),
    points: integer('points').notNull().default(1),
    options: textList('options'),
    correctAnswer: text('correct_answer').notNull(),
    /** Whether several options are to be ticked; kept by a trigger, as the key itself may not be on the device. */
    multipleAnswers: boolean('multiple_answers').notNull().default(false),
    explanation: text('explanation'),
    createdAt: createdAt(),
  },
  (t) => [
    index('questions_quiz_id_idx').on(t.quizId),
    index('questions_course_id_quiz_type_idx').on(t.courseId, t.quizType),
  ],
)

/**
 * What a quiz was at every moment a device may have been given it: rules, questions, keys. Attempts are graded by the
 * version that was taken, whatever became of the quiz; so no foreign key. Centre only.
 */
export const quizVersions = pgTable(
  'quiz_versions',
  {
    id: text('id').primaryKey().default(sql`gen_random_uuid()::text`),
    /** Order in which versions were made. */
    number: bigNumber('number').notNull().generatedAlwaysAsIdentity(),
    quizId: text('quiz_id').notNull(),
    lessonId: text('lesson_id').notNull(),
    courseId: text('course_id').notNull(),
    /** `{ quiz: rules, questions: [with keys] }`, read by `server/push/quiz-version`. */
    snapshot: jsonb('snapshot').notNull(),
    /** Until this transaction ends nobody has been given the version, and it may still change. */
    madeIn: xid8('made_in').notNull().default(sql`pg_current_xact_id()`),
    createdAt: createdAt(),
  },
  (t) => [index('quiz_versions_quiz_id_number_idx').on(t.quizId, t.number)],
)

/** What deleted notes were, for edits that were made elsewhere without knowing of the deletion. Kept 90 days. Centre only. */
export const deletedNotes = pgTable(
  'deleted_notes',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    lessonId: text('lesson_id').notNull(),
    content: text('content').notNull(),
    videoSecond: integer('video_second'),
    createdAt: createdAt(),
    deletedAt: instant('deleted_at').notNull().defaultNow(),
  },
  (t) => [
    index('deleted_notes_user_id_idx').on(t.userId),
    index('deleted_notes_deleted_at_idx').on(t.deletedAt),
  ],
)

export const quizAttempts = pgTable(
  'quiz_attempts',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** A quiz that is, or of which a version is kept: triggers see to both, as they restrict deletes. */
    quizId: text('quiz_id').notNull(),
    courseId: derivedId('course_id'),
    /** The version of the quiz that was taken. */
    quizVersion: text('quiz_version'),
    /** Percent. */
    score: percentage('score').notNull().default('0'),
    totalQuestions: integer('total_questions').notNull().default(0),
    correctAnswers: integer('correct_answers').notNull().default(0),
    /** Seconds. */
    timeSpent: integer('time_spent').notNull().default(0),
    passed: boolean('passed').notNull().default(false),
    /** Came after the quiz's last allowed attempt: kept and marked, never dropped. */
    overLimit: boolean('over_limit').notNull().default(false),
    startedAt: instant('started_at').notNull().defaultNow(),
    completedAt: instant('completed_at'),
    submittedAt: instant('submitted_at'),
    gradedAt: instant('graded_at'),
  },
  (t) => [
    index('quiz_attempts_user_id_idx').on(t.userId),
    index('quiz_attempts_quiz_id_idx').on(t.quizId),
    index('quiz_attempts_course_id_idx').on(t.courseId),
  ],
)

export const answers = pgTable(
  'answers',
  {
    id: id(),
    attemptId: text('attempt_id')
      .notNull()
      .references(() => quizAttempts.id, { onDelete: 'cascade' }),
    /** A question that is, or that a version of the quiz asked: triggers see to both, as they restrict deletes. */
    questionId: text('question_id').notNull(),
    userId: derivedId('user_id'),
    selectedAnswer: text('selected_answer').notNull(),
    isCorrect: boolean('is_correct').notNull().default(false),
    pointsEarned: integer('points_earned').notNull().default(0),
    gradedAt: instant('graded_at'),
    /** The key and its explanation, once this attempt is graded and the quiz shows answers. */
    revealedAnswer: text('revealed_answer'),
    revealedExplanation: text('revealed_explanation'),
  },
  (t) => [
    unique('answers_attempt_id_question_id_key').on(t.attemptId, t.questionId),
    index('answers_question_id_idx').on(t.questionId),
    index('answers_user_id_idx').on(t.userId),
  ],
)

/**
 * Every time a person answered a practice question from memory: append-only, made on the device, union of devices. When a
 * question comes back is computed from this log, and kept nowhere else. A log outlives what it tells of: no foreign keys
 * to questions and courses.
 */
export const questionReviews = pgTable(
  'question_reviews',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    questionId: text('question_id').notNull(),
    courseId: text('course_id').notNull(),
    /** 1 again, 2 hard, 3 good, 4 easy. */
    rating: integer('rating').notNull(),
    reviewedAt: instant('reviewed_at').notNull(),
    /** Where the person was, as an IANA name: tells which day it was to them. */
    timeZone: text('time_zone').notNull(),
    /** Milliseconds from seeing the question to rating the answer. */
    elapsedMs: integer('elapsed_ms').notNull(),
    /** Taken back; once taken back, always. */
    undone: boolean('undone').notNull().default(false),
  },
  (t) => [
    index('question_reviews_user_id_idx').on(t.userId),
    check('question_reviews_rating_check', sql`rating BETWEEN 1 AND 4`),
  ],
)

/**
 * A stretch of study on one device, from beginning to end on one of the person's days: made on the device, union of
 * devices, the longest report of each wins. Days, streaks and minutes are computed from them.
 */
export const studySessions = pgTable(
  'study_sessions',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The calendar day it was to the person, 'YYYY-MM-DD'. */
    day: text('day').notNull(),
    /** Where the person was, as an IANA name. */
    timeZone: text('time_zone').notNull(),
    beganAt: instant('began_at').notNull(),
    endedAt: instant('ended_at').notNull(),
    /** Of study, without pauses. */
    seconds: integer('seconds').notNull(),
  },
  (t) => [index('study_sessions_user_id_idx').on(t.userId)],
)
