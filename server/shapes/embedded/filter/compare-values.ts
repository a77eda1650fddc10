import type { ValueKind } from './condition.ts'

/** Orders two Postgres texts of one kind: negative, zero or positive, as Postgres would. */
export function compareValues(kind: ValueKind, a: string, b: string): number {
  switch (kind) {
    case 'decimal':
      return compareDecimals(a, b)
    case 'float8':
      return compareFloats(Number(a), Number(b))
    case 'float4':
      return compareFloats(Math.fround(Number(a)), Math.fround(Number(b)))
    case 'time-point':
      return compareTimes(timePoint(a), timePoint(b))
    default:
      return compareBytes(a, b)
  }
}

// UTF-16 order differs from UTF-8 order beyond the basic plane, where surrogates sort before U+E000.
function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

// NaN equals itself and is greater than everything, as in Postgres' indexes.
function compareFloats(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1
  if (Number.isNaN(b)) return -1
  return a === b ? 0 : a < b ? -1 : 1
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i

function compareDecimals(a: string, b: string): number {
  if (a === b) return 0
  const left = DECIMAL.exec(a)
  const right = DECIMAL.exec(b)
  // NaN and ±Infinity are the only numerics without digits.
  if (!left || !right) return compareFloats(left ? 0 : Number(a), right ? 0 : Number(b))
  if (a.length < 16 && b.length < 16 && Number.isInteger(Number(a)) && Number.isInteger(Number(b)))
    return Number(a) - Number(b)
  const scale = Math.max(scaleOf(left), scaleOf(right))
  const difference = scaled(left, scale) - scaled(right, scale)
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

function scaleOf(match: RegExpExecArray): number {
  return Math.max(0, (match[3] ?? '').length - Number(match[4] ?? 0))
}

function scaled(match: RegExpExecArray, scale: number): bigint {
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = BigInt(whole + fraction || '0')
  const value = digits * 10n ** BigInt(scale - fraction.length + Number(exponent))
  return sign === '-' ? -value : value
}

const TIME =
  /^(\d{4,})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-]\d\d(?::\d\d)?(?::\d\d)?)?)?( BC)?$/

/** Microseconds since 1970-01-01 UTC; the infinities are kept apart. */
function timePoint(text: string): bigint | 'infinity' | '-infinity' {
  if (text === 'infinity' || text === '-infinity') return text
  const match = TIME.exec(text)
  if (!match) throw new Error(`not a date or timestamp in ISO form: ${text}`)
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone, bc] = match
  const calendarYear = bc ? 1 - Number(year) : Number(year)
  const days = daysFromCivil(calendarYear, Number(month), Number(day))
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second) - zoneSeconds(zone)
  return (BigInt(days) * 86_400n + BigInt(seconds)) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
}

function zoneSeconds(zone: string | undefined): number {
  if (!zone) return 0
  const [hours = 0, minutes = 0, seconds = 0] = zone.slice(1).split(':').map(Number)
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds)
}

function compareTimes(a: ReturnType<typeof timePoint>, b: ReturnType<typeof timePoint>): number {
  if (a === b) return 0
  if (a === 'infinity' || b === '-infinity') return 1
  if (b === 'infinity' || a === '-infinity') return -1
  return a < b ? -1 : 1
}

// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in eras of 400 years
// (https://howardhinnant.github.io/date_algorithms.html#days_from_civil). `Date` stops at the year 275760.
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
