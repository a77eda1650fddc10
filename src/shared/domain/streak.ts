/** A stretch of study, as the person lived it. Instants are UTC milliseconds. */
export interface StudyStretch {
  /** The calendar day where the person was, as `2026-11-22`. */
  day: string
  beganAtMs: number
  endedAtMs: number
  seconds: number
}

/** A day somebody studied on. */
export interface StudyDay {
  day: string
  beganAtMs: number
  endedAtMs: number
  seconds: number
}

/** Less than this is having opened the app, not a day of study. */
const leastSeconds = 60
const dayMs = 86_400_000

/** Stretches by day, in the order of the days; days below a minute left out. In any order, from any device. */
export function studyDays(stretches: readonly StudyStretch[]): StudyDay[] {
  const days = new Map<string, StudyDay>()
  for (const stretch of stretches) {
    const known = days.get(stretch.day)
    days.set(
      stretch.day,
      known
        ? {
            day: known.day,
            beganAtMs: Math.min(known.beganAtMs, stretch.beganAtMs),
            endedAtMs: Math.max(known.endedAtMs, stretch.endedAtMs),
            seconds: known.seconds + stretch.seconds,
          }
        : { ...stretch },
    )
  }
  return [...days.values()]
    .filter(({ seconds }) => seconds >= leastSeconds)
    .sort((one, other) => (one.day < other.day ? -1 : 1))
}

export interface Streak {
  /** Days in a row up to today, or up to yesterday while today is not over. */
  currentDays: number
  longestDays: number
}

/**
 * Days of study in a row, by the person's own days: a flight west that lives a day twice counts it once, and one across the
 * date line that skips a day breaks nothing, as no day without study was lived.
 * @param days as `studyDays` gives them.
 * @param today the person's calendar day now, and `nowMs` the instant.
 */
export function streakOf(days: readonly StudyDay[], today: string, nowMs: number): Streak {
  let running = 0
  let longest = 0
  let last: StudyDay | undefined
  for (const day of days) {
    running = last && follows(last, day.day, day.beganAtMs) ? running + 1 : 1
    longest = Math.max(longest, running)
    last = day
  }
  // A day told by a clock that runs ahead is not over either.
  const goesOn = last !== undefined && (last.day >= today || follows(last, today, nowMs))
  return { currentDays: goesOn ? running : 0, longestDays: longest }
}

/** Whether no whole day was lived between a day and a later one. */
function follows(earlier: StudyDay, day: string, atMs: number): boolean {
  const apart = (Date.parse(day) - Date.parse(earlier.day)) / dayMs
  return apart <= 1 || (apart <= 2 && atMs - earlier.endedAtMs < dayMs)
}
