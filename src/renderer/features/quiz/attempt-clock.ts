interface AttemptClockOptions {
  startedAtMs: number
  /** Seconds known to have passed when the attempt was last open in this window. */
  keptSeconds: number
  /** Time of day, only read once. */
  nowMs: number
  /** A clock nobody can set, in milliseconds. */
  monotonicMs(): number
}

/**
 * How long an attempt has been under way. While it is open a clock counts that nobody can set; over a restart the time
 * of day has to do, and putting it back does not give time back.
 */
export class AttemptClock {
  readonly #monotonicMs: () => number
  readonly #openedAtMs: number
  readonly #secondsBefore: number

  constructor({ startedAtMs, keptSeconds, nowMs, monotonicMs }: AttemptClockOptions) {
    this.#monotonicMs = monotonicMs
    this.#openedAtMs = monotonicMs()
    this.#secondsBefore = Math.max(0, keptSeconds, (nowMs - startedAtMs) / 1_000)
  }

  /** Seconds since the attempt was started, whole. */
  elapsedSeconds(): number {
    return Math.floor(this.#secondsBefore + (this.#monotonicMs() - this.#openedAtMs) / 1_000)
  }
}
