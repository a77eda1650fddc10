import { z } from 'zod'
import { reviewRatings } from '../domain/review-schedule.ts'
import { id, timeZoneName } from './mutation-parts.ts'

/** What a person does in the review queue. */
export const reviewMutationArgs = {
  /** A practice question was answered from memory: one more line in its log. */
  'review.grade': z.object({
    reviewId: id,
    questionId: id,
    courseId: id,
    /** 1 again, 2 hard, 3 good, 4 easy. */
    rating: z.literal(reviewRatings),
    reviewedAtMs: z.number().int().nonnegative(),
    /** IANA name of where the person was: tells which day it was to them. */
    timeZone: timeZoneName,
    /** From seeing the question to rating the answer; an hour is the most that is told. Milliseconds. */
    elapsedMs: z
      .number()
      .nonnegative()
      .transform((ms) => Math.min(Math.round(ms), 3_600_000)),
  }),

  /** Takes a review back. Its line stays in the log, marked; it no longer counts. */
  'review.undo': z.object({ reviewId: id, courseId: id }),
} as const
