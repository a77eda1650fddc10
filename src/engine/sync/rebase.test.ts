import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { wishlist } from '../../../drizzle/schema/sqlite/commerce.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { Notices } from '../changes/notices.ts'
import { mirrorTable } from '../db/mirror.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { type Tx, WriteDoor } from '../db/write-door.ts'
import { appendToOutbox, outboxEntries, takeBatch } from '../outbox/outbox.ts'
import { applyConfirmed, type Replay } from './rebase.ts'

let folder: string
let sqlite: Sqlite
let door: WriteDoor
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-rebase-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  door = new WriteDoor(sqlite, new Notices())
})
afterEach(() => {
  sqlite.close()
  rmSync(folder, { recursive: true })
})

const row = { id: 'w1', userId: 'me', courseId: 'mine', addedAt: 1 }
const wish = () => sqlite.prepare('SELECT course_id FROM wishlist').pluck().all()
const setCourse = (tx: Tx, courseId: string) => tx.local.update(wishlist, 'w1', { courseId })

/** The centre holds the row; the person changed it here, and that waits. */
function changeHere(): number {
  door.write((tx) => {
    tx.confirmed.upsert(mirrorTable('wishlist'), { id: 'w1', user_id: 'me', course_id: 'mine', added_at: 1 })
  })
  return door.write((tx) => {
    setCourse(tx, 'here')
    return appendToOutbox(tx, { name: 'notes.delete', args: { noteId: 'stands for anything' } }, 1)
  })
}

function arrives(courseId: string, lastMutation: number | null, replay: Replay, id = 'w1'): void {
  door.write((tx) =>
    applyConfirmed(
      tx,
      {
        lastMutation,
        touches: (table, touched) => table === 'wishlist' && touched === id,
        apply: (inner) =>
          inner.confirmed.upsert(mirrorTable('wishlist'), {
            id,
            user_id: row.userId,
            course_id: courseId,
            added_at: 2,
          }),
      },
      replay,
      1,
    ),
  )
}

it('[RB-1] what the centre changed goes in below what waits, and shows once that is confirmed', () => {
  const number = changeHere()
  door.write((tx) => takeBatch(tx, 0, 1, 1e6))
  const seenAtReplay: unknown[] = []
  const replay: Replay = (tx) => {
    seenAtReplay.push(tx.local.find(wishlist, 'w1')?.courseId)
    setCourse(tx, 'here')
  }
  arrives('there', null, replay)
  expect(seenAtReplay).toEqual(['there'])
  expect(wish()).toEqual(['here'])
  arrives('there', number, replay)
  expect(wish()).toEqual(['there'])
  expect(sqlite.prepare('SELECT count(*) FROM base_rows').pluck().get()).toBe(0)
})

it('[RB-2] a mutation that no longer applies here stays queued, and the ones behind it are replayed', () => {
  changeHere()
  door.write((tx) => appendToOutbox(tx, { name: 'notes.delete', args: { noteId: 'another' } }, 1))
  const replayed: number[] = []
  arrives('there', null, (tx, entry) => {
    setCourse(tx, `attempt ${entry.number}`)
    if (entry.number === 1) throw new AppError('not-found', 'gone')
    replayed.push(entry.number)
  })
  expect(replayed).toEqual([2])
  expect(wish()).toEqual(['attempt 2'])
  expect(outboxEntries(sqlite).map(({ number }) => number)).toEqual([1, 2])
})

it('[RB-3] a change that concerns nothing that waits replays nothing', () => {
  changeHere()
  arrives('elsewhere', null, () => expect.unreachable('nothing was to be replayed'), 'w2')
  expect(wish().toSorted()).toEqual(['elsewhere', 'here'])
})
