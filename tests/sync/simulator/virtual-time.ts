import type { Clock } from '../../../src/engine/sync/lane-runner.ts'
import { Killed } from './crash.ts'
import type { Dice } from './dice.ts'

interface Timer {
  atMs: number
  order: number
  callback: () => void
}

/** The one time line of a story. Nothing passes unless the story says so. */
export class VirtualTime {
  nowMs: number
  readonly #timers = new Set<Timer>()
  #order = 0

  constructor(startMs: number) {
    this.nowMs = startMs
  }

  /** @returns a function that cancels it. */
  schedule(delayMs: number, callback: () => void): () => void {
    this.#order += 1
    const timer = { atMs: this.nowMs + Math.max(0, delayMs), order: this.#order, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  dueBefore(untilMs: number): boolean {
    return [...this.#timers].some((timer) => timer.atMs <= untilMs)
  }

  /** Fires the next timer that is due by then. @returns whether there was one. */
  fireNext(untilMs: number): boolean {
    let first: Timer | undefined
    for (const timer of this.#timers)
      if (timer.atMs <= untilMs && (!first || before(timer, first))) first = timer
    if (!first) return false
    this.#timers.delete(first)
    this.nowMs = Math.max(this.nowMs, first.atMs)
    first.callback()
    return true
  }
}

/** A device's own clock on that time line: it may be wrong, and it ends with the process that looks at it. */
export function deviceClock(
  time: VirtualTime,
  dice: Dice,
  device: { clockErrorMs: number },
  alive: () => boolean,
): Clock {
  return {
    nowMs: () => Math.max(0, time.nowMs + device.clockErrorMs),
    random: () => dice.next(),
    schedule: (delayMs, callback) =>
      time.schedule(delayMs, () => {
        try {
          if (alive()) callback()
        } catch (error) {
          if (!(error instanceof Killed)) throw error
        }
      }),
  }
}

function before(left: Timer, right: Timer): boolean {
  return left.atMs === right.atMs ? left.order < right.order : left.atMs < right.atMs
}
