import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Notices } from '../changes/notices.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { WriteDoor } from '../db/write-door.ts'
import {
  countStaged,
  dropStaged,
  StagedBytes,
  stagedBatches,
  stagedIds,
  stagedRow,
  stageRows,
  unstage,
} from './staged-rows.ts'

let folder: string
let sqlite: Sqlite
let door: WriteDoor
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-staged-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  sqlite.pragma('synchronous = OFF')
  door = new WriteDoor(sqlite, new Notices())
})
afterEach(() => {
  sqlite.close()
  rmSync(folder, { recursive: true })
})

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `r${at}`, title: `t${at}` }))

it('however many rows are staged, no more than a batch of them is in memory, and other statements run in between', () => {
  door.write((tx) => stageRows(tx, 's', 'lessons', rowsOf(1700), new StagedBytes()))
  const seen = new Set<string>()
  door.write((tx) => {
    for (const batch of stagedBatches(tx.sqlite, 's', 'lessons')) {
      expect(batch.length).toBeLessThanOrEqual(500)
      for (const row of batch) seen.add(row.id ?? '')
      tx.sqlite
        .prepare('INSERT INTO kept_courses (course_id, requested_at_ms) VALUES (?, 1)')
        .run(batch[0]?.id)
    }
  })
  expect(seen.size).toBe(1700)
  expect(countStaged(sqlite, 's', 'lessons')).toBe(1700)
})

it('a row is staged once, in its last version, under its own scope and table', () => {
  door.write((tx) => {
    const bytes = new StagedBytes()
    stageRows(tx, 's', 'lessons', [{ id: 'a', title: 'old' }], bytes)
    stageRows(tx, 's', 'lessons', [{ id: 'a', title: 'new' }], bytes)
    stageRows(tx, 's', 'modules', [{ id: 'b', title: 'module' }], bytes)
    stageRows(tx, 'other', 'lessons', [{ id: 'c', title: 'other' }], bytes)
    expect(stagedRow(tx, 's', 'lessons', 'a')).toEqual({ id: 'a', title: 'new' })
    expect(stagedRow(tx, 's', 'lessons', 'c')).toBeUndefined()
    expect(stagedIds(tx.sqlite, 's', 'lessons').has('a')).toBe(true)
    expect(stagedIds(tx.sqlite, 's', 'lessons').has('b')).toBe(false)
    unstage(tx, 's', 'lessons', 'a')
    expect([...stagedBatches(tx.sqlite, 's', 'lessons')]).toEqual([])
    dropStaged(tx, 's')
  })
  expect(countStaged(sqlite, 's', 'modules')).toBe(0)
  expect(countStaged(sqlite, 'other', 'lessons')).toBe(1)
})

it('a fetch that does not come to an end is given up before it fills the disk', () => {
  const staged = new StagedBytes(100_000)
  const stageForEver = () => {
    for (let page = 0; ; page++)
      door.write((tx) => stageRows(tx, 's', 'lessons', [{ id: `p${page}`, title: 'x'.repeat(1000) }], staged))
  }
  expect(stageForEver).toThrow(expect.objectContaining({ code: 'unavailable' }))
  expect(countStaged(sqlite, 's', 'lessons')).toBeLessThan(100)
})
