/** When and where a live session takes place. */
export interface LiveSession {
  startMs: number
  minutes: number
  /** IANA name of the time zone its author planned it in, where one was given. */
  zone: string | null
  /** Where to join, an http(s) address. */
  joinUrl: string | null
}

const defaultMinutes = 60

/**
 * The session a lesson announces in its text: `:::session{start="2026-12-03T18:00" zone="Europe/Madrid" minutes="90"
 * url="https://…"}`. The start is a time on the clocks of `zone`, or carries its own offset (`…T17:00Z`). Null where the text
 * announces none, or none that can be understood.
 */
export function liveSessionOf(markdown: string): LiveSession | null {
  const attributes = /^:{2,}session(?:\[[^\]\n]*\])?\{([^}\n]*)\}/m.exec(markdown)?.[1]
  if (attributes === undefined) return null
  const values = new Map(
    [...attributes.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/g)].map(
      ([, key = '', double, single, bare]) => [key, double ?? single ?? bare ?? ''],
    ),
  )
  const zone = values.get('zone') || null
  const startMs = instantOf(values.get('start') ?? '', zone)
  if (startMs === null) return null
  const minutes = Number(values.get('minutes') ?? defaultMinutes)
  const url = values.get('url') ?? ''
  return {
    startMs,
    minutes: Number.isFinite(minutes) && minutes > 0 && minutes <= 7 * 24 * 60 ? minutes : defaultMinutes,
    zone,
    joinUrl: /^https?:\/\/[^\s/]+/.test(url) ? url : null,
  }
}

/**
 * The instant at which the clocks of a time zone show a time (`2026-12-03T18:00`). Where clocks are put back and show it
 * twice, the first; where they are put forward over it, as long after the change as the time is after it. A time with an
 * offset of its own needs no zone. Null for what is neither, and for a zone nobody knows.
 */
export function instantOf(time: string, zone: string | null): number | null {
  if (/T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/.test(time)) {
    const instant = Date.parse(time)
    return Number.isNaN(instant) ? null : instant
  }
  if (zone === null || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/.test(time)) return null
  const wallMs = Date.parse(`${time}Z`)
  if (Number.isNaN(wallMs)) return null
  try {
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      },
    })
    // A day before and after any change of the clocks at hand: the offsets on both sides of it.
    const offsets = [wallMs - 86_400_000, wallMs + 86_400_000].map(
      (instant) => wallOf(clock, instant) - instant,
    )
    const candidates = offsets.map((offset) => wallMs - offset)
    const showing = candidates.filter((instant) => wallOf(clock, instant) === wallMs)
    return showing.length > 0 ? Math.min(...showing) : (candidates[0] ?? null)
  } catch {
    return null
  }
}

/** What a zone's clocks show at an instant, as milliseconds of a clock without offset. */
function wallOf(clock: Intl.DateTimeFormat, instant: number): number {
  const part = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const at = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? 0
  return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'))
}
