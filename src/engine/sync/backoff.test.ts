import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { restAfterLossMs } from './doorbell-keeper.ts'
import { backoffMs, type LaneSettings, stepLane } from './lane.ts'

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const failures = fc.integer({ min: 1, max: 10_000 })
const limitMs = fc.integer({ min: 1_000, max: 600_000 })

describe('[BO-2] the pause after a failure', () => {
  it('is at least half a second, at most the lane’s limit, and drawn from the upper half of its span', () => {
    fc.assert(
      fc.property(failures, limitMs, random, (count, limit, drawn) => {
        const span = Math.min(limit, 1000 * 2 ** Math.min(count - 1, 30))
        const pause = backoffMs(count, limit, drawn, null)
        expect(pause).toBeGreaterThanOrEqual(Math.floor(span / 2))
        expect(pause).toBeLessThanOrEqual(span)
      }),
    )
  })

  it('never shrinks as failures go on, whatever is drawn, until it has reached its limit', () => {
    fc.assert(
      fc.property(failures, limitMs, random, random, (count, limit, before, after) => {
        const next = backoffMs(count + 1, limit, after, null)
        const atLimit = 1000 * 2 ** Math.min(count, 30) > limit
        if (!atLimit) expect(next).toBeGreaterThanOrEqual(backoffMs(count, limit, before, null) - 1)
      }),
    )
  })

  it('is never shorter than retry-after, and not much longer', () => {
    const retryAfterMs = fc.integer({ min: 0, max: 3_600_000 })
    fc.assert(
      fc.property(failures, limitMs, random, retryAfterMs, (count, limit, drawn, retryAfter) => {
        const pause = backoffMs(count, limit, drawn, retryAfter)
        expect(pause).toBeGreaterThanOrEqual(retryAfter)
        expect(pause).toBeLessThanOrEqual(Math.ceil(Math.max(limit, retryAfter * 1.5))) // whole milliseconds
      }),
    )
  })

  it('differs between devices that were told the same retry-after', () => {
    const pauses = [0, 0.25, 0.5, 0.75].map((drawn) => backoffMs(1, 15_000, drawn, 10_000))
    expect(new Set(pauses).size).toBe(pauses.length)
  })
})

it('the pause after a success is at most the interval, and not the same for everybody', () => {
  const settings: LaneSettings = { intervalMs: 60_000, maxBackoffMs: 15_000 }
  fc.assert(
    fc.property(random, (drawn) => {
      const [state] = stepLane(
        { phase: 'running', again: false, failures: 0 },
        { kind: 'succeeded' },
        settings,
        { nowMs: 1000, random: drawn },
      )
      expect(state).toEqual({ phase: 'idle', atMs: 1000 + Math.round(45_000 + drawn * 15_000) })
    }),
  )
})

it('the rest after a lost doorbell is drawn from its whole span, which grows to a minute', () => {
  fc.assert(
    fc.property(failures, random, (losses, drawn) => {
      const rest = restAfterLossMs(losses, drawn)
      expect(rest).toBeGreaterThanOrEqual(0)
      expect(rest).toBeLessThanOrEqual(Math.min(60_000, 5_000 * 2 ** Math.min(losses - 1, 30)))
    }),
  )
  expect([restAfterLossMs(1, 0), restAfterLossMs(1, 0.5), restAfterLossMs(20, 0.5)]).toEqual([
    0, 2500, 30_000,
  ])
})
