import { expect, it } from 'vitest'
import { AttemptClock } from './attempt-clock.ts'

function clockAt(options: { startedAtMs: number; nowMs: number; keptSeconds?: number }) {
  let monotonic = 5_000
  const clock = new AttemptClock({ keptSeconds: 0, monotonicMs: () => monotonic, ...options })
  return {
    clock,
    pass: (ms: number) => {
      monotonic += ms
    },
  }
}

it('counts from the start of the attempt, also while the app was closed', () => {
  const { clock, pass } = clockAt({ startedAtMs: 0, nowMs: 90_000 })
  expect(clock.elapsedSeconds()).toBe(90)
  pass(10_500)
  expect(clock.elapsedSeconds()).toBe(100)
})

it('gives no time back when the time of day was put back', () => {
  const { clock } = clockAt({ startedAtMs: 100_000, nowMs: 20_000, keptSeconds: 300 })
  expect(clock.elapsedSeconds()).toBe(300)
})

it('never counts below zero', () => {
  expect(clockAt({ startedAtMs: 100_000, nowMs: 20_000 }).clock.elapsedSeconds()).toBe(0)
})
