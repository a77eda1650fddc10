import type pg from 'pg'
import { z } from 'zod'
import { questionTypes, quizTypes } from '../../src/shared/contract/enums.ts'

/** `quiz_versions.snapshot`, as far as judging an attempt needs it; the trigger `keep_quiz_versions` writes it. */
const snapshot = z.object({
  quiz: z.object({
    type: z.enum(quizTypes),
    /** Percent. */
    passingScore: z.number(),
    showCorrectAnswers: z.boolean(),
    allowRetakes: z.boolean(),
    /** Null means unlimited. */
    maxAttempts: z.number().nullable(),
  }),
  questions: z.array(
    z.object({
      id: z.string(),
      type: z.enum(questionTypes),
      points: z.number(),
      correctAnswer: z.string(),
      explanation: z.string().nullable(),
    }),
  ),
})

/** What a quiz was when it was taken. */
export interface QuizVersion extends z.infer<typeof snapshot> {
  id: string
  lessonId: string
  /** Whether keys are shown after grading: the version showed them, and the quiz, where it still is, does now. */
  showsKeys: boolean
}

/**
 * SQL after the columns (of `quiz_versions v` and, where the quiz still is, `quizzes q`): the version that is named, or else
 * the present one, or else the last there was. `$1`: quiz, `$2`: named ids, the best first; unknown ones and those of other
 * quizzes count as not named.
 */
export const chosenVersion = `FROM quiz_versions v LEFT JOIN quizzes q ON q.id = v.quiz_id WHERE v.quiz_id = $1
  ORDER BY array_position($2::text[], v.id) NULLS LAST, v.id = q.version_id DESC NULLS LAST, v.number DESC LIMIT 1`

/**
 * @param named version ids, the best first.
 * @returns undefined where there never was such a quiz.
 */
export async function findQuizVersion(
  client: pg.ClientBase,
  quizId: string,
  named: readonly (string | null | undefined)[],
): Promise<QuizVersion | undefined> {
  const { rows } = await client.query<{
    id: string
    lesson_id: string
    shows_now: boolean
    snapshot: unknown
  }>({
    name: 'quiz-version',
    text: `SELECT v.id, coalesce(q.lesson_id, v.lesson_id) AS lesson_id,
             coalesce(q.show_correct_answers, true) AS shows_now, v.snapshot ${chosenVersion}`,
    values: [quizId, named.filter((id) => typeof id === 'string')],
  })
  const row = rows[0]
  if (!row) return undefined
  const held = snapshot.parse(row.snapshot)
  const showsKeys = held.quiz.showCorrectAnswers && row.shows_now
  return { id: row.id, lessonId: row.lesson_id, showsKeys, ...held }
}
