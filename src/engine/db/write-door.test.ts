import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { notes } from '../../../drizzle/schema/sqlite/learning.ts'
import type { Notice } from '../../shared/contract/views.ts'
import { Notices } from '../changes/notices.ts'
import { appendToOutbox, outboxEntries } from '../outbox/outbox.ts'
import { mirrorTable } from './mirror.ts'
import { openDatabase, type Sqlite } from './open-database.ts'
import { type Tx, WriteDoor } from './write-door.ts'

let folder: string
let sqlite: Sqlite
let door: WriteDoor
let told: Notice[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-door-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  const notices = new Notices()
  told = []
  notices.subscribe((notice) => told.push(notice))
  door = new WriteDoor(sqlite, notices)
})
afterEach(() => {
  sqlite.close()
  rmSync(folder, { recursive: true })
})

function writeNote(tx: Tx, id: string, content: string): void {
  tx.local.insert(notes, {
    id,
    userId: 'u',
    lessonId: 'l',
    courseId: 'c',
    content,
    createdAt: 1,
    updatedAt: 1,
  })
  appendToOutbox(
    tx,
    { name: 'notes.create', args: { noteId: id, lessonId: 'l', content, videoSecond: null } },
    1,
  )
}

it('tells what was touched once, after the commit', () => {
  const committedWhenTold: number[] = []
  const notices = new Notices()
  notices.subscribe(() => committedWhenTold.push(outboxEntries(sqlite).length))
  new WriteDoor(sqlite, notices).write((tx) => {
    writeNote(tx, 'a', 'one')
    writeNote(tx, 'b', 'two')
    expect(committedWhenTold).toEqual([])
  })
  expect(committedWhenTold).toEqual([2])
})

it('a write that throws leaves nothing, tells nobody, and the next one works', () => {
  expect(() =>
    door.write((tx) => {
      writeNote(tx, 'a', 'one')
      throw new Error('half way')
    }),
  ).toThrow('half way')
  expect(sqlite.prepare('SELECT 1 FROM notes').all()).toEqual([])
  expect(sqlite.prepare('SELECT 1 FROM base_rows').all()).toEqual([])
  expect(outboxEntries(sqlite)).toEqual([])
  expect(told).toEqual([])
  door.write((tx) => writeNote(tx, 'a', 'one'))
  expect(told).toHaveLength(1)
})

it('an asynchronous callback does not compile, and a write inside a write is refused', () => {
  const neverRun = () => {
    // @ts-expect-error a write that goes on after its commit would be none
    door.write(async (tx) => tx.touch('notes'))
  }
  expect(neverRun).toBeTypeOf('function')
  expect(() => door.write(() => door.write(() => 1))).toThrow('inside a write')
  expect(door.write(() => 2)).toBe(2)
})

it('keeps the confirmed version of a row at the first local change only', () => {
  door.write((tx) => {
    tx.confirmed.upsert(mirrorTable('notes'), {
      id: 'a',
      user_id: 'u',
      lesson_id: 'l',
      course_id: 'c',
      content: 'confirmed',
      created_at: 1,
      updated_at: 1,
    })
  })
  door.write((tx) => tx.local.update(notes, 'a', { content: 'first' }))
  door.write((tx) => tx.local.update(notes, 'a', { content: 'second' }))
  const bases = sqlite.prepare('SELECT confirmed FROM base_rows').all() as { confirmed: string }[]
  expect(bases.map((base) => JSON.parse(base.confirmed).content)).toEqual(['confirmed'])
})

it('a full disk is said in words, loses nothing that was there, and is over when there is space', () => {
  door.write((tx) => writeNote(tx, 'kept', 'before'))
  const pages = sqlite.pragma('page_count', { simple: true }) as number
  sqlite.pragma(`max_page_count = ${pages + 2}`)
  expect(() => door.write((tx) => writeNote(tx, 'large', 'x'.repeat(200_000)))).toThrow(
    expect.objectContaining({ code: 'no-space' }),
  )
  expect(sqlite.prepare('SELECT id FROM notes').all()).toEqual([{ id: 'kept' }])
  expect(outboxEntries(sqlite)).toHaveLength(1)
  expect(told).toHaveLength(1)
  sqlite.pragma('max_page_count = 1000000')
  door.write((tx) => writeNote(tx, 'large', 'x'.repeat(200_000)))
  expect(outboxEntries(sqlite)).toHaveLength(2)
})

it('what was gathered beside the rows and never swapped in is swept at the next start', () => {
  sqlite
    .prepare(`INSERT INTO staged_rows (scope, table_name, row_id, row) VALUES ('pull', 'notes', 'a', '{}')`)
    .run()
  sqlite.close()
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  expect(sqlite.prepare('SELECT 1 FROM staged_rows').all()).toEqual([])
})
