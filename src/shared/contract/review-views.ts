import { z } from 'zod'
import type { ReviewRating } from '../domain/review-schedule.ts'
import type { QuizQuestion } from './quiz-views.ts'

/** How much a person wants to review in a day, on this device. */
export const reviewPlan = z.object({
  /** Questions a day. */
  dailyGoal: z.number().int().min(1).max(500),
  /** Questions a day that were answered in a quiz, but never yet from memory. */
  newPerDay: z.number().int().min(0).max(500),
})
export type ReviewPlan = z.infer<typeof reviewPlan>

export const ordinaryPlan: ReviewPlan = { dailyGoal: 20, newPerDay: 10 }

export interface ReviewSummary {
  plan: ReviewPlan
  /** Questions left for today, the new ones among them. */
  due: number
  newDue: number
  /** Reviews of today, not counting what was taken back. */
  doneToday: number
  /** Practice questions on this device that come back at all. */
  questions: number
  /** When the next one comes after today's; null: none. UTC milliseconds. */
  nextDueMs: number | null
}

/** A question that is due, with its answer: it is a practice question, so its key is here. */
export interface ReviewCard {
  question: QuizQuestion
  courseId: string
  courseTitle: string
  lessonId: string
  lessonTitle: string
  quizTitle: string
  kind: 'new' | 'learning' | 'review'
  /** As in `domain/answers`. */
  key: string
  /** The right answer(s) as text for people; null where the quiz does not show them. */
  correctAnswer: string[] | null
  /** Null too where the quiz does not show answers: it says what is right. */
  explanation: string | null
  /** How long until it would come back after each rating. Milliseconds. */
  pauseMs: Record<ReviewRating, number>
}

export interface ReviewView extends ReviewSummary {
  /** What to ask next. */
  card: ReviewCard | null
}
