import { expect, test } from 'vitest'
import type { RefusedItem } from '../../../shared/contract/sync-views.ts'
import { copyOf } from './refused-copy.ts'

const item: RefusedItem = {
  id: 'r',
  rejectionIds: ['r'],
  label: 'Note in Tracking Changes',
  words: { what: 'note', name: 'Tracking Changes' },
  kind: 'note',
  code: 'forbidden',
  reason: 'You are not enrolled.',
  createdAtMs: 0,
  text: '# Mine --> and only mine',
  mend: 'edit',
  refusals: [{ number: 7, mutation: 'notes.create', code: 'forbidden', reason: 'x', payload: { a: '-->' } }],
}

test('a text is saved as it was written, with everything else after it', () => {
  const copy = copyOf(item)
  expect(copy.fileName).toBe('brainix-note-in-tracking-changes.md')
  expect(copy.text.startsWith('# Mine --> and only mine\n')).toBe(true)
  expect(copy.text).toContain('"number": 7')
  expect(copy.text.slice(item.text?.length).match(/-->/g)).toHaveLength(1)
})

test('what is no text is saved whole, for a program to read', () => {
  const copy = copyOf({ ...item, text: null })
  expect(copy.fileName).toMatch(/\.json$/)
  expect(JSON.parse(copy.text)).toMatchObject({ refused: item.refusals })
})
