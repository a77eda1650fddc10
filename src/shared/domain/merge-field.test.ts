import { describe, expect, it } from 'vitest'
import { mergeField } from './merge-field.ts'

describe.each([true, false])('a field (long: %s)', (long) => {
  it('that one side changed is what that side made of it', () => {
    expect(mergeField('a', 'b', 'a', long)).toEqual({ value: 'b', conflict: false })
    expect(mergeField('a', 'a', 'b', long)).toEqual({ value: 'b', conflict: false })
    expect(mergeField('a', 'b', 'b', long)).toEqual({ value: 'b', conflict: false })
  })
})

it('a title both changed is the later one, and a conflict', () => {
  expect(mergeField('a', 'mine', 'theirs', false)).toEqual({ value: 'mine', conflict: true })
})

it('a text both changed in different places has both, and no conflict', () => {
  expect(mergeField('1\n2\n3\n4', '1!\n2\n3\n4', '1\n2\n3\n4!', true)).toEqual({
    value: '1!\n2\n3\n4!',
    conflict: false,
  })
})

it('a text both changed in the same place has both, marked, and is a conflict', () => {
  const { value, conflict } = mergeField('1', 'mine', 'theirs', true)
  expect(conflict).toBe(true)
  expect(value).toContain('mine')
  expect(value).toContain('theirs')
})
