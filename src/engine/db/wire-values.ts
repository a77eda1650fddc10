import { elementSeparator, nullMark } from '../../shared/domain/digest.ts'
import type { ColumnKind } from './mirror.ts'

export type SqliteValue = string | number | null

/** A column's Postgres text as the value the mirror keeps. Texts that do not fit their kind throw: never guessed. */
export function fromWire(kind: ColumnKind, text: string | null): SqliteValue {
  if (text === null) return null
  switch (kind) {
    case 'text':
    case 'json':
      return text
    case 'boolean':
      return text === 't' || text === 'true' ? 1 : 0
    case 'list':
      return JSON.stringify(parseArray(text))
    case 'integer':
      return text.length > 10 && text.charCodeAt(4) === 45 ? instantMs(text) : integer(text)
  }
}

/** A mirrored value as the canonical text that both sides hash (`shared/domain/digest`). */
export function digestText(kind: ColumnKind, value: unknown): string {
  if (value === null || value === undefined || kind === 'json') return nullMark
  if (kind === 'list') return (JSON.parse(String(value)) as unknown[]).join(elementSeparator)
  return String(value)
}

function integer(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`not a whole number within 2^53: ${text.slice(0, 40)}`)
  return value
}

/** `2026-08-01 09:05:07.123+00` → UTC milliseconds. The centre speaks UTC; other offsets are understood too. */
function instantMs(text: string): number {
  const ms =
    utcMs(text) ?? Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace(/([+-]\d\d)$/, '$1:00')}`)
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${text.slice(0, 40)}`)
  return ms
}

/** The usual form, read by hand: a hundred thousand rows have two instants each. Undefined for any other. */
function utcMs(text: string): number | undefined {
  const end = text.length - 3
  if (end < 19 || end > 23 || end === 20 || !text.endsWith('+00')) return undefined
  if (text[10] !== ' ' || text[13] !== ':' || text[16] !== ':' || (end > 19 && text[19] !== '.'))
    return undefined
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 28)) return undefined
  const thousandths = end === 19 ? 0 : digits(text, 20, end) * 10 ** (23 - end)
  const time = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)] as const
  const year = digits(text, 0, 4)
  if (year < 100) return undefined // Date.UTC takes it for one of the twentieth century
  return Date.UTC(year, month - 1, day, ...time, thousandths)
}

/** A number written in decimal digits; NaN where there is anything else. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN
  }
  return value
}

/**
 * A Postgres array literal of texts: `{a,"b,c","say \"x\"",NULL}`. The mirror knows lists of texts only: elements that are
 * null are left out, dimensions and bounds (`[0:1]={{a},{b}}`) are flattened. The centre's digests do the same.
 */
export function parseArray(literal: string): string[] {
  const start = /^(?:\[[\d:[\]-]+\]=)?\{/.exec(literal)?.[0].length
  if (start === undefined || !literal.endsWith('}')) throw new RangeError('not an array literal')
  const items: string[] = []
  let at = start
  while (at < literal.length - 1) {
    if (/[,{}]/.test(literal[at] ?? '')) at += 1
    else if (literal[at] === '"') {
      let item = ''
      at += 1
      while (at < literal.length && literal[at] !== '"') {
        if (literal[at] === '\\') at += 1
        item += literal[at] ?? ''
        at += 1
      }
      at += 1
      items.push(item)
    } else {
      const length = literal.slice(at).search(/[,}]/)
      const item = literal.slice(at, at + length)
      if (item !== 'NULL') items.push(item) // a text of these letters is quoted, or written in small ones
      at += length
    }
  }
  return items
}
