import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backoffMs, initialLane, type LaneEvent, type LaneState, stepLane } from './lane.ts'

const settings = { intervalMs: 60_000, maxBackoffMs: 15_000 }
const moment = { nowMs: 1_000_000, random: 0.5 }

const event: fc.Arbitrary<LaneEvent> = fc.oneof(
  fc.constantFrom<LaneEvent>(
    { kind: 'start' },
    { kind: 'stop' },
    { kind: 'wake' },
    { kind: 'kick' },
    { kind: 'timer' },
    { kind: 'succeeded' },
  ),
  fc.record({
    kind: fc.constant('failed' as const),
    retryable: fc.boolean(),
    retryAfterMs: fc.option(fc.nat(90_000)),
  }),
)

it('[BO-1] in whatever order things happen, one round runs at a time, and a lane that waits has a timer set', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let state: LaneState = initialLane
      let timerAtMs: number | null = null
      let rounds = 0
      for (const next of events) {
        // a round ends only while one runs, a timer fires only when set: as the runner has it
        if ((next.kind === 'succeeded' || next.kind === 'failed') && state.phase !== 'running') continue
        if (next.kind === 'timer' && timerAtMs === null) continue
        if (next.kind === 'timer') timerAtMs = null
        const before: LaneState = state
        const [after, commands] = stepLane(before, next, settings, moment)
        state = after
        for (const command of commands) {
          if (command.kind === 'schedule') timerAtMs = command.atMs
          else if (command.kind === 'unschedule') timerAtMs = null
          else {
            rounds += 1
            const ended = next.kind === 'succeeded' || next.kind === 'failed'
            expect(before.phase === 'running' && !ended).toBe(false)
            expect(after.phase).toBe('running')
          }
        }
        if (state.phase === 'idle' || state.phase === 'backoff') expect(timerAtMs).toBe(state.atMs)
        else expect(timerAtMs).toBeNull()
        if (next.kind === 'wake' && before.phase === 'running') expect(state).toMatchObject({ again: true })
        if (next.kind === 'stop') expect(state.phase).toBe('stopped')
      }
      expect(rounds).toBeLessThanOrEqual(events.length)
    }),
    { numRuns: 500 },
  )
})

it('what happens during a round is not forgotten: another follows at once', () => {
  let state: LaneState = stepLane(initialLane, { kind: 'start' }, settings, moment)[0]
  state = stepLane(state, { kind: 'wake' }, settings, moment)[0]
  const [after, commands] = stepLane(state, { kind: 'succeeded' }, settings, moment)
  expect(after).toMatchObject({ phase: 'running', again: false })
  expect(commands).toContainEqual({ kind: 'run' })
})

it('pauses double to the most, jittered over their upper half, and never come before retry-after', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.option(fc.nat(300_000)),
      (failures, random, retryAfterMs) => {
        const full = Math.min(15_000, 1000 * 2 ** (failures - 1))
        const pause = backoffMs(failures, 15_000, random, retryAfterMs)
        expect(pause).toBeGreaterThanOrEqual(Math.max(full / 2, retryAfterMs ?? 0))
        expect(pause).toBeLessThanOrEqual(Math.max(full, 1.5 * (retryAfterMs ?? 0)))
      },
    ),
  )
})

it('[BO-3] a failure for good waits for a person, not for a timer', () => {
  const running = stepLane(initialLane, { kind: 'start' }, settings, moment)[0]
  const blocked = stepLane(
    running,
    { kind: 'failed', retryable: false, retryAfterMs: null },
    settings,
    moment,
  )[0]
  expect(blocked).toEqual({ phase: 'blocked' })
  expect(stepLane(blocked, { kind: 'wake' }, settings, moment)).toEqual([blocked, []])
  expect(stepLane(blocked, { kind: 'kick' }, settings, moment)[0]).toMatchObject({ phase: 'running' })
})
