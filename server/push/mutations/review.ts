import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation } from '../mutation-context.ts'

/**
 * Adds a line to a person's log of reviews. Whoever ever joined the course may: what was done before an enrollment ended is
 * kept. A question that is no more may have been reviewed by somebody who had not been told yet.
 */
export const grade: CentreMutation<'review.grade'> = async ({ client, caller, atCentre }, args) => {
  const { rows } = await client.query<{ enrolled: boolean; elsewhere: boolean; owner: string | null }>({
    name: 'review-grade',
    text: `WITH known AS (
             SELECT EXISTS (SELECT 1 FROM enrollments WHERE user_id = $2 AND course_id = $4) AS enrolled,
                    EXISTS (SELECT 1 FROM questions WHERE id = $3 AND course_id <> $4) AS elsewhere
           ), made AS (
             INSERT INTO question_reviews
               (id, user_id, question_id, course_id, rating, reviewed_at, time_zone, elapsed_ms)
             SELECT $1, $2, $3, $4, $5, to_timestamp($6 / 1000.0), $7, $8 FROM known WHERE enrolled AND NOT elsewhere
             ON CONFLICT (id) DO NOTHING
           )
           SELECT enrolled, elsewhere, (SELECT user_id FROM question_reviews WHERE id = $1) AS owner FROM known`,
    values: [
      args.reviewId,
      caller.userId,
      args.questionId,
      args.courseId,
      args.rating,
      atCentre(args.reviewedAtMs),
      args.timeZone,
      args.elapsedMs,
    ],
  })
  const known = rows[0]
  if (!known?.enrolled)
    throw new AppError('forbidden', 'You are not enrolled in the course of this question.')
  if (known.elsewhere) throw new AppError('bad-input', 'This question belongs to another course.')
  if (known.owner && known.owner !== caller.userId)
    throw new AppError('already-exists', 'Another review has this id.')
}

/** A review that is not there has nothing to take back: the one it names was refused. */
export const undo: CentreMutation<'review.undo'> = async ({ client, caller }, args) => {
  const { rows } = await client.query<{ owner: string }>({
    name: 'review-undo',
    text: `WITH undone AS (
             UPDATE question_reviews SET undone = true WHERE id = $1 AND user_id = $2 AND NOT undone
           )
           SELECT user_id AS owner FROM question_reviews WHERE id = $1`,
    values: [args.reviewId, caller.userId],
  })
  const owner = rows[0]?.owner
  if (owner && owner !== caller.userId) throw new AppError('forbidden', 'This review is not yours.')
}
