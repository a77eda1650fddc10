import { questionReviews } from '../../../drizzle/schema/sqlite/learning.ts'
import type { DeviceMutation } from './mutation.ts'

export const grade: DeviceMutation<'review.grade'> = ({ tx, userId }, args) => {
  if (tx.local.find(questionReviews, args.reviewId)) return
  tx.local.insert(questionReviews, {
    id: args.reviewId,
    userId,
    questionId: args.questionId,
    courseId: args.courseId,
    rating: args.rating,
    reviewedAt: args.reviewedAtMs,
    timeZone: args.timeZone,
    elapsedMs: args.elapsedMs,
  })
}

export const undo: DeviceMutation<'review.undo'> = ({ tx }, args) => {
  tx.local.update(questionReviews, args.reviewId, { undone: true })
}
