import type { Clock } from './sync/lane-runner.ts'

/** The machine's clock and timers. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  random: () => Math.random(),
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
