import { currentLocales, perLocale } from '../../ui/language/locale.ts'

const relative = perLocale((locales) => new Intl.RelativeTimeFormat(locales, { numeric: 'auto' }))

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How long until a question comes back, on a button: "10 min", "4 days", "3.5 mths". */
export function pauseWords(ms: number): string {
  if (ms < hourMs) return inUnits(Math.max(1, Math.round(ms / minuteMs)), 'minute')
  if (ms < dayMs) return inUnits(Math.round(ms / hourMs), 'hour')
  const days = Math.round(ms / dayMs)
  if (days < 31) return inUnits(days, 'day')
  return days < 365 ? inUnits(days / 30.4, 'month') : inUnits(days / 365, 'year')
}

function inUnits(value: number, unit: 'minute' | 'hour' | 'day' | 'month' | 'year'): string {
  return new Intl.NumberFormat(currentLocales(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value)
}

/** On which day something comes: "today", "tomorrow", "in 5 days". Both in UTC milliseconds. */
export function dayAhead(ms: number, nowMs: number): string {
  const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0)
  return relative().format(Math.max(0, Math.round((startOfDay(ms) - startOfDay(nowMs)) / dayMs)), 'day')
}
