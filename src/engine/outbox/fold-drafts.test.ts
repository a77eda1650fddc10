import { expect, it } from 'vitest'
import type { Mutation } from '../../shared/contract/mutations.ts'
import { foldInto, foldKey } from './fold.ts'

const edit = (field: 'title' | 'content', base: string, value: string): Mutation => ({
  name: 'studio.editLesson',
  args: { lessonId: 'l', field, base, value },
})
const waiting = (mutation: Mutation) => ({ name: mutation.name, args: JSON.stringify(mutation.args) })

it('[OB-4] pauses of one field of a draft fold into one edit, from where the first began', () => {
  const [first, second] = [edit('content', 'a', 'ab'), edit('content', 'ab', 'abc')]
  expect(foldKey(first)).toBe(foldKey(second))
  expect(foldInto(waiting(first), second)).toEqual({
    lessonId: 'l',
    field: 'content',
    base: 'a',
    value: 'abc',
  })
})

it('edits of different fields, and edits that began elsewhere, stay apart', () => {
  expect(foldKey(edit('title', 'a', 'b'))).not.toBe(foldKey(edit('content', 'a', 'b')))
  expect(foldInto(waiting(edit('content', 'a', 'b')), edit('content', 'merged b', 'c'))).toBeNull()
})
