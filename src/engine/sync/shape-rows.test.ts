import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Notices } from '../changes/notices.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { WriteDoor } from '../db/write-door.ts'
import { writeState } from '../outbox/device-state.ts'
import { applyLines } from './personal-rows.ts'
import type { ChangeMessage } from './shape-messages.ts'
import { applyFirst, applyMessages } from './shape-rows.ts'

let folder: string
let sqlite: Sqlite
let door: WriteDoor
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-shape-rows-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  door = new WriteDoor(sqlite, new Notices())
})
afterEach(() => {
  sqlite.close()
  rmSync(folder, { recursive: true })
})

const instant = '2026-01-01 00:00:00.000+00'
const review = (id: string, userId: string, comment: string) => ({
  id,
  user_id: userId,
  course_id: 'git',
  rating: '4',
  title: null,
  comment,
  created_at: instant,
  updated_at: instant,
})
const message = (
  operation: 'insert' | 'update' | 'delete',
  value: ChangeMessage['value'],
): ChangeMessage => ({ key: '', value, headers: { operation } })
const shape = { name: 'reviews', courseId: '' } as const
const comments = () => sqlite.prepare('SELECT id, comment FROM reviews ORDER BY id').raw().all()
const pulled = (rows: ReturnType<typeof review>[], gone: string[] = []) =>
  door.write((tx) => applyLines(tx, [{ kind: 'rows', table: 'reviews', rows, gone }], 'me'))

it('[OV-3] a shape that is behind makes no row of one’s own old again, and brings none back that was deleted', () => {
  door.write((tx) => writeState(tx, 'cursor', 'of a pull'))
  pulled([review('mine', 'me', 'as I say now')], ['deleted'])
  const past = [
    message('insert', review('mine', 'me', 'as I said first')),
    message('insert', review('deleted', 'me', 'what I took back')),
    message('insert', review('theirs', 'somebody', 'first')),
    message('update', { id: 'mine', comment: 'as I said then' }),
    message('update', { id: 'theirs', comment: 'then' }),
  ]
  door.write((tx) => applyFirst(tx, shape, [past.slice(0, 3), past.slice(3)], 'me'))
  const now = [
    ['mine', 'as I say now'],
    ['theirs', 'then'],
  ]
  expect(comments()).toEqual(now)
  door.write((tx) => applyMessages(tx, shape, past, 'me'))
  expect(comments()).toEqual(now)
  door.write((tx) => applyMessages(tx, shape, [message('delete', { id: 'theirs' })], 'me'))
  expect(comments()).toEqual(now.slice(0, 1))
})

it('before the first pull a shape brings one’s own rows as well: it is whole at once', () => {
  const first = [message('insert', review('mine', 'me', 'as I said first'))]
  door.write((tx) => applyFirst(tx, shape, [first], 'me'))
  expect(comments()).toEqual([['mine', 'as I said first']])
  pulled([review('mine', 'me', 'as I say now')])
  expect(comments()).toEqual([['mine', 'as I say now']])
})
