import type { DeviceClock } from '../../../shared/contract/device-clock.ts'

/** How much time had passed, as last written down. */
export interface KeptTime {
  elapsedSeconds: number
  /** What the device's clock said then; null where it was not asked. */
  uptimeMs: number | null
  boot: string | null
}

interface AttemptClockOptions {
  startedAtMs: number
  kept: KeptTime
  /** Time of day. */
  wallMs(): number
  /** A clock nobody can set, which may stop while the device sleeps. */
  monotonicMs(): number
  /** A clock nobody can set, which does not. */
  deviceClock(): Promise<DeviceClock>
}

/** The time of day went another way than the window's clock by more than this: the device slept, or its clock was set. */
const suspiciousMs = 2_000

/**
 * How long an attempt has been under way, by clocks nobody can set: the window's own from moment to moment, and the
 * device's where that one stood still, asleep or closed. The time of day only raises the question; it answers it only
 * after the device was switched off in between, and never gives time back.
 */
export class AttemptClock {
  readonly #options: AttemptClockOptions
  #elapsedMs: number
  #readAt: { monotonicMs: number; wallMs: number }
  /** A moment at which both were known. */
  #anchor: { elapsedMs: number; uptimeMs: number; boot: string | null } | null = null
  #asking = false

  constructor(options: AttemptClockOptions) {
    this.#options = options
    this.#elapsedMs = options.kept.elapsedSeconds * 1_000
    this.#readAt = { monotonicMs: options.monotonicMs(), wallMs: options.wallMs() }
    void this.#ask()
  }

  /** Seconds since the attempt was started, whole. Until the device has told its time, those known before. */
  elapsedSeconds(): number {
    if (this.#advance()) void this.#ask()
    return Math.floor(this.#elapsedMs / 1_000)
  }

  /** To be written down. */
  toKeep(): KeptTime {
    this.elapsedSeconds()
    const anchor = this.#anchor
    return {
      elapsedSeconds: this.#elapsedMs / 1_000,
      uptimeMs: anchor ? anchor.uptimeMs + this.#elapsedMs - anchor.elapsedMs : null,
      boot: anchor?.boot ?? null,
    }
  }

  /** @returns whether the two clocks of the window disagree about what has passed. */
  #advance(): boolean {
    const { monotonicMs, wallMs } = this.#options
    const now = { monotonicMs: monotonicMs(), wallMs: wallMs() }
    const passedMs = Math.max(0, now.monotonicMs - this.#readAt.monotonicMs)
    const saidMs = now.wallMs - this.#readAt.wallMs
    this.#readAt = now
    this.#elapsedMs += passedMs
    return Math.abs(saidMs - passedMs) > suspiciousMs
  }

  async #ask(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    const clock = await this.#options.deviceClock().catch(() => null)
    this.#asking = false
    this.#advance()
    if (this.#anchor) {
      if (clock) this.#atLeast(this.#anchor.elapsedMs + clock.uptimeMs - this.#anchor.uptimeMs)
      return
    }
    const { kept, startedAtMs, wallMs } = this.#options
    const sameBoot = clock !== null && kept.boot !== null && kept.boot === clock.boot
    if (sameBoot && kept.uptimeMs !== null)
      this.#atLeast(kept.elapsedSeconds * 1_000 + clock.uptimeMs - kept.uptimeMs)
    else this.#atLeast(wallMs() - startedAtMs)
    if (clock) this.#anchor = { elapsedMs: this.#elapsedMs, uptimeMs: clock.uptimeMs, boot: clock.boot }
  }

  #atLeast(elapsedMs: number): void {
    this.#elapsedMs = Math.max(this.#elapsedMs, elapsedMs)
  }
}
