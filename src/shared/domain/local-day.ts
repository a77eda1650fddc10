/** A person's days begin and end where they are: an instant alone does not say which day it was to them. */

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = makeFormat(timeZone) ?? makeFormat('UTC')
  if (!made) throw new RangeError('this runtime knows no time zones')
  formats.set(timeZone, made)
  return made
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  } catch {
    return null
  }
}

/**
 * The calendar day an instant fell on, as `2026-11-22`: comparable as text.
 * @param timeZone IANA name; one that this runtime does not know is read as UTC.
 */
export function localDay(atMs: number, timeZone: string): string {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  )
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`
}

/** No calendar day begins or ends further from an instant on it than this, wherever on Earth it is. */
const dayReachMs = 50 * 3_600_000

/** The first instant of the day after the one an instant falls on, UTC milliseconds; days of 23 and 25 hours included. */
export function endOfLocalDay(atMs: number, timeZone: string): number {
  const today = localDay(atMs, timeZone)
  return firstInstant(atMs, atMs + dayReachMs, (ms) => localDay(ms, timeZone) > today)
}

/** From when until when (exclusive) a calendar day lasts somewhere. UTC milliseconds. */
export function localDaySpan(day: string, timeZone: string): { fromMs: number; untilMs: number } {
  const middayMs = Date.parse(`${day}T12:00:00Z`)
  const after = (isThere: (atThatTime: string) => boolean) =>
    firstInstant(middayMs - dayReachMs, middayMs + dayReachMs, (ms) => isThere(localDay(ms, timeZone)))
  return { fromMs: after((there) => there >= day), untilMs: after((there) => there > day) }
}

/** The first instant after `beforeMs` from which on something holds, as it does at `atLastMs`. */
function firstInstant(beforeMs: number, atLastMs: number, holds: (ms: number) => boolean): number {
  let before = Math.floor(beforeMs)
  let from = Math.ceil(atLastMs)
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2)
    if (holds(middle)) from = middle
    else before = middle
  }
  return from
}
