import type { LessonType } from '../../../src/shared/contract/enums.ts'
import { gradeAttempt } from '../../../src/shared/domain/grading.ts'
import { createId } from '../../../src/shared/domain/ids.ts'
import { completesByHandingIn } from '../../../src/shared/domain/lesson-completion.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation, MutationContext } from '../mutation-context.ts'
import { chosenVersion, findQuizVersion, type QuizVersion } from '../quiz-version.ts'
import { completeLesson } from './progress.ts'

/**
 * Begins an attempt, at the version of the quiz the device held. Somebody whose enrollment was suspended or cancelled
 * meanwhile may have begun before they were told: what they did is kept.
 */
export const start: CentreMutation<'quiz.start'> = async ({ client, caller, atCentre }, args) => {
  const { rows } = await client.query<{
    known: string
    enrolled: string
    owner: string | null
    quiz: string | null
  }>({
    name: 'quiz-start',
    text: `WITH version AS (
             SELECT v.id, coalesce(q.course_id, v.course_id) AS course_id,
                    jsonb_array_length(v.snapshot -> 'questions') AS questions ${chosenVersion}
           ), enrolled AS (
             SELECT e.enrolled_at, v.* FROM version v JOIN enrollments e ON e.course_id = v.course_id AND e.user_id = $4
           ), made AS (
             INSERT INTO quiz_attempts (id, user_id, quiz_id, course_id, quiz_version, total_questions, started_at)
             SELECT $3, $4, $1, course_id, id, questions, greatest(enrolled_at, to_timestamp($5 / 1000.0)) FROM enrolled
             ON CONFLICT (id) DO NOTHING
           )
           SELECT (SELECT count(*) FROM version) AS known, (SELECT count(*) FROM enrolled) AS enrolled,
                  a.user_id AS owner, a.quiz_id AS quiz
           FROM (SELECT 1) one LEFT JOIN quiz_attempts a ON a.id = $3`,
    values: [
      args.quizId,
      args.quizVersion === undefined ? [] : [args.quizVersion],
      args.attemptId,
      caller.userId,
      atCentre(args.startedAtMs),
    ],
  })
  const known = rows[0]
  if (known?.known === '0') throw new AppError('not-found', 'This quiz is not known at the centre.')
  if (known?.enrolled === '0')
    throw new AppError('forbidden', 'You are not enrolled in the course of this quiz.')
  if (known?.owner && (known.owner !== caller.userId || known.quiz !== args.quizId))
    throw new AppError('already-exists', 'Another attempt has this id.')
}

/**
 * Takes an answer to any question the quiz ever asked: what it is worth is for the version to say. After the attempt was
 * handed in none is taken; what was carried to another device in a file may come from both, and is here already then.
 */
export const answer: CentreMutation<'quiz.answer'> = async ({ client, caller }, args) => {
  const { rows } = await client.query<{ open: boolean; asked: boolean; here: boolean }>({
    name: 'quiz-answer',
    text: `WITH attempt AS (
             SELECT a.id, a.submitted_at IS NULL AS open,
                    EXISTS (SELECT 1 FROM questions q WHERE q.id = $3 AND q.quiz_id = a.quiz_id)
                    OR EXISTS (SELECT 1 FROM quiz_versions v WHERE v.quiz_id = a.quiz_id AND v.snapshot
                      @> jsonb_build_object('questions', jsonb_build_array(jsonb_build_object('id', $3::text)))) AS asked
             FROM quiz_attempts a WHERE a.id = $2 AND a.user_id = $5
           ), saved AS (
             INSERT INTO answers (id, attempt_id, question_id, user_id, selected_answer)
             SELECT $1, id, $3, $5, $4 FROM attempt WHERE open AND asked
             ON CONFLICT (attempt_id, question_id) DO UPDATE SET selected_answer = excluded.selected_answer
           )
           SELECT open, asked, EXISTS (SELECT 1 FROM answers s WHERE s.attempt_id = attempt.id
                    AND s.question_id = $3 AND s.selected_answer = $4) AS here
           FROM attempt`,
    values: [args.answerId, args.attemptId, args.questionId, args.selectedAnswer, caller.userId],
  })
  const attempt = rows[0]
  if (!attempt)
    throw new AppError('not-found', 'The attempt this answer belongs to is not known at the centre.')
  if (!attempt.open && !attempt.here)
    throw new AppError('limit-reached', 'This attempt was handed in before the answer was given.')
  if (attempt.open && !attempt.asked)
    throw new AppError('not-found', 'This question was never part of the quiz.')
}

