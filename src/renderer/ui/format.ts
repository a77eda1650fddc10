/** Everything with a number or a date in it, in the language of the app. */

import { currentLocales, perLocale } from './language/locale.ts'
import { t } from './language/texts.ts'

const number = perLocale((locales) => new Intl.NumberFormat(locales))
const twoDigits = perLocale((locales) => new Intl.NumberFormat(locales, { minimumIntegerDigits: 2 }))
const oneDigit = perLocale(
  (locales) => new Intl.NumberFormat(locales, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
)
const percent = perLocale(
  (locales) => new Intl.NumberFormat(locales, { style: 'percent', maximumFractionDigits: 0 }),
)
const time = perLocale((locales) => new Intl.DateTimeFormat(locales, { hour: '2-digit', minute: '2-digit' }))
const date = perLocale((locales) => new Intl.DateTimeFormat(locales, { dateStyle: 'medium' }))
const dateAndTime = perLocale(
  (locales) =>
    new Intl.DateTimeFormat(locales, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
)
const session = perLocale(
  (locales) =>
    new Intl.DateTimeFormat(locales, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    }),
)
const calendarDay = perLocale(
  (locales) => new Intl.DateTimeFormat(locales, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
)
const weekday = perLocale(
  (locales) => new Intl.DateTimeFormat(locales, { weekday: 'short', timeZone: 'UTC' }),
)
const longWeekday = perLocale(
  (locales) => new Intl.DateTimeFormat(locales, { weekday: 'long', timeZone: 'UTC' }),
)
const relative = perLocale((locales) => new Intl.RelativeTimeFormat(locales, { numeric: 'auto' }))
const list = perLocale((locales) => new Intl.ListFormat(locales, { type: 'conjunction' }))
const languages = perLocale(
  (locales) => new Intl.DisplayNames(locales, { type: 'language', fallback: 'code' }),
)

export function formatNumber(value: number): string {
  return number().format(value)
}

export function formatRating(value: number): string {
  return oneDigit().format(value)
}

/** 0–100 → "42%". */
export function formatPercent(value: number): string {
  return percent().format(value / 100)
}

/** Decimal units, as file managers and disk makers count them. */
export function formatBytes(bytes: number): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  let value = Math.max(0, bytes)
  let step = 0
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000
    step += 1
  }
  return new Intl.NumberFormat(currentLocales(), {
    style: 'unit',
    unit: steps[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 || value >= 10 ? 0 : 1,
  }).format(value)
}

/** "1 hr 20 min", "12 min", "under a minute". */
export function formatMinutes(minutes: number): string {
  const whole = Math.round(minutes)
  if (whole < 1) return t('minutes.underOne')
  const unit = (value: number, name: 'hour' | 'minute') =>
    new Intl.NumberFormat(currentLocales(), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
  if (whole < 60) return unit(whole, 'minute')
  const rest = whole % 60
  return rest === 0
    ? unit(whole / 60, 'hour')
    : `${unit(Math.floor(whole / 60), 'hour')} ${unit(rest, 'minute')}`
}

/** Seconds of video: "4:05", "1:02:09". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const two = (value: number) => twoDigits().format(value)
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const plain = (value: number) => number().format(value)
  return hours > 0
    ? `${plain(hours)}:${two(minutes)}:${two(whole % 60)}`
    : `${plain(minutes)}:${two(whole % 60)}`
}

/** Decimal text and an ISO 4217 code. Shown, never calculated with. */
export function formatMoney(amount: string, currency: string): string {
  const value = Number(amount)
  return new Intl.NumberFormat(currentLocales(), {
    style: 'currency',
    currency,
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
  }).format(value)
}

export function formatDate(ms: number): string {
  return date().format(ms)
}

/** A calendar day, `2026-11-22` → "22 Nov". */
export function formatCalendarDay(day: string): string {
  return calendarDay().format(Date.parse(day))
}

/** A calendar day → "Sun", or "Sunday" where there is room. */
export function formatWeekday(day: string, width: 'short' | 'long'): string {
  return (width === 'short' ? weekday() : longWeekday()).format(Date.parse(day))
}

/** "10:42" today, "3 Mar, 10:42" on another day. */
export function formatMoment(ms: number, nowMs: number = Date.now()): string {
  return isSameDay(ms, nowMs) ? time().format(ms) : dateAndTime().format(ms)
}

/** "Thursday, 3 December 2026 at 18:00 CET": on this computer's clocks, with the zone said. */
export function formatSession(ms: number): string {
  return session().format(ms)
}

/** "today", "yesterday", "3 days ago", later the date. */
export function formatDay(ms: number, nowMs: number = Date.now()): string {
  const days = Math.round((startOfDay(nowMs) - startOfDay(ms)) / 86_400_000)
  return days >= 0 && days < 7 ? relative().format(-days, 'day') : date().format(ms)
}

/** "in 40 seconds", "in 3 minutes"; "now" when it is due. */
export function formatUntil(ms: number, nowMs: number = Date.now()): string {
  const seconds = Math.max(0, Math.round((ms - nowMs) / 1000))
  if (seconds < 2) return t('until.now')
  return seconds < 90
    ? relative().format(seconds, 'second')
    : relative().format(Math.round(seconds / 60), 'minute')
}

export function formatList(parts: readonly string[]): string {
  return list().format(parts)
}

/** "en" → "English". What is no language code is shown as it is written. */
export function formatLanguage(code: string): string {
  try {
    return languages().of(code) ?? code
  } catch {
    return code
  }
}

/** 1, "note" → "1 note"; 3 → "3 notes". */
export function countOf(count: number, one: string, many: string = `${one}s`): string {
  return `${number().format(count)} ${count === 1 ? one : many}`
}

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0)
}

function isSameDay(left: number, right: number): boolean {
  return startOfDay(left) === startOfDay(right)
}
