import type { QuestionType, QuizType } from '../../../src/shared/contract/enums.ts'
import { type GradableQuestion, gradeAttempt } from '../../../src/shared/domain/grading.ts'
import { createId } from '../../../src/shared/domain/ids.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation, MutationContext } from '../mutation-context.ts'
import { completeLesson } from './progress.ts'

export const start: CentreMutation<'quiz.start'> = async ({ client, caller, madeAtMs }, args) => {
  const { rows } = await client.query<{ enrolled: boolean; questions: number }>({
    name: 'quiz-start-may',
    text: `SELECT EXISTS (SELECT 1 FROM enrollments e WHERE e.course_id = q.course_id AND e.user_id = $2
                      AND e.status IN ('ACTIVE', 'COMPLETED')) AS enrolled,
            (SELECT count(*)::int FROM questions WHERE quiz_id = q.id) AS questions
     FROM quizzes q WHERE q.id = $1`,
    values: [args.quizId, caller.userId],
  })
  const quiz = rows[0]
  if (!quiz) throw new AppError('not-found', 'This quiz is no longer part of the course.')
  if (!quiz.enrolled) throw new AppError('forbidden', 'You are not enrolled in the course of this quiz.')
  const { rowCount } = await client.query({
    name: 'quiz-start',
    text: `INSERT INTO quiz_attempts (id, user_id, quiz_id, course_id, total_questions, started_at)
     VALUES ($1, $2, $3, '', $4, to_timestamp($5 / 1000.0)) ON CONFLICT (id) DO NOTHING`,
    values: [
      args.attemptId,
      caller.userId,
      args.quizId,
      quiz.questions,
      Math.min(args.startedAtMs, madeAtMs),
    ],
  })
  if (rowCount === 1) return
  const mine = await client.query({
    name: 'quiz-start-mine',
    text: 'SELECT 1 FROM quiz_attempts WHERE id = $1 AND user_id = $2 AND quiz_id = $3',
    values: [args.attemptId, caller.userId, args.quizId],
  })
  if (mine.rowCount === 0) throw new AppError('already-exists', 'Another attempt has this id.')
}

export const answer: CentreMutation<'quiz.answer'> = async ({ client, caller }, args) => {
  const { rows } = await client.query<{ open: boolean; asked: boolean }>({
    name: 'quiz-answer',
    text: `WITH attempt AS (
             SELECT a.id, a.submitted_at IS NULL AS open,
                    EXISTS (SELECT 1 FROM questions q WHERE q.id = $3 AND q.quiz_id = a.quiz_id) AS asked
             FROM quiz_attempts a WHERE a.id = $2 AND a.user_id = $5
           ), saved AS (
             INSERT INTO answers (id, attempt_id, question_id, user_id, selected_answer)
             SELECT $1, id, $3, $5, $4 FROM attempt WHERE open AND asked
             ON CONFLICT (attempt_id, question_id) DO UPDATE SET selected_answer = excluded.selected_answer
           )
           SELECT open, asked FROM attempt`,
    values: [args.answerId, args.attemptId, args.questionId, args.selectedAnswer, caller.userId],
  })
  const attempt = rows[0]
  if (!attempt)
    throw new AppError('not-found', 'The attempt this answer belongs to is not known at the centre.')
  if (!attempt.open)
    throw new AppError('limit-reached', 'This attempt was handed in before the answer was given.')
  if (!attempt.asked) throw new AppError('not-found', 'This question is no longer part of the quiz.')
}

interface QuizRules {
  type: QuizType
  passing_score: number
  show_correct_answers: boolean
  allow_retakes: boolean
  max_attempts: number | null
  lesson_id: string
}

