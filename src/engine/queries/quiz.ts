import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { answers, questions, quizAttempts, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import type { AnswerView, AttemptSummary, AttemptView, QuizView } from '../../shared/contract/quiz-views.ts'
import { mayStartAttempt, stableShuffle } from '../../shared/domain/attempts.ts'
import { gradeAnswer } from '../../shared/domain/grading.ts'
import { deliveryOf, hasContent, type QueryContext } from './query.ts'
import { keyTexts, type Question, questionView } from './question-view.ts'

type Context = Pick<QueryContext, 'read' | 'userId'>
type Attempt = typeof quizAttempts.$inferSelect
type Quiz = typeof quizzes.$inferSelect

export function readQuiz(context: Context, quizId: string): QuizView | null {
  const { read, userId } = context
  const row = read
    .select({ quiz: quizzes, lessonTitle: lessons.title })
    .from(quizzes)
    .innerJoin(lessons, eq(lessons.id, quizzes.lessonId))
    .where(eq(quizzes.id, quizId))
    .get()
  if (!row) return null
  const { quiz, lessonTitle } = row
  const attempts = read
    .select()
    .from(quizAttempts)
    .where(and(eq(quizAttempts.quizId, quizId), eq(quizAttempts.userId, userId)))
    .orderBy(desc(quizAttempts.startedAt), desc(quizAttempts.id))
    .all()
  const open = attempts.find((attempt) => attempt.submittedAt === null)
  const handedIn = attempts.filter((attempt) => attempt.submittedAt !== null).length
  const allowed = mayStartAttempt(quiz, handedIn)
  const asked = questionsOf(context, quizId)
  return {
    id: quiz.id,
    title: quiz.title,
    description: quiz.description,
    type: quiz.type,
    lessonId: quiz.lessonId,
    lessonTitle,
    courseId: quiz.courseId,
    timeLimitMinutes: quiz.timeLimit,
    passingScore: quiz.passingScore,
    shuffleQuestions: quiz.shuffleQuestions,
    showCorrectAnswers: quiz.showCorrectAnswers,
    allowRetakes: quiz.allowRetakes,
    maxAttempts: quiz.maxAttempts,
    questions: asTaken(asked, quiz, open?.id ?? null).map(questionView),
    onDevice: hasContent(read, quiz.courseId) && asked.length > 0,
    attempts: attempts.map((attempt) => summary(context, attempt, quiz)),
    open: open ? attemptView(context, open, quiz) : null,
    mayStart: allowed.allowed && !open,
    whyNot: allowed.allowed ? null : allowed.why,
  }
}

export function readAttempt(context: Context, attemptId: string): AttemptView | null {
  const row = context.read
    .select({ attempt: quizAttempts, quiz: quizzes })
    .from(quizAttempts)
    .leftJoin(quizzes, eq(quizzes.id, quizAttempts.quizId))
    .where(and(eq(quizAttempts.id, attemptId), eq(quizAttempts.userId, context.userId)))
    .get()
  return row ? attemptView(context, row.attempt, row.quiz) : null
}

/** Attempts under way or handed in, the latest first. */
export function latestAttempts(context: Context, limit: number): AttemptSummary[] {
  return context.read
    .select({ attempt: quizAttempts, quiz: quizzes })
    .from(quizAttempts)
    .leftJoin(quizzes, eq(quizzes.id, quizAttempts.quizId))
    .where(eq(quizAttempts.userId, context.userId))
    .orderBy(
      desc(sql`coalesce(${quizAttempts.submittedAt}, ${quizAttempts.startedAt})`),
      desc(quizAttempts.id),
    )
    .limit(limit)
    .all()
    .map(({ attempt, quiz }) => summary(context, attempt, quiz))
}

function summary({ read }: Context, attempt: Attempt, quiz: Quiz | null): AttemptSummary {
  const state = attempt.submittedAt === null ? 'open' : attempt.gradedAt === null ? 'waiting' : 'graded'
  return {
    id: attempt.id,
    quizId: attempt.quizId,
    lessonId: quiz?.lessonId ?? '',
    courseId: attempt.courseId,
    quizTitle: quiz?.title ?? 'A quiz that is not on this device',
    quizType: quiz?.type ?? 'GRADED',
    state,
    delivery: deliveryOf(read, 'quiz_attempts', attempt.id),
    scorePercent: state === 'graded' ? Number(attempt.score) : null,
    passed: state === 'graded' ? attempt.passed : null,
    startedAtMs: attempt.startedAt,
    submittedAtMs: attempt.submittedAt,
    gradedAtMs: attempt.gradedAt,
  }
}

function attemptView(context: Context, attempt: Attempt, quiz: Quiz | null): AttemptView {
  const asked = new Map(questionsOf(context, attempt.quizId).map((question) => [question.id, question]))
  const given = context.read.select().from(answers).where(eq(answers.attemptId, attempt.id)).all()
  const views = given.map((row): AnswerView => {
    const question = asked.get(row.questionId)
    // What a question explains says what is right: it is shown where the key is, as the centre does it.
    const shown = quiz?.showCorrectAnswers ? question : undefined
    const key = row.revealedAnswer ?? shown?.correctAnswer ?? null
    const known = row.gradedAt !== null || practiceVerdict(question, row.selectedAnswer) !== null
    return {
      questionId: row.questionId,
      selectedAnswer: row.selectedAnswer,
      correct: known ? row.isCorrect : null,
      pointsEarned: known ? row.pointsEarned : null,
      correctAnswer: key === null || !question ? null : keyTexts(question, key),
      explanation: row.revealedExplanation ?? shown?.explanation ?? null,
    }
  })
  const waiting = new Set(
    views
      .filter((view) => view.correct === null && asked.get(view.questionId)?.type === 'ESSAY')
      .map((view) => view.questionId),
  )
  const settled = views.filter((view) => view.pointsEarned !== null)
  return {
    ...summary(context, attempt, quiz),
    questions: asTaken([...asked.values()], quiz, attempt.id).map(questionView),
    answers: views,
    pointsEarned:
      settled.length > 0 ? settled.reduce((sum, view) => sum + (view.pointsEarned ?? 0), 0) : null,
    pointsPossible: [...asked.values()]
      .filter((question) => !waiting.has(question.id))
      .reduce((sum, question) => sum + question.points, 0),
    waitingForPerson: waiting.size,
    overLimit: attempt.overLimit,
  }
}

/** The questions in the order, and with the options in the order, in which an attempt asks them; null: as they were written. */
function asTaken(asked: readonly Question[], quiz: Quiz | null, attemptId: string | null): Question[] {
  if (!quiz?.shuffleQuestions || attemptId === null) return [...asked]
  return stableShuffle(asked, attemptId).map((question) => ({
    ...question,
    options: stableShuffle(question.options, `${attemptId} ${question.id}`),
  }))
}

/** Practice keys are on the device, so the verdict is known at once; null for graded quizzes and essays. */
function practiceVerdict(question: Question | undefined, selectedAnswer: string): boolean | null {
  if (!question || question.correctAnswer === null) return null
  const verdict = gradeAnswer({ ...question, correctAnswer: question.correctAnswer }, selectedAnswer)
  return verdict === 'waits' ? null : verdict === 'correct'
}

function questionsOf({ read }: Context, quizId: string): Question[] {
  return read
    .select()
    .from(questions)
    .where(eq(questions.quizId, quizId))
    .orderBy(asc(questions.createdAt), asc(questions.id))
    .all()
    .filter((question): question is Question => question.text !== null)
}
