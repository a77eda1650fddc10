import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { enrollmentStatuses, questionTypes, quizTypes } from '../../../src/shared/contract/enums.ts'
import { boolean, createdAt, derivedId, id, instant, percentage, textList, updatedAt } from './columns.ts'

export const enrollments = sqliteTable(
  'enrollments',
  {
    id: id(),
    userId: text('user_id').notNull(),
    courseId: text('course_id').notNull(),
    status: text('status', { enum: enrollmentStatuses }).notNull().default('ACTIVE'),
    /** Percent of the course, 0 to 100. */
    progress: percentage('progress').notNull().default('0'),
    lastLessonId: text('last_lesson_id'),
    /** Seconds. */
    totalWatchTime: integer('total_watch_time').notNull().default(0),
    enrolledAt: instant('enrolled_at').notNull(),
    completedAt: instant('completed_at'),
    lastAccessedAt: instant('last_accessed_at').notNull(),
  },
  (t) => [
    index('enrollments_user_id_course_id_key').on(t.userId, t.courseId),
    index('enrollments_user_id_last_accessed_at_idx').on(t.userId, t.lastAccessedAt),
    index('enrollments_course_id_idx').on(t.courseId),
  ],
)

export const progress = sqliteTable(
  'progress',
  {
    id: id(),
    enrollmentId: text('enrollment_id').notNull(),
    lessonId: text('lesson_id').notNull(),
    userId: derivedId('user_id'),
    watchedSeconds: integer('watched_seconds').notNull().default(0),
    completed: boolean('completed').notNull().default(false),
    startedAt: instant('started_at'),
    completedAt: instant('completed_at'),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('progress_enrollment_id_lesson_id_key').on(t.enrollmentId, t.lessonId),
    index('progress_lesson_id_user_id_idx').on(t.lessonId, t.userId),
    // A person's lessons, done and begun, are counted in it without their rows.
    index('progress_user_id_completed_idx').on(t.userId, t.completed),
  ],
)

export const notes = sqliteTable(
  'notes',
  {
    id: id(),
    userId: text('user_id').notNull(),
    lessonId: text('lesson_id').notNull(),
    courseId: derivedId('course_id'),
    enrollmentId: text('enrollment_id'),
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
    index('notes_user_id_updated_at_idx').on(t.userId, t.updatedAt),
    index('notes_lesson_id_idx').on(t.lessonId),
    index('notes_course_id_idx').on(t.courseId),
    index('notes_enrollment_id_idx').on(t.enrollmentId),
  ],
)

export const quizzes = sqliteTable(
  'quizzes',
  {
    id: id(),
    title: text('title', { length: 200 }).notNull(),
    description: text('description'),
    type: text('type', { enum: quizTypes }).notNull().default('PRACTICE'),
    /** Minutes. */
    timeLimit: integer('time_limit'),
    /** Percent. */
    passingScore: integer('passing_score').notNull().default(70),
    lessonId: text('lesson_id').notNull(),
    courseId: derivedId('course_id'),
    shuffleQuestions: boolean('shuffle_questions').notNull().default(false),
    showCorrectAnswers: boolean('show_correct_answers').notNull().default(true),
    allowRetakes: boolean('allow_retakes').notNull().default(true),
    /** Null means unlimited. */
    maxAttempts: integer('max_attempts'),
    /** The present version in the centre's `quiz_versions`. It says nothing of the keys it stands for. */
    versionId: text('version_id').notNull().default(''),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('quizzes_lesson_id_idx').on(t.lessonId), index('quizzes_course_id_idx').on(t.courseId)],
)

/** Two slices make it whole: the questions without keys, and the keys of practice questions; either may come first. */
export const questions = sqliteTable(
  'questions',
  {
    id: id(),
    quizId: text('quiz_id').notNull(),
    courseId: derivedId('course_id'),
    /** The quiz's type, kept by triggers: keys of practice questions alone may leave the centre. */
    quizType: text('quiz_type', { enum: quizTypes }).notNull(),
    text: text('text'),
    type: text('type', { enum: questionTypes }).notNull().default('MULTIPLE_CHOICE'),
    points: integer('points').notNull().default(1),
    options: textList('options'),
    correctAnswer: text('correct_answer'),
    /** Whether several options are to be ticked; kept by a trigger, as the key itself may not be on the device. */
    multipleAnswers: boolean('multiple_answers').notNull().default(false),
    explanation: text('explanation'),
    createdAt: instant('created_at'),
  },
  (t) => [
    index('questions_quiz_id_idx').on(t.quizId),
    index('questions_course_id_quiz_type_idx').on(t.courseId, t.quizType),
  ],
)

export const quizAttempts = sqliteTable(
  'quiz_attempts',
  {
    id: id(),
    userId: text('user_id').notNull(),
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
    startedAt: instant('started_at').notNull(),
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

export const answers = sqliteTable(
  'answers',
  {
    id: id(),
    attemptId: text('attempt_id').notNull(),
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
    index('answers_attempt_id_question_id_key').on(t.attemptId, t.questionId),
    index('answers_question_id_idx').on(t.questionId),
    index('answers_user_id_idx').on(t.userId),
  ],
)

/** Every time the person answered a practice question from memory: append-only, union of devices. */
export const questionReviews = sqliteTable(
  'question_reviews',
  {
    id: id(),
    userId: text('user_id').notNull(),
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
    index('question_reviews_user_id_reviewed_at_idx').on(t.userId, t.reviewedAt),
    index('question_reviews_question_id_idx').on(t.questionId),
  ],
)

/** Stretches of study of the person, from all their devices. */
export const studySessions = sqliteTable(
  'study_sessions',
  {
    id: id(),
    userId: text('user_id').notNull(),
    /** The calendar day it was to the person, 'YYYY-MM-DD'. */
    day: text('day').notNull(),
    /** Where the person was, as an IANA name. */
    timeZone: text('time_zone').notNull(),
    beganAt: instant('began_at').notNull(),
    endedAt: instant('ended_at').notNull(),
    /** Of study, without pauses. */
    seconds: integer('seconds').notNull(),
  },
  (t) => [index('study_sessions_user_id_day_idx').on(t.userId, t.day)],
)
