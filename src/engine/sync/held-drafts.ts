import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { z } from 'zod'
import { shapes } from '../../shared/contract/shapes.ts'
import { mirrorOf, mirrorTable } from '../db/mirror.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { RawRow } from '../db/row-store.ts'
import type { Tx } from '../db/write-door.ts'
import { readState, writeState } from '../outbox/device-state.ts'
import type { OutboxEntry } from '../outbox/outbox.ts'
import { isPersonalTable } from './personal-rows.ts'
import { activeShapes } from './shape-rows.ts'

/**
 * A pull confirms what a person did to a course, but the rows of a course come by its shapes: another way, and a moment
 * later. Until then what was confirmed goes on being done on top of what is there, so that nobody sees the older text
 * once more. It is held until each group that carries those rows was found whole by a comparison that began after the
 * confirmation: whatever the centre made of the work is here then, and so is what others wrote on top of it.
 */
const heldDrafts = z.array(z.object({ number: z.number(), groups: z.array(z.string()) }))
type Held = z.infer<typeof heldDrafts>

/** Groups some confirmed work waits for. */
export function heldGroups(sqlite: Sqlite): { group: string; courseId: string }[] {
  const keys = new Set(readHeld(sqlite).flatMap(({ groups }) => groups))
  return [...keys].map((key) => {
    const at = key.indexOf(':')
    return { group: key.slice(0, at), courseId: key.slice(at + 1) }
  })
}

/** Numbers of the confirmed work that waits for a group. */
export function heldFor(sqlite: Sqlite, group: string, courseId: string): number[] {
  const key = keyOf(group, courseId)
  return readHeld(sqlite)
    .filter(({ groups }) => groups.includes(key))
    .map(({ number }) => number)
}

/** These wait for the group no longer. @returns whether any of them waits for nothing any more: the rows have to be made anew. */
export function stopHolding(tx: Tx, group: string, courseId: string, numbers: readonly number[]): boolean {
  if (numbers.length === 0) return false
  const key = keyOf(group, courseId)
  const before = readHeld(tx.sqlite)
  const after = before
    .map((one) =>
      numbers.includes(one.number) ? { ...one, groups: one.groups.filter((other) => other !== key) } : one,
    )
    .filter(({ groups }) => groups.length > 0)
  writeHeld(tx, after)
  return after.length < before.length
}

/**
 * Does confirmed work again on top of what its shapes have brought so far.
 * @param fresh what was confirmed just now: held from here on where it changed rows that only shapes bring.
 * @param redo does it again, or nothing of it.
 */
export function redoHeld(
  tx: Tx,
  fresh: readonly OutboxEntry[],
  redo: (tx: Tx, entry: OutboxEntry) => void,
): void {
  const known = new Map(readHeld(tx.sqlite).map(({ number, groups }) => [number, groups]))
  if (known.size + fresh.length === 0) return
  const held: Held = []
  for (const entry of [...inJournal(tx.sqlite, [...known.keys()]), ...fresh]) {
    tx.sqlite.exec('SAVEPOINT held')
    const rows = new Map<string, Set<string>>()
    redo(sharedOnly(tx, rows), entry)
    const groups = known.get(entry.number) ?? groupsOf(tx, rows)
    if (groups.length > 0) held.push({ number: entry.number, groups })
    else tx.sqlite.exec('ROLLBACK TO held')
    tx.sqlite.exec('RELEASE held')
  }
  writeHeld(tx, held)
}

/** Those of the entries that the centre did: not the refused ones, whose refusals came with their numbers. */
export function accepted(tx: Tx, entries: readonly OutboxEntry[]): OutboxEntry[] {
  const find = (table: string) => tx.sqlite.prepare(`SELECT 1 FROM ${table}`)
  const done = find('journal WHERE number = ?')
  const refused = find('sync_rejections WHERE client_id = ? AND number = ?')
  const clientId = readState(tx.sqlite, 'clientId')
  return entries.filter(({ number }) => done.get(number) && !refused.get(clientId, number))
}

const keyOf = (group: string, courseId: string) => `${group}:${courseId}`

function readHeld(sqlite: Sqlite): Held {
  const text = readState(sqlite, 'heldDrafts')
  return text === null ? [] : heldDrafts.parse(JSON.parse(text))
}

function writeHeld(tx: Tx, held: Held): void {
  if (held.length > 0) writeState(tx, 'heldDrafts', JSON.stringify(held))
  else tx.sqlite.prepare("DELETE FROM device_state WHERE key = 'heldDrafts'").run()
}

/** What a centre that was put back has to be sent again is in the queue, not in the journal. */
function inJournal(sqlite: Sqlite, numbers: readonly number[]): OutboxEntry[] {
  const find = sqlite.prepare(
    'SELECT number, name, args, made_at_ms AS madeAtMs, 1 AS sent FROM journal WHERE number = ?',
  )
  return numbers
    .toSorted((left, right) => left - right)
    .flatMap((number) => find.all(number) as OutboxEntry[])
}

/** The groups this device follows that carry these rows. */
function groupsOf(tx: Tx, rows: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const followed = rows.size === 0 ? [] : activeShapes(tx.sqlite)
  const groups = new Set<string>()
  for (const [table, ids] of rows)
    for (const id of ids) {
      const ofCourse = courseOf(tx, table, id)
      for (const { name, courseId } of followed)
        if (shapes[name].table === table && (courseId === '' || courseId === ofCourse))
          groups.add(keyOf(shapes[name].group, courseId))
    }
  return [...groups]
}

function courseOf(tx: Tx, table: string, id: string): unknown {
  const present = tx.confirmed.find(mirrorTable(table), id)
  if (present) return present.course_id
  const base = tx.sqlite
    .prepare('SELECT confirmed FROM base_rows WHERE table_name = ? AND row_id = ?')
    .pluck()
    .get(table, id)
  return typeof base === 'string' ? (JSON.parse(base) as RawRow).course_id : undefined
}

/** The person's own rows came with the confirmation. @param wrote the rows that were written, by table. */
function sharedOnly(tx: Tx, wrote: Map<string, Set<string>>): Tx {
  const { local } = tx
  const isShared = (table: SQLiteTable, id: string): boolean => {
    const { name } = mirrorOf(table)
    if (isPersonalTable(name)) return false
    wrote.set(name, (wrote.get(name) ?? new Set()).add(id))
    return true
  }
  return {
    ...tx,
    local: {
      find: local.find,
      insert: (table, row) => {
        if (isShared(table, row.id)) local.insert(table, row)
      },
      update: (table, id, patch) =>
        isShared(table, id) ? local.update(table, id, patch) : local.find(table, id) !== undefined,
      remove: (table, id) =>
        isShared(table, id) ? local.remove(table, id) : local.find(table, id) !== undefined,
    },
  }
}
