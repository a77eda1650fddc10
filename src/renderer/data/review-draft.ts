import { z } from 'zod'
import { courseRatings } from '../../shared/contract/course-review-mutations.ts'

const draft = z.object({
  rating: z.literal(courseRatings).nullable(),
  title: z.string(),
  comment: z.string(),
})

/** A review somebody is writing: nobody sees it before they publish it. */
export type ReviewDraft = z.infer<typeof draft>

const keyOf = (personId: string, courseId: string) => `brainix-review-draft:${personId}:${courseId}`

/** What was written and not published, in this window's own storage: it is there again after it was closed. */
export function readReviewDraft(personId: string, courseId: string): ReviewDraft | null {
  try {
    return draft.parse(JSON.parse(localStorage.getItem(keyOf(personId, courseId)) ?? ''))
  } catch {
    return null
  }
}

/** @param written null once it is published, or not wanted any more. */
export function keepReviewDraft(personId: string, courseId: string, written: ReviewDraft | null): void {
  try {
    if (written === null) localStorage.removeItem(keyOf(personId, courseId))
    else localStorage.setItem(keyOf(personId, courseId), JSON.stringify(written))
  } catch {
    // The storage is full: it is still on the screen.
  }
}
