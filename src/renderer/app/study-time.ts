import { localDay } from '../../shared/domain/local-day.ts'

/** A stretch of study as it grows. Instants are UTC milliseconds. */
export interface StudyReport {
  studySessionId: string
  timeZone: string
  beganAtMs: number
  endedAtMs: number
  seconds: number
}

const reportEverySeconds = 30

/**
 * Adds seconds of study up into stretches, one for each of the person's days and places, and says when one is due to be
 * told: every half minute, and as it ends. Told in whole, so that a report that is lost costs nothing.
 */
export class StudyTime {
  readonly #makeId: () => string
  readonly #tell: (report: StudyReport) => void
  #current: (StudyReport & { day: string; told: number }) | null = null

  constructor(makeId: () => string, tell: (report: StudyReport) => void) {
    this.#makeId = makeId
    this.#tell = tell
  }

  /** One more second of study, at an instant, where the person is. */
  tick(nowMs: number, timeZone: string): void {
    const day = localDay(nowMs, timeZone)
    if (this.#current?.day !== day || this.#current.timeZone !== timeZone) {
      this.flush()
      this.#current = {
        studySessionId: this.#makeId(),
        timeZone,
        day,
        beganAtMs: nowMs,
        endedAtMs: nowMs,
        seconds: 0,
        told: 0,
      }
    }
    this.#current.endedAtMs = Math.max(this.#current.endedAtMs, nowMs)
    this.#current.seconds += 1
    if (this.#current.seconds - this.#current.told >= reportEverySeconds) this.flush()
  }

  /** Tells what was not told yet. */
  flush(): void {
    const current = this.#current
    if (!current || current.seconds === current.told) return
    current.told = current.seconds
    const { day: _day, told: _told, ...report } = current
    this.#tell(report)
  }
}
