import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Mutation } from '../../shared/contract/mutations.ts'
import { Notices } from '../changes/notices.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { WriteDoor } from '../db/write-door.ts'
import { readState, writeState } from './device-state.ts'
import { neverArrived } from './older-copy.ts'
import { appendToOutbox, confirmUpTo, outboxEntries, takeBatch } from './outbox.ts'
import { pruneJournal } from './prune-journal.ts'

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
const send = (after = 0) => door.write((tx) => takeBatch(tx, after, 500, 1e6).mutations)
const journalled = () => sqlite.prepare('SELECT number FROM journal ORDER BY number').pluck().all()
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

it('changes of a review fold only when one starts where the other ended, and never over its being taken back', () => {
  const said = { rating: 4, title: null, comment: 'a' } as const
  const write = (reviewId: string, more: object): Mutation => ({
    name: 'reviews.write',
    args: { reviewId, courseId: 'c', ...said, base: null, ...more },
  })
  expect(append(write('r', {}))).toBe(1)
  expect(append(write('other', { comment: 'b', base: said }))).toBe(1)
  expect(JSON.parse(outboxEntries(sqlite)[0]?.args ?? '')).toMatchObject({
    reviewId: 'r',
    comment: 'b',
    base: null,
  })
  expect(append(write('r', { comment: 'd', base: { ...said, comment: 'c' } }))).toBe(2)
  const seen = { ...said, comment: 'd' }
  expect(append({ name: 'reviews.delete', args: { reviewId: 'r', courseId: 'c', base: seen } })).toBe(3)
  expect(append(write('r', { comment: 'e', base: seen }))).toBe(4)
})

it('confirmed entries wait in the journal, and come back when the centre knows less', () => {
  for (const id of ['a', 'b', 'c', 'd']) append(start(id))
  send()
  confirm(3)
  expect(waiting()).toEqual([4])
  expect(confirm(1)).toBe(true)
  expect(waiting()).toEqual([2, 3, 4])
  expect(append(start('e'))).toBe(5)
  send()
  confirm(5)
  expect(journalled()).toEqual([1, 2, 3, 4, 5])
  expect(append(start('f'))).toBe(6)
})

describe('the journal', () => {
  const prune = (nowMs: number) => door.write((tx) => pruneJournal(tx, nowMs))
  const confirmedNow = () => {
    const number = append(start('x'))
    send(number - 1)
    confirm(number)
    return number
  }

  it('[CF-2] keeps what was confirmed for 30 days on which the centre was met', () => {
    const first = confirmedNow()
    for (let today = 0; today <= 30; today++) {
      prune(today * day)
      expect(journalled(), `day ${today}`).toContain(first)
      prune(today * day + day / 2)
    }
    const later = confirmedNow()
    prune(31 * day)
    expect(journalled()).toEqual([later])
  })

  it('[CF-2] loses nothing to a clock that jumps by ten years and back', () => {
    const number = confirmedNow()
    prune(day)
    for (let jump = 0; jump < 5; jump++) {
      prune(3650 * day)
      prune(-3650 * day)
      prune(2 * day)
    }
    expect(journalled()).toEqual([number])
  })

  it('[CF-2] counts anew what a centre put back to a backup was told again', () => {
    for (const id of ['a', 'b', 'c']) append(start(id))
    send()
    confirm(3)
    for (let today = 0; today <= 29; today++) prune(today * day)
    confirm(1)
    prune(29 * day)
    confirm(3)
    prune(29 * day)
    for (let today = 30; today <= 58; today++) prune(today * day)
    expect(journalled()).toEqual([2, 3])
  })
})

describe('an older copy of a device', () => {
  const clientId = () => readState(sqlite, 'clientId')
  beforeEach(() => door.write((tx) => writeState(tx, 'clientId', 'the original')))

  it('[CP-1] takes another name where the centre knows more than was ever sent from it, and sends what waits under that', () => {
    for (const id of ['a', 'b', 'c']) append(start(id))
    send()
    confirm(2)
    expect(append(start('made here'))).toBe(4)
    confirm(9)
    expect(clientId()).not.toBe('the original')
    expect(outboxEntries(sqlite)).toMatchObject([
      { number: 4, sent: 0, args: expect.stringContaining('made here') },
    ])
    confirm(0)
    expect(waiting()).toEqual([4])
    expect(append(start('next'))).toBe(5)
  })

  it('[CP-1] sends again what the centre took for something of its original', () => {
    append(start('a'))
    const batch = door.write((tx) => takeBatch(tx, 0, 500, 1e6))
    expect(batch.firstFresh).toBe(1)
    expect(door.write((tx) => takeBatch(tx, 0, 500, 1e6)).firstFresh).toBeNull()
    door.write((tx) => neverArrived(tx, 1))
    confirm(1)
    expect(clientId()).not.toBe('the original')
    expect(waiting()).toEqual([1])
  })

  it('[CP-1] keeps its name where it hears only of what it sent, also after a centre was put back and forth', () => {
    for (const id of ['a', 'b', 'c']) append(start(id))
    send()
    for (const known of [3, 1, 3, 2, 3]) confirm(known)
    expect(clientId()).toBe('the original')
    expect(waiting()).toEqual([])
  })
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
  const take = (after: number) => door.write((tx) => takeBatch(tx, after, 500, 1500).mutations)
  expect(take(0).map((entry) => entry.number)).toEqual([1])
  expect(take(1).map((entry) => entry.number)).toEqual([2])
  expect(door.write((tx) => takeBatch(tx, 2, 500, 10).mutations).map((entry) => entry.number)).toEqual([3])
})
