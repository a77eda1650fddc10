import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueAfter, firstRating, type ReviewEvent, reviewRatings, reviewState } from './review-schedule.ts'

const dayMs = 86_400_000
const start = Date.parse('2026-11-22T09:00:00Z')
const muchLater = start + 20_000 * dayMs

const log = fc
  .array(
    fc.record({
      rating: fc.constantFrom(...reviewRatings),
      afterMs: fc.integer({ min: 0, max: 400 * dayMs }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((made) =>
    made.map(({ rating, afterMs }, at): ReviewEvent => ({ id: `r${at}`, rating, atMs: start + afterMs })),
  )

describe('the plan of a question', () => {
  it('begins with the first review, and is nothing before it', () => {
    expect(reviewState([], start)).toBeNull()
    const right = reviewState([{ id: 'a', rating: firstRating(true), atMs: start }], start)
    const wrong = reviewState([{ id: 'a', rating: firstRating(false), atMs: start }], start)
    expect(right).toMatchObject({ learning: false })
    expect((right?.dueMs ?? 0) - start).toBeGreaterThanOrEqual(dayMs)
    expect(wrong).toMatchObject({ learning: true, dueMs: start + 10 * 60_000 })
  })

  it('is the same however the log arrived', () => {
    fc.assert(
      fc.property(
        log.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        ([events, shuffled]) => {
          expect(reviewState(shuffled, muchLater)).toEqual(reviewState(events, muchLater))
        },
      ),
    )
  })

  it('of two reviews at the same instant counts the one with the lower id first, on every device', () => {
    const events: ReviewEvent[] = [
      { id: 'b', rating: 1, atMs: start },
      { id: 'a', rating: 4, atMs: start },
    ]
    expect(reviewState(events, start)).toEqual(reviewState(events.toReversed(), start))
    expect(reviewState(events, start)?.learning).toBe(true)
  })

  it('always has a day on which it comes back, never before its last review', () => {
    fc.assert(
      fc.property(log, (events) => {
        const state = reviewState(events, muchLater)
        const last = Math.max(...events.map(({ atMs }) => atMs))
        expect(Number.isFinite(state?.dueMs)).toBe(true)
        expect(state?.dueMs).toBeGreaterThan(last)
        expect(state?.dueMs).toBeLessThanOrEqual(last + 3_650 * dayMs)
      }),
    )
  })

  it('leaves longer and longer pauses while it is remembered', () => {
    let events: ReviewEvent[] = [{ id: 'r0', rating: 3, atMs: start }]
    let before = 0
    for (let times = 1; times < 12; times++) {
      const { dueMs } = reviewState(events, muchLater) ?? { dueMs: 0 }
      const last = events.at(-1)?.atMs ?? 0
      const pause = dueMs - last
      if (pause < 3_650 * dayMs) expect(pause).toBeGreaterThan(before)
      before = pause
      events = [...events, { id: `r${times}`, rating: 3, atMs: dueMs }]
    }
  })

  it('comes back soon after it was forgotten, and sooner than after it was remembered', () => {
    fc.assert(
      fc.property(log, (events) => {
        const state = reviewState(events, muchLater)
        if (!state) throw new Error('no state')
        const now = Math.max(state.dueMs, ...events.map(({ atMs }) => atMs))
        const due = dueAfter(state, now)
        expect(due[1] - now).toBe(10 * 60_000)
        expect(due[1]).toBeLessThanOrEqual(due[2])
        expect(due[2]).toBeLessThanOrEqual(due[3])
        expect(due[3]).toBeLessThanOrEqual(due[4])
      }),
    )
  })

  it('promises on each button what then happens', () => {
    fc.assert(
      fc.property(log, fc.constantFrom(...reviewRatings), (events, rating) => {
        const now = start + 500 * dayMs
        const state = reviewState(events, now)
        if (!state) throw new Error('no state')
        const after = reviewState([...events, { id: 'next', rating, atMs: now }], now)
        expect(after?.dueMs).toBe(dueAfter(state, now)[rating])
      }),
    )
  })

  it('is not hidden by a review from the future, today or later, and goes on from what is answered then', () => {
    const entry: ReviewEvent = { id: 'entry', rating: 3, atMs: start - 2 * dayMs }
    const wild: ReviewEvent = { id: 'wild', rating: 3, atMs: start + 10 * 365 * dayMs }
    const state = reviewState([entry, wild], start)
    expect(state?.dueMs).toBe(reviewState([entry, { ...wild, atMs: entry.atMs }], start)?.dueMs)
    expect(reviewState([entry, wild], start + 30 * dayMs)?.dueMs).toBe(state?.dueMs)
    const answered: ReviewEvent = { id: 'x', rating: 3, atMs: start + 30 * dayMs }
    expect(reviewState([entry, wild, answered], answered.atMs)?.dueMs).toBeGreaterThan(answered.atMs + dayMs)
  })

  it('of nothing but a review from the future begins now', () => {
    const wild: ReviewEvent = { id: 'wild', rating: 3, atMs: start + 10 * 365 * dayMs }
    expect(reviewState([wild], start)?.dueMs).toBe(reviewState([{ ...wild, atMs: start }], start)?.dueMs)
  })
})
