import { expect, it } from 'vitest'
import type { Condition } from './condition.ts'
import { EqualityIndex, necessaryEquality } from './equality-index.ts'

const equals = (column: string, text: string, kind: 'text' | 'decimal' = 'text'): Condition => ({
  op: 'compare',
  operator: '=',
  kind,
  left: { source: 'column', column, trim: false, sql: column },
  right: { source: 'constant', text, sql: `'${text}'` },
})

it('finds an equality every row of the filter must pass, and no other', () => {
  const other: Condition = { op: 'not', arg: equals('b', 'y') }
  const integers = new Set(['n'])
  expect(necessaryEquality(equals('a', 'x'), integers)).toEqual({ column: 'a', text: 'x' })
  expect(necessaryEquality({ op: 'and', args: [other, equals('a', 'x')] }, integers)).toEqual({
    column: 'a',
    text: 'x',
  })
  expect(necessaryEquality({ op: 'or', args: [equals('a', 'x'), other] }, integers)).toBeUndefined()
  expect(necessaryEquality(other, integers)).toBeUndefined()
  expect(necessaryEquality(undefined, integers)).toBeUndefined()
  // 1 and 1.0 are equal numerics with different texts; integers have one text each.
  expect(necessaryEquality(equals('n', '1', 'decimal'), integers)).toEqual({ column: 'n', text: '1' })
  expect(necessaryEquality(equals('n', '1.0', 'decimal'), integers)).toBeUndefined()
  expect(necessaryEquality(equals('price', '1', 'decimal'), integers)).toBeUndefined()
})

it('gives the members a row may concern, before or after its change', () => {
  const index = new EqualityIndex<string>()
  index.add('one', { column: 'a', text: '1' })
  index.add('two', { column: 'a', text: '2' })
  index.add('elsewhere', { column: 'b', text: '1' })
  index.add('all', undefined)
  const row = (a: string | null) => (column: string) => (column === 'a' ? a : null)
  expect([...index.candidates(row('1'), row('2'))].sort()).toEqual(['all', 'one', 'two'])
  expect([...index.candidates(row(null))]).toEqual(['all'])
  expect([...index.candidates(() => undefined)].sort()).toEqual(['all', 'elsewhere', 'one', 'two'])
  index.delete('one', { column: 'a', text: '1' })
  expect([...index.candidates(row('1'))]).toEqual(['all'])
})
