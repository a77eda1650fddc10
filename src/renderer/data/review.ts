import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ReviewPlan, ReviewSummary, ReviewView } from '../../shared/contract/review-views.ts'
import { engine } from './engine-client.ts'
import { queries } from './queries.ts'
import { timeZone } from './time-zone.ts'

/** How much there is to review today. Asked anew every minute as well: questions become due by themselves. */
export function useReviewSummary(): UseQueryResult<ReviewSummary> {
  return useQuery({
    queryKey: ['reviewSummary'],
    queryFn: queries.reviewSummary.ask,
    refetchInterval: 60_000,
  })
}

/** What to ask next; `first` before all others, where it can be asked. */
export function nextReview(first?: string): Promise<ReviewView> {
  return engine.review.next({ timeZone: timeZone(), ...(first === undefined ? {} : { first }) })
}

/** How much the person wants to review in a day, on this device. */
export function chooseReviewPlan(plan: ReviewPlan): Promise<void> {
  return engine.review.choosePlan(plan)
}