/** Takes an attempt in and grades what can be graded without a person. */
export const submit: CentreMutation<'quiz.submit'> = async (context, args) => {
  const { client, caller, madeAtMs } = context
  // all of the person's attempts at the quiz are locked: of two devices that hand in at once, one is the second
  const { rows } = await client.query<{ id: string; quiz_id: string; handed_in: boolean }>({
    name: 'quiz-submit-lock',
    text: `SELECT id, quiz_id, submitted_at IS NOT NULL AS handed_in FROM quiz_attempts
     WHERE user_id = $2 AND quiz_id = (SELECT quiz_id FROM quiz_attempts WHERE id = $1 AND user_id = $2)
     ORDER BY id FOR UPDATE`,
    values: [args.attemptId, caller.userId],
  })
  const attempt = rows.find((row) => row.id === args.attemptId)
  if (!attempt) throw new AppError('not-found', 'The attempt that was handed in is not known at the centre.')
  if (attempt.handed_in) return
  const quizzes = await client.query<QuizRules>({
    name: 'quiz-submit-rules',
    text: `SELECT type, passing_score, show_correct_answers, allow_retakes, max_attempts, lesson_id FROM quizzes WHERE id = $1`,
    values: [attempt.quiz_id],
  })
  const quiz = quizzes.rows[0]
  if (!quiz) throw new AppError('not-found', 'This quiz is no longer part of the course.')
  const earlier = await client.query<{ count: number }>({
    name: 'quiz-submit-earlier',
    text: `SELECT count(*)::int AS count FROM quiz_attempts
     WHERE quiz_id = $1 AND user_id = $2 AND submitted_at IS NOT NULL`,
    values: [attempt.quiz_id, caller.userId],
  })
  const limit = quiz.allow_retakes ? quiz.max_attempts : 1
  const overLimit = limit !== null && (earlier.rows[0]?.count ?? 0) >= limit
  await client.query({
    name: 'quiz-submit',
    text: `UPDATE quiz_attempts SET submitted_at = to_timestamp($2 / 1000.0), completed_at = to_timestamp($2 / 1000.0),
       time_spent = $3, over_limit = $4 WHERE id = $1`,
    values: [args.attemptId, Math.min(args.submittedAtMs, madeAtMs), args.timeSpentSeconds, overLimit],
  })
  const passed = await grade(context, args.attemptId, attempt.quiz_id, quiz)
  // somebody whose enrollment ended meanwhile has handed in all the same
  if (passed && !overLimit) await completeLesson(context, quiz.lesson_id, createId(), madeAtMs)
}

async function grade(
  { client }: MutationContext,
  attemptId: string,
  quizId: string,
  quiz: QuizRules,
): Promise<boolean> {
  const questions = await client.query<{
    id: string
    type: QuestionType
    points: number
    correct_answer: string
    explanation: string | null
  }>({
    name: 'quiz-questions',
    text: `SELECT id, type, points, correct_answer, explanation FROM questions WHERE quiz_id = $1`,
    values: [quizId],
  })
  const given = await client.query<{ id: string; question_id: string; selected_answer: string }>({
    name: 'quiz-answers',
    text: `SELECT id, question_id, selected_answer FROM answers WHERE attempt_id = $1`,
    values: [attemptId],
  })
  const graded = gradeAttempt(
    questions.rows.map(
      (row): GradableQuestion => ({
        id: row.id,
        type: row.type,
        points: row.points,
        correctAnswer: row.correct_answer,
      }),
    ),
    new Map(given.rows.map((row) => [row.question_id, row.selected_answer])),
    quiz.passing_score,
  )
  const keys = new Map(questions.rows.map((row) => [row.id, row]))
  const answerIds = new Map(given.rows.map((row) => [row.question_id, row.id]))
  const settled = graded.waitingForPerson === 0 || quiz.type === 'PRACTICE'
  // an attempt that waits for a person is not graded yet: until then its keys stay here, all of them
  const reveal = settled && quiz.show_correct_answers
  for (const answer of graded.answers) {
    const answerId = answerIds.get(answer.questionId)
    const key = keys.get(answer.questionId)
    if (!answerId || !key || answer.verdict === 'waits') continue
    await client.query({
      name: 'grade-answer',
      text: `UPDATE answers SET is_correct = $2, points_earned = $3, graded_at = now(), revealed_answer = $4,
               revealed_explanation = $5 WHERE id = $1`,
      values: [
        answerId,
        answer.verdict === 'correct',
        answer.pointsEarned,
        reveal ? key.correct_answer : null,
        reveal ? key.explanation : null,
      ],
    })
  }
  await client.query({
    name: 'quiz-grade',
    text: `UPDATE quiz_attempts SET score = $2::numeric, total_questions = $3, correct_answers = $4, passed = $5,
       graded_at = CASE WHEN $6 THEN now() END WHERE id = $1`,
    values: [
      attemptId,
      graded.score,
      graded.totalQuestions,
      graded.correctAnswers,
      settled && graded.passed,
      settled,
    ],
  })
  return settled && graded.passed
}
