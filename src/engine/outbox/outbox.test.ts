import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Mutation } from '../../shared/contract/mutations.ts'
import { Notices } from '../changes/notices.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { WriteDoor } from '../db/write-door.ts'
import { appendToOutbox, confirmUpTo, outboxEntries, takeBatch } from './outbox.ts'

const day = 86_400_000
let folder: string
let sqlite: Sqlite
let door: WriteDoor
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-outbox-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  sqlite.pragma('synchronous = OFF') // many small commits, no power to lose
  door = new WriteDoor(sqlite, new Notices())
})
afterEach(() => {
  sqlite.close()
  rmSync(folder, { recursive: true })
})

const append = (mutation: Mutation) => door.write((tx) => appendToOutbox(tx, mutation, 1))
const confirm = (number: number, nowMs = 1) => door.write((tx) => confirmUpTo(tx, number, nowMs))
const send = (after = 0) => door.write((tx) => takeBatch(tx, after, 500, 1e6))
const waiting = () => outboxEntries(sqlite).map((entry) => entry.number)
const watched = (watchedSeconds: number, lessonId = 'l'): Mutation => ({
  name: 'progress.record',
  args: { progressId: 'p', lessonId, watchedSeconds },
})
const edit = (baseContent: string, content: string): Mutation => ({
  name: 'notes.edit',
  args: { noteId: 'n', baseContent, content },
})
const start = (attemptId: string): Mutation => ({
  name: 'quiz.start',
  args: { attemptId, quizId: 'q', startedAtMs: 1 },
})

it('[OB-3] heartbeats fold into the one that waits, and never into one that was sent', () => {
  expect([
    append(watched(10)),
    append(watched(30)),
    append(watched(20)),
    append(watched(5, 'other')),
  ]).toEqual([1, 1, 1, 2])
  expect(JSON.parse(outboxEntries(sqlite)[0]?.args ?? '')).toMatchObject({ watchedSeconds: 30 })
  send()
  expect(append(watched(40))).toBe(3)
  expect(JSON.parse(outboxEntries(sqlite)[0]?.args ?? '')).toMatchObject({ watchedSeconds: 30 })
})

it('edits of a note fold only when one starts where the other ended', () => {
  append({ name: 'notes.create', args: { noteId: 'n', lessonId: 'l', content: 'a', videoSecond: null } })
  expect(append(edit('a', 'ab'))).toBe(1)
  expect(append(edit('merged', 'merged c'))).toBe(2)
  expect(append(edit('merged c', 'merged cd'))).toBe(2)
  expect(JSON.parse(outboxEntries(sqlite)[1]?.args ?? '')).toMatchObject({
    baseContent: 'merged',
    content: 'merged cd',
  })
})

it('confirmed entries wait in the journal for 30 days, and come back when the centre knows less', () => {
  for (const id of ['a', 'b', 'c', 'd']) append(start(id))
  send()
  confirm(3)
  expect(waiting()).toEqual([4])
  expect(confirm(1)).toBe(true)
  expect(waiting()).toEqual([2, 3, 4])
  expect(append(start('e'))).toBe(5)
  confirm(5, 31 * day)
  expect(sqlite.prepare('SELECT number FROM journal ORDER BY number').all()).toEqual(
    [2, 3, 4, 5].map((number) => ({ number })),
  )
  confirm(5, 62 * day)
  expect(sqlite.prepare('SELECT number FROM journal').all()).toEqual([])
  expect(append(start('f'))).toBe(6)
})

it('whatever is sent, confirmed and lost again: no number twice, nothing out of order, nothing gone', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const) }),
    fc.record({ do: fc.constant('send' as const) }),
    fc.record({ do: fc.constant('confirm' as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ do: fc.constant('rewind' as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      sqlite.exec('DELETE FROM outbox; DELETE FROM journal; DELETE FROM device_state')
      let made = 0
      let sent = 0
      let known = 0
      for (const next of steps) {
        if (next.do === 'append') {
          const number = append(start(`at-${made}`))
          expect(number).toBe(made + 1)
          made = number
        } else if (next.do === 'send') sent = Math.max(sent, send(known).at(-1)?.number ?? 0)
        else {
          // the centre knows some of what was sent; restored from a backup, fewer than before
          known =
            next.do === 'confirm'
              ? known + Math.floor((sent - known) * next.part)
              : Math.floor(known * next.part)
          confirm(known)
        }
        const expected = Array.from({ length: made - known }, (_, index) => known + 1 + index)
        expect(waiting()).toEqual(expected)
      }
    }),
    { numRuns: 60 },
  )
})

it('a batch ends before it grows too large, and one large entry still goes alone', () => {
  for (const id of ['a', 'b', 'c'])
    append({
      name: 'quiz.answer',
      args: { attemptId: id, answerId: id, questionId: 'q', selectedAnswer: 'x'.repeat(1000) },
    })
  const take = (after: number) => door.write((tx) => takeBatch(tx, after, 500, 1500))
  expect(take(0).map((entry) => entry.number)).toEqual([1])
  expect(take(1).map((entry) => entry.number)).toEqual([2])
  expect(door.write((tx) => takeBatch(tx, 2, 500, 10)).map((entry) => entry.number)).toEqual([3])
})
