import type { ReviewTextEdit } from '../../../src/shared/domain/conflict-edit.ts'
import {
  type CourseReview,
  mergeReview,
  type OverwrittenText,
  unseenTexts,
} from '../../../src/shared/domain/course-review.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import { endConflicts, keepConflict } from '../keep-conflict.ts'
import type { CentreMutation, MutationContext } from '../mutation-context.ts'

interface KnownReview extends CourseReview {
  id: string
}

/**
 * Writes the one review a person has of a course. Whoever ever joined it may, but for those who teach it. What two devices
 * wrote apart becomes one review: see `mergeReview`; a text it holds no more is in the conflicts.
 */
export const write: CentreMutation<'reviews.write'> = async (context, args) => {
  const { client, caller, madeAtMs } = context
  const { reviewId, courseId, rating, title, comment, base } = args
  await mayReview(context, courseId)
  const { rowCount } = await client.query({
    name: 'review-insert',
    text: `INSERT INTO reviews (id, user_id, course_id, rating, title, comment, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7 / 1000.0), to_timestamp($7 / 1000.0))
           ON CONFLICT (user_id, course_id) DO NOTHING`,
    values: [reviewId, caller.userId, courseId, rating, title, comment, madeAtMs],
  })
  if (rowCount === 1) return
  const known = await lockReview(context, courseId)
  // taken back on another device between the two statements
  if (!known) return write(context, args)
  // made already: work that was carried to another device may arrive from both
  if (known.id === reviewId && base === null) return
  const { review, overwritten } = mergeReview(base, { rating, title, comment }, known)
  await update(context, { ...review, id: known.id })
  await keepTexts(context, known.id, overwritten)
}

/** Takes a review back. A text that was not seen by whoever did so is in the conflicts. Nothing to take back is done. */
export const remove: CentreMutation<'reviews.delete'> = async (context, args) => {
  const { client, caller } = context
  const known = await lockReview(context, args.courseId)
  if (!known) {
    const { rowCount } = await client.query('SELECT FROM reviews WHERE id = $1', [args.reviewId])
    if (rowCount === 1) throw new AppError('forbidden', 'This review of a course is not yours.')
    return
  }
  await client.query({
    name: 'review-delete',
    text: 'DELETE FROM reviews WHERE id = $1',
    values: [known.id],
  })
  await endConflicts(client, caller.userId, 'reviews', known.id)
  await keepTexts(context, known.id, unseenTexts(args.base, known))
}

/** Sets one text of a review two devices wrote differently. What it has become since is in the conflicts. */
export async function setText(context: MutationContext, edit: ReviewTextEdit): Promise<void> {
  const { client, caller } = context
  const { rows } = await client.query<KnownReview>({
    name: 'review-lock-by-id',
    text: 'SELECT id, rating, title, comment FROM reviews WHERE id = $1 AND user_id = $2 FOR UPDATE',
    values: [edit.reviewId, caller.userId],
  })
  const known = rows[0]
  if (!known) throw new AppError('not-found', 'This review is not at the centre any more.')
  const seen = { ...known, [edit.field]: edit.base }
  const { review, overwritten } = mergeReview(seen, { ...known, [edit.field]: edit.value }, known)
  await update(context, { ...review, title: review.title || null, id: known.id })
  await keepTexts(context, known.id, overwritten)
}

async function mayReview({ client, caller }: MutationContext, courseId: string): Promise<void> {
  const { rows } = await client.query<{ teaches: boolean; joined: boolean }>({
    name: 'review-may',
    text: `SELECT c.instructor_id = $1 AS teaches,
             EXISTS (SELECT FROM enrollments e WHERE e.user_id = $1 AND e.course_id = c.id) AS joined
           FROM courses c WHERE c.id = $2`,
    values: [caller.userId, courseId],
  })
  const course = rows[0]
  if (!course) throw new AppError('not-found', 'This course is no longer offered.')
  if (course.teaches) throw new AppError('forbidden', 'You cannot review a course that you teach.')
  if (!course.joined) throw new AppError('forbidden', 'You can review a course once you have joined it.')
}

async function lockReview(
  { client, caller }: MutationContext,
  courseId: string,
): Promise<KnownReview | undefined> {
  const { rows } = await client.query<KnownReview>({
    name: 'review-lock',
    text: 'SELECT id, rating, title, comment FROM reviews WHERE user_id = $1 AND course_id = $2 FOR UPDATE',
    values: [caller.userId, courseId],
  })
  return rows[0]
}

async function update({ client, madeAtMs }: MutationContext, review: KnownReview): Promise<void> {
  await client.query({
    name: 'review-update',
    text: `UPDATE reviews SET rating = $2, title = $3, comment = $4,
             updated_at = greatest(updated_at, to_timestamp($5 / 1000.0)) WHERE id = $1`,
    values: [review.id, review.rating, review.title, review.comment, madeAtMs],
  })
}

async function keepTexts(
  { client, caller }: MutationContext,
  rowId: string,
  texts: readonly OverwrittenText[],
): Promise<void> {
  for (const text of texts)
    await keepConflict(client, { userId: caller.userId, table: 'reviews', rowId, ...text })
}
