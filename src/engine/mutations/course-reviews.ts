import { and, eq } from 'drizzle-orm'
import { reviews } from '../../../drizzle/schema/sqlite/community.ts'
import { courses } from '../../../drizzle/schema/sqlite/courses.ts'
import type { ReviewTextEdit } from '../../shared/domain/conflict-edit.ts'
import { mergeReview } from '../../shared/domain/course-review.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { findEnrollment } from './enrollment.ts'
import type { DeviceMutation, MutationContext } from './mutation.ts'

/** One review of a person and course: what another device wrote meanwhile becomes what this one writes. */
export const write: DeviceMutation<'reviews.write'> = (context, args) => {
  const { tx, userId, madeAtMs } = context
  const { reviewId, courseId, rating, title, comment, base } = args
  if (!findEnrollment(tx.read, userId, courseId))
    throw new AppError('forbidden', 'You can review a course once you have joined it.')
  if (tx.local.find(courses, courseId)?.instructorId === userId)
    throw new AppError('forbidden', 'You cannot review a course that you teach.')
  const known = ownReview(context, courseId)
  // made already: work that was carried to another device may come twice
  if (known?.id === reviewId && base === null) return
  if (known)
    tx.local.update(reviews, known.id, {
      ...mergeReview(base, { rating, title, comment }, known).review,
      updatedAt: Math.max(known.updatedAt, madeAtMs),
    })
  else
    tx.local.insert(reviews, {
      id: reviewId,
      userId,
      courseId,
      rating,
      title,
      comment,
      createdAt: madeAtMs,
      updatedAt: madeAtMs,
    })
}

export const remove: DeviceMutation<'reviews.delete'> = (context, args) => {
  const known = ownReview(context, args.courseId)
  if (known) context.tx.local.remove(reviews, known.id)
}

/** Sets one text of a review two devices wrote differently. */
export function setText({ tx, madeAtMs }: MutationContext, { reviewId, field, value }: ReviewTextEdit): void {
  const review = tx.local.find(reviews, reviewId)
  if (!review) throw new AppError('not-found', 'This review is not on this device any more.')
  tx.local.update(reviews, reviewId, {
    [field]: field === 'title' && value === '' ? null : value,
    updatedAt: Math.max(review.updatedAt, madeAtMs),
  })
}

function ownReview({ tx, userId }: MutationContext, courseId: string) {
  return tx.read
    .select()
    .from(reviews)
    .where(and(eq(reviews.userId, userId), eq(reviews.courseId, courseId)))
    .get()
}
