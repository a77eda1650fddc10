import { z } from 'zod'
import { id, writtenText } from './mutation-parts.ts'

export const courseRatings = [1, 2, 3, 4, 5] as const

/** Characters, before UTF-8. */
export const maxReviewTitle = 120
export const maxReviewComment = 10_000

/** What a review says. Each of its fields stands for itself, so two devices can change different ones. */
const said = {
  /** Stars. */
  rating: z.literal(courseRatings),
  title: writtenText(maxReviewTitle)
    .transform((title) => (title === '' ? null : title))
    .nullable(),
  /** May be empty: stars alone say something as well. */
  comment: writtenText(maxReviewComment),
}

/** The review as the person saw it; another program may have written more than this app does. */
const seen = z.object({
  rating: z.number().int(),
  title: writtenText(10 * maxReviewTitle).nullable(),
  comment: writtenText(10 * maxReviewComment),
})

/** What a learner does with their own review of a course. There is one of each person and course, whatever its id. */
export const courseReviewMutationArgs = {
  /**
   * Writes or changes the review. `base` is what this edit started from, null where there was none: fields that are as in
   * it stay what they have become meanwhile, and of the others the last to arrive holds. `reviewId` names the review
   * where the person has none of this course yet.
   */
  'reviews.write': z.object({ reviewId: id, courseId: id, ...said, base: seen.nullable() }),

  /** Takes the review back. `base` is what the person saw as they did, `reviewId` what it was called on their device. */
  'reviews.delete': z.object({ reviewId: id, courseId: id, base: seen }),
} as const
