import { mergeField } from './merge-field.ts'

/** What a person's review of a course says. */
export interface CourseReview {
  /** Stars, 1 to 5. */
  rating: number
  title: string | null
  comment: string
}

/** Whether two say the same. */
export function sameReview(one: CourseReview, other: CourseReview): boolean {
  return one.rating === other.rating && one.title === other.title && one.comment === other.comment
}

/** Columns of `reviews` that hold what people write. */
export const reviewTexts = ['title', 'comment'] as const
export type ReviewText = (typeof reviewTexts)[number]

/** A text that is in the review no more, though whoever replaced it had not seen it. */
export interface OverwrittenText {
  field: ReviewText
  /** What both started from; null where there was no review. */
  base: string | null
  mine: string
  theirs: string
}

export interface MergedReview {
  review: CourseReview
  overwritten: OverwrittenText[]
}

/**
 * A review that is written on top of the one that is there. Field by field: what this edit left as it was stays what it has
 * become; where both sides changed it, `mine`, the later to arrive, holds, and a text it replaces unseen is told.
 * @param base what this edit started from; null where there was no review.
 */
export function mergeReview(
  base: CourseReview | null,
  mine: CourseReview,
  theirs: CourseReview,
): MergedReview {
  const from = base ?? { rating: 0, title: null, comment: '' }
  const overwritten: OverwrittenText[] = []
  const text = (field: ReviewText): string => {
    const sides = { mine: mine[field] ?? '', theirs: theirs[field] ?? '' }
    const merged = mergeField(from[field] ?? '', sides.mine, sides.theirs, false)
    if (merged.conflict && sides.theirs !== '')
      overwritten.push({ field, base: base && (base[field] ?? ''), ...sides })
    return merged.value
  }
  const rating = mine.rating === from.rating ? theirs.rating : mine.rating
  return { review: { rating, title: text('title') || null, comment: text('comment') }, overwritten }
}

/** The texts that go with a review that is taken back, though whoever did so had not seen them. */
export function unseenTexts(base: CourseReview, present: CourseReview): OverwrittenText[] {
  return reviewTexts.flatMap((field) => {
    const [seen, theirs] = [base[field] ?? '', present[field] ?? '']
    return theirs === seen || theirs === '' ? [] : [{ field, base: seen, mine: '', theirs }]
  })
}
