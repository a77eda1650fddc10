const dayMs = 86_400_000
/** How far back the pace is looked at. */
export const paceDays = 28

export interface Pace {
  /** Lessons of the course completed in the last `paceDays` days. */
  completedLately: number
  /** Days since the person joined the course, at least one. */
  daysSinceEnrolled: number
  lessonsLeft: number
}

/**
 * When a course will be finished at the pace of the last four weeks (or since joining, when that is less).
 * @returns UTC milliseconds; null where nothing was completed lately, as there is no pace to go by; now where nothing is left.
 */
export function finishForecast(pace: Pace, nowMs: number): number | null {
  if (pace.lessonsLeft <= 0) return nowMs
  if (pace.completedLately <= 0) return null
  const days = Math.max(1, Math.min(paceDays, pace.daysSinceEnrolled))
  return nowMs + Math.ceil((pace.lessonsLeft * days) / pace.completedLately) * dayMs
}
