import { and, eq, isNotNull } from 'drizzle-orm'
import { lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { answers, questions, quizAttempts, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import { mayStartAttempt } from '../../shared/domain/attempts.ts'
import { type GradableQuestion, gradeAnswer, gradeAttempt } from '../../shared/domain/grading.ts'
import { completesByHandingIn } from '../../shared/domain/lesson-completion.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { DeviceMutation, MutationContext } from './mutation.ts'
import { completeLesson } from './progress.ts'

type Question = typeof questions.$inferSelect
type Attempt = typeof quizAttempts.$inferSelect

export const start: DeviceMutation<'quiz.start'> = ({ tx, userId }, args) => {
  if (tx.local.find(quizAttempts, args.attemptId)) return
  const quiz = tx.local.find(quizzes, args.quizId)
  if (!quiz) throw new AppError('not-found', 'This quiz is not on this device.')
  const handedIn = tx.read
    .select({ id: quizAttempts.id })
    .from(quizAttempts)
    .where(
      and(
        eq(quizAttempts.quizId, quiz.id),
        eq(quizAttempts.userId, userId),
        isNotNull(quizAttempts.submittedAt),
      ),
    )
    .all().length
  const allowed = mayStartAttempt(quiz, handedIn)
  if (!allowed.allowed) throw new AppError('limit-reached', allowed.why)
  tx.local.insert(quizAttempts, {
    id: args.attemptId,
    userId,
    quizId: quiz.id,
    courseId: quiz.courseId,
    quizVersion: args.quizVersion ?? null,
    totalQuestions: questionsOf({ tx }, quiz.id).length,
    startedAt: args.startedAtMs,
  })
}

export const answer: DeviceMutation<'quiz.answer'> = (context, args) => {
  const { tx, userId } = context
  const attempt = openAttempt(context, args.attemptId)
  const known = tx.read
    .select({ id: answers.id })
    .from(answers)
    .where(and(eq(answers.attemptId, attempt.id), eq(answers.questionId, args.questionId)))
    .get()
  const question = tx.local.find(questions, args.questionId)
  const verdict = question && gradable(question) && gradeAnswer(question, args.selectedAnswer)
  const values = {
    selectedAnswer: args.selectedAnswer,
    isCorrect: verdict === 'correct',
    pointsEarned: verdict === 'correct' ? (question?.points ?? 0) : 0,
  }
  if (known) tx.local.update(answers, known.id, values)
  else
    tx.local.insert(answers, {
      id: args.answerId,
      attemptId: attempt.id,
      questionId: args.questionId,
      userId,
      ...values,
    })
}

/**
 * Hands in. A practice quiz, whose keys are here, is graded at once; any other waits for the centre. An assignment is done
 * once it is handed in.
 */
export const submit: DeviceMutation<'quiz.submit'> = (context, args) => {
  const { tx, madeAtMs } = context
  const attempt = tx.local.find(quizAttempts, args.attemptId)
  if (!attempt) throw new AppError('not-found', 'This attempt is not on this device.')
  if (attempt.submittedAt !== null) return
  tx.local.update(quizAttempts, attempt.id, {
    submittedAt: args.submittedAtMs,
    completedAt: args.submittedAtMs,
    timeSpent: args.timeSpentSeconds,
    ...(args.quizVersion === undefined ? {} : { quizVersion: args.quizVersion }),
  })
  const quiz = tx.local.find(quizzes, attempt.quizId)
  if (!quiz) return
  const lesson = tx.local.find(lessons, quiz.lessonId)
  const handedIn = lesson !== undefined && completesByHandingIn(lesson.type)
  const passed = quiz.type === 'PRACTICE' && gradePractice(context, attempt, quiz.passingScore)
  if (passed || handedIn) completeLesson(context, quiz.lessonId, `${attempt.id}-p`, madeAtMs)
}

function gradePractice({ tx, madeAtMs }: MutationContext, attempt: Attempt, passingScore: number): boolean {
  const asked = questionsOf({ tx }, attempt.quizId)
  if (!asked.every(gradable)) return false
  const given = tx.read.select().from(answers).where(eq(answers.attemptId, attempt.id)).all()
  const grade = gradeAttempt(
    asked,
    new Map(given.map((row) => [row.questionId, row.selectedAnswer])),
    passingScore,
  )
  for (const graded of grade.answers) {
    const row = given.find((candidate) => candidate.questionId === graded.questionId)
    if (!row || graded.verdict === 'waits') continue
    tx.local.update(answers, row.id, {
      isCorrect: graded.verdict === 'correct',
      pointsEarned: graded.pointsEarned,
      gradedAt: madeAtMs,
    })
  }
  tx.local.update(quizAttempts, attempt.id, {
    score: grade.score,
    totalQuestions: grade.totalQuestions,
    correctAnswers: grade.correctAnswers,
    passed: grade.passed,
    gradedAt: madeAtMs,
  })
  return grade.passed
}

function openAttempt({ tx }: MutationContext, attemptId: string): Attempt {
  const attempt = tx.local.find(quizAttempts, attemptId)
  if (!attempt) throw new AppError('not-found', 'This attempt is not on this device.')
  if (attempt.submittedAt !== null) throw new AppError('limit-reached', 'This attempt has been handed in.')
  return attempt
}

function questionsOf({ tx }: Pick<MutationContext, 'tx'>, quizId: string): Question[] {
  return tx.read.select().from(questions).where(eq(questions.quizId, quizId)).all()
}

/** Whether the key is on this device: practice questions only. */
function gradable(question: Question): question is Question & GradableQuestion {
  return question.correctAnswer !== null
}
