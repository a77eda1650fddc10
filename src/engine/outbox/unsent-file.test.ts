import { expect, it } from 'vitest'
import { readUnsentFile } from './unsent-file.ts'

const file = {
  kind: 'brainix-unsent-work',
  version: 1,
  contractVersion: 1,
  person: { id: 'ann', name: 'Ann' },
  clientId: 'laptop-of-ann',
  exportedAtMs: 1,
  mutations: [{ number: 1, name: 'notes.delete', args: { noteId: 'n' }, madeAtMs: 1 }],
}
const read = (value: unknown, as = 'ann') => readUnsentFile(JSON.stringify(value), as)
const refused = (code: string) => expect.objectContaining({ code })

it('reads a person’s own file', () => {
  expect(read(file)).toEqual(file)
})

it('refuses another person’s work, naming them', () => {
  expect(() => read(file, 'ben')).toThrow(
    expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('Ann') }),
  )
})

it('refuses a file of a newer version, whatever else it holds', () => {
  expect(() => read({ kind: file.kind, version: 2 })).toThrow(refused('contract-too-old'))
  expect(() => read({ ...file, contractVersion: 99 })).toThrow(refused('contract-too-old'))
})

it('refuses what is no such file, or half of one', () => {
  const whole = JSON.stringify(file)
  for (const text of ['', 'null', '[]', '{}', whole.slice(0, -1), '\u0000', '{"kind":"other","version":1}'])
    expect(() => readUnsentFile(text, 'ann')).toThrow(refused('bad-input'))
  expect(() => read({ ...file, mutations: [{ number: 0 }] })).toThrow(refused('bad-input'))
  expect(() => read({ ...file, person: null })).toThrow(refused('bad-input'))
})
