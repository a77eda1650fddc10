import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Contract } from '../../shared/contract/contract-versions.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { Notices } from '../changes/notices.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { WriteDoor } from '../db/write-door.ts'
import { bringOutboxForward } from './bring-forward.ts'
import { readState, writeState } from './device-state.ts'
import { appendToOutbox, confirmUpTo, outboxEntries, takeBatch } from './outbox.ts'

let folder: string
let sqlite: Sqlite
let door: WriteDoor
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-forward-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  door = new WriteDoor(sqlite, new Notices())
})
afterEach(() => {
  sqlite.close()
  rmSync(folder, { recursive: true })
})

const second: Contract = {
  version: 2,
  oldestAccepted: 1,
  steps: [
    {
      to: 2,
      mutations: {
        'notes.delete': (args) => ({ name: 'notes.remove', args: { ...Object(args), why: 'unsaid' } }),
        'quiz.start': () => {
          throw new AppError('bad-input', 'There is no such thing any more.')
        },
      },
      added: {},
    },
  ],
}

it('an updated app says what waits, and what it may have to send again, as its centre does: once, under the same numbers', () => {
  door.write((tx) => {
    appendToOutbox(tx, { name: 'notes.delete', args: { noteId: 'sent' } }, 1)
    appendToOutbox(tx, { name: 'notes.delete', args: { noteId: 'waits' } }, 1)
    appendToOutbox(tx, { name: 'quiz.start', args: { attemptId: 'a', quizId: 'q', startedAtMs: 1 } }, 1)
    appendToOutbox(tx, { name: 'notes.edit', args: { noteId: 'n', baseContent: '', content: 'a' } }, 1)
    takeBatch(tx, 0, 1, 1e6)
    confirmUpTo(tx, 1, 1)
  })
  for (let start = 0; start < 2; start++) door.write((tx) => bringOutboxForward(tx, second))
  const said = outboxEntries(sqlite).map(({ number, name, args }) => [number, name, JSON.parse(args)])
  expect(said).toEqual([
    [2, 'notes.remove', { noteId: 'waits', why: 'unsaid' }],
    [3, 'quiz.start', { attemptId: 'a', quizId: 'q', startedAtMs: 1 }],
    [4, 'notes.edit', { noteId: 'n', baseContent: '', content: 'a' }],
  ])
  door.write((tx) => confirmUpTo(tx, 0, 1))
  expect(outboxEntries(sqlite)[0]).toMatchObject({ number: 1, name: 'notes.remove' })
  expect(readState(sqlite, 'contract')).toBe('2')
  // nothing folds over the update
  expect(
    door.write((tx) =>
      appendToOutbox(tx, { name: 'notes.edit', args: { noteId: 'n', baseContent: 'a', content: 'ab' } }, 1),
    ),
  ).toBe(5)
})

it('what a newer version queued is left alone', () => {
  door.write((tx) => {
    writeState(tx, 'contract', '3')
    appendToOutbox(tx, { name: 'notes.delete', args: { noteId: 'n' } }, 1)
    bringOutboxForward(tx, second)
  })
  expect(outboxEntries(sqlite)).toMatchObject([{ name: 'notes.delete' }])
  expect(readState(sqlite, 'contract')).toBe('3')
})
