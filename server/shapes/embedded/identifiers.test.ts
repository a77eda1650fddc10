import { describe, expect, it } from 'vitest'
import { parseColumnList, parseTableName, quoteIdentifier, quoteLiteral } from './identifiers.ts'

describe('a table name', () => {
  it.each([
    ['Items', { schema: 'public', name: 'items' }],
    ['app.items', { schema: 'app', name: 'items' }],
    ['"App"."a.b"', { schema: 'App', name: 'a.b' }],
    ['app."issues for 1"', { schema: 'app', name: 'issues for 1' }],
    ['"a""b"', { schema: 'public', name: 'a"b' }],
    ['_véry$1', { schema: 'public', name: '_véry$1' }],
  ])('%s is read as Postgres would', (text, value) => {
    expect(parseTableName(text)).toEqual({ ok: true, value })
  })

  it.each(['', 'a.', '.a', '""', 'a b', '1a', 'a;b', 'a.b.c', '"a', 'a"b', '"a"b"', 'x'.repeat(64)])(
    '%s is refused',
    (text) => {
      expect(parseTableName(text).ok).toBe(false)
    },
  )
})

it('splits column lists at commas outside quotes', () => {
  expect(parseColumnList('id,"A,b", Title')).toEqual({ ok: true, value: ['id', 'A,b', 'title'] })
  expect(parseColumnList('id,')).toEqual({ ok: false, reason: 'Invalid zero-length delimited identifier' })
})

it('quotes so that nothing escapes', () => {
  expect(quoteIdentifier('a"b')).toBe('"a""b"')
  expect(quoteLiteral("o'k")).toBe("'o''k'")
  expect(quoteLiteral("\\'")).toBe(" E'\\\\'''")
})