/**
 * Takes an attempt in and grades what can be graded without a person, by the version of the quiz that was taken: no later
 * edit or deletion changes what it is worth. Attempts count in the order in which they are handed in.
 */
export const submit: CentreMutation<'quiz.submit'> = async (context, args) => {
  const { client, caller, madeAtMs, atCentre } = context
  // all of the person's attempts at the quiz are locked: of two devices that hand in at once, one is the second
  const { rows } = await client.query<{
    id: string
    quiz_id: string
    quiz_version: string | null
    handed_in: boolean
  }>({
    name: 'quiz-submit-lock',
    text: `SELECT id, quiz_id, quiz_version, submitted_at IS NOT NULL AS handed_in FROM quiz_attempts
     WHERE user_id = $2 AND quiz_id = (SELECT quiz_id FROM quiz_attempts WHERE id = $1 AND user_id = $2)
     ORDER BY id FOR UPDATE`,
    values: [args.attemptId, caller.userId],
  })
  const attempt = rows.find((row) => row.id === args.attemptId)
  if (!attempt) throw new AppError('not-found', 'The attempt that was handed in is not known at the centre.')
  if (attempt.handed_in) return
  const version = await findQuizVersion(client, attempt.quiz_id, [args.quizVersion, attempt.quiz_version])
  if (!version) throw new AppError('not-found', 'The quiz of this attempt is not known at the centre.')
  const { allowRetakes, maxAttempts } = version.quiz
  const limit = allowRetakes ? maxAttempts : 1
  const overLimit = limit !== null && rows.filter((row) => row.handed_in).length >= limit
  await client.query({
    name: 'quiz-submit',
    text: `UPDATE quiz_attempts SET submitted_at = greatest(started_at, to_timestamp($2 / 1000.0)),
       completed_at = greatest(started_at, to_timestamp($2 / 1000.0)), time_spent = $3, over_limit = $4, quiz_version = $5
     WHERE id = $1`,
    values: [args.attemptId, atCentre(args.submittedAtMs), args.timeSpentSeconds, overLimit, version.id],
  })
  const passed = await grade(context, args.attemptId, version)
  // somebody whose enrollment ended meanwhile has handed in all the same
  if (!overLimit && (passed || (await isDoneOnceHandedIn(context, version.lessonId))))
    await completeLesson(context, version.lessonId, createId(), madeAtMs)
}

async function isDoneOnceHandedIn({ client }: MutationContext, lessonId: string): Promise<boolean> {
  const { rows } = await client.query<{ type: LessonType }>({
    name: 'quiz-lesson-type',
    text: 'SELECT type FROM lessons WHERE id = $1',
    values: [lessonId],
  })
  return rows[0] !== undefined && completesByHandingIn(rows[0].type)
}

async function grade(
  { client }: MutationContext,
  attemptId: string,
  { quiz, questions, showsKeys }: QuizVersion,
): Promise<boolean> {
  const given = await client.query<{ id: string; question_id: string; selected_answer: string }>({
    name: 'quiz-answers',
    text: `SELECT id, question_id, selected_answer FROM answers WHERE attempt_id = $1`,
    values: [attemptId],
  })
  const graded = gradeAttempt(
    questions,
    new Map(given.rows.map((row) => [row.question_id, row.selected_answer])),
    quiz.passingScore,
  )
  const keys = new Map(questions.map((question) => [question.id, question]))
  const answerIds = new Map(given.rows.map((row) => [row.question_id, row.id]))
  const settled = graded.waitingForPerson === 0 || quiz.type === 'PRACTICE'
  // an attempt that waits for a person is not graded yet: until then its keys stay here, all of them
  const reveal = settled && showsKeys
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
        reveal ? key.correctAnswer : null,
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
