import { type Card, createEmptyCard, fsrs, type Grade, generatorParameters, State } from 'ts-fsrs'

/** Again, hard, good, easy: how well a person remembered. */
export const reviewRatings = [1, 2, 3, 4] as const
export type ReviewRating = (typeof reviewRatings)[number]

/** One time a question was answered from memory. */
export interface ReviewEvent {
  id: string
  rating: ReviewRating
  /** UTC milliseconds. */
  atMs: number
}

/** What is known of how well a question is remembered. */
export interface ReviewState {
  /** Asked again within the day, until it is remembered once. */
  learning: boolean
  dueMs: number
  card: Card
}

/**
 * No fuzz, fixed weights: the same log is the same plan on every device and in every version of the app. One short step,
 * ten minutes, for what was just forgotten.
 */
const scheduler = fsrs(
  generatorParameters({
    enable_fuzz: false,
    enable_short_term: true,
    learning_steps: ['10m'],
    relearning_steps: ['10m'],
    request_retention: 0.9,
    maximum_interval: 3_650,
  }),
)

/** How a practice answer counts as the first review of its question. */
export function firstRating(right: boolean): ReviewRating {
  return right ? 3 : 1
}

/**
 * Where a question stands after everything a person answered, on whatever devices and in whatever order it arrived: events
 * count by their instant, then by their id. An instant later than `nowMs` comes from a clock gone wrong and counts as that of
 * the event before it (as now where there is none), so that it hides nothing for years.
 * @returns null without any event.
 */
export function reviewState(events: readonly ReviewEvent[], nowMs: number): ReviewState | null {
  const inOrder = events.toSorted(
    (left, right) => left.atMs - right.atMs || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0),
  )
  let card: Card | null = null
  for (const { rating, atMs } of inOrder) {
    const at: number = atMs <= nowMs ? atMs : (card?.last_review?.getTime() ?? nowMs)
    card = scheduler.next(card ?? createEmptyCard(at), at, rating as Grade).card
  }
  return card && { learning: isLearning(card), dueMs: card.due.getTime(), card }
}

/** When a question would come back after each rating given now. UTC milliseconds. */
export function dueAfter(state: ReviewState, nowMs: number): Record<ReviewRating, number> {
  const at = Math.max(nowMs, state.card.last_review?.getTime() ?? nowMs)
  const due = (rating: ReviewRating) => scheduler.next(state.card, at, rating as Grade).card.due.getTime()
  return { 1: due(1), 2: due(2), 3: due(3), 4: due(4) }
}

function isLearning({ state }: Card): boolean {
  return state === State.Learning || state === State.Relearning
}
