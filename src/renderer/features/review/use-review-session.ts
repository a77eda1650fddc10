import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReviewView } from '../../../shared/contract/review-views.ts'
import { createId } from '../../../shared/domain/ids.ts'
import type { ReviewRating } from '../../../shared/domain/review-schedule.ts'
import { AppError } from '../../../shared/errors/app-error.ts'
import { mutate } from '../../data/mutate.ts'
import { nextReview, useReviewSummary } from '../../data/review.ts'
import { timeZone } from '../../data/time-zone.ts'

interface Done {
  reviewId: string
  questionId: string
  courseId: string
}

export interface ReviewSession {
  /** What is asked now; null until the device has answered for the first time. */
  view: ReviewView | null
  /** Counts up with every question put: the same question may follow itself. */
  turn: number
  /** Nothing could be asked. */
  error: unknown
  /** Why the last rating was not taken, in words. */
  trouble: string | null
  busy: boolean
  rate(rating: ReviewRating, elapsedMs: number): Promise<void>
  /** Takes back the last rating of this visit, and asks that question again; null: there is none. */
  undo: (() => Promise<void>) | null
  again(): void
}

/** One visit to the review: a question stays until it is rated, whatever arrives meanwhile. */
export function useReviewSession(): ReviewSession {
  const { data: summary } = useReviewSummary()
  const [{ view, turn }, setAsked] = useState<{ view: ReviewView | null; turn: number }>({
    view: null,
    turn: 0,
  })
  const [error, setError] = useState<unknown>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState<Done[]>([])
  const working = useRef(false)

  const ask = useCallback(async (first?: string) => {
    const next = await nextReview(first)
    setAsked((before) => ({ view: next, turn: before.turn + 1 }))
  }, [])

  const load = useCallback(() => {
    setError(null)
    ask().catch(setError)
  }, [ask])
  useEffect(load, [load])

  // While nothing is asked, what has become due since is.
  const waiting = view !== null && view.card === null
  const due = summary?.due ?? 0
  useEffect(() => {
    if (waiting && due > 0) load()
  }, [waiting, due, load])

  /** One at a time: a key that is held down rates one question. */
  const work = async (deed: () => Promise<void>) => {
    if (working.current) return
    working.current = true
    setBusy(true)
    setTrouble(null)
    try {
      await deed()
    } catch (failure) {
      setTrouble(AppError.from(failure).message)
    } finally {
      working.current = false
      setBusy(false)
    }
  }

  const last = done.at(-1)
  return {
    // How much is left is told by the summary: it knows of what other devices did.
    view: view && summary ? { ...view, ...summary } : view,
    turn,
    error,
    trouble,
    busy,
    rate: (rating, elapsedMs) =>
      work(async () => {
        if (!view?.card) return
        const made = {
          reviewId: createId(),
          questionId: view.card.question.id,
          courseId: view.card.courseId,
        }
        await mutate('review.grade', {
          ...made,
          rating,
          reviewedAtMs: Date.now(),
          timeZone: timeZone(),
          elapsedMs,
        })
        setDone((before) => [...before, made])
        await ask()
      }),
    undo:
      last === undefined
        ? null
        : () =>
            work(async () => {
              await mutate('review.undo', { reviewId: last.reviewId, courseId: last.courseId })
              setDone((before) => before.slice(0, -1))
              await ask(last.questionId)
            }),
    again: load,
  }
}
