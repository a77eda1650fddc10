import type { Mutation } from '../../shared/contract/mutations.ts'
import type { WireMutation } from '../../shared/contract/wire.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { Tx } from '../db/write-door.ts'
import { readState, writeState } from './device-state.ts'
import { foldInto, foldKey } from './fold.ts'
import { becomeAnotherDevice, highestSent } from './older-copy.ts'

/** One thing a person did that the centre has not confirmed. `args` is JSON. */
export interface OutboxEntry {
  number: number
  name: string
  args: string
  madeAtMs: number
  sent: 0 | 1
}

/**
 * The durable queue of what a person did. All functions run inside the write door's transaction, together with the rows
 * they belong to: neither can exist alone.
 */
export function appendToOutbox(tx: Tx, mutation: Mutation, madeAtMs: number): number {
  const key = foldKey(mutation)
  tx.touch('outbox')
  const waiting = key === null ? undefined : findWaiting(tx.sqlite, key)
  const folded = waiting && foldInto(waiting, mutation)
  if (waiting && folded) {
    tx.sqlite
      .prepare('UPDATE outbox SET args = ?, made_at_ms = ? WHERE number = ?')
      .run(JSON.stringify(folded), madeAtMs, waiting.number)
    return waiting.number
  }
  const number = nextNumber(tx.sqlite)
  tx.sqlite
    .prepare('INSERT INTO outbox (number, name, args, made_at_ms, sent, fold_key) VALUES (?, ?, ?, ?, 0, ?)')
    .run(number, mutation.name, JSON.stringify(mutation.args), madeAtMs, key)
  return number
}

/** All entries, in order. */
export function outboxEntries(sqlite: Sqlite): OutboxEntry[] {
  return sqlite
    .prepare('SELECT number, name, args, made_at_ms AS madeAtMs, sent FROM outbox ORDER BY number')
    .all() as OutboxEntry[]
}

export function outboxSize(sqlite: Sqlite): number {
  return (sqlite.prepare('SELECT count(*) AS size FROM outbox').get() as { size: number }).size
}

export interface Batch {
  mutations: WireMutation[]
  /** The lowest number in it that leaves the device for the first time; null where all of it may have left before. */
  firstFresh: number | null
}

/**
 * The next entries to send, at most `maxEntries` and about `maxBytes` of arguments, marked as sent: from here on they
 * do not change any more, because the centre may have them even if no answer ever comes.
 */
export function takeBatch(tx: Tx, after: number, maxEntries: number, maxBytes: number): Batch {
  const rows = tx.sqlite
    .prepare(
      'SELECT number, name, args, made_at_ms AS madeAtMs, sent FROM outbox WHERE number > ? ORDER BY number LIMIT ?',
    )
    .all(after, maxEntries) as OutboxEntry[]
  const batch: WireMutation[] = []
  let firstFresh: number | null = null
  let bytes = 0
  for (const row of rows) {
    bytes += Buffer.byteLength(row.args)
    if (batch.length > 0 && bytes > maxBytes) break
    if (row.sent === 0) firstFresh ??= row.number
    batch.push({ number: row.number, name: row.name, args: JSON.parse(row.args), madeAtMs: row.madeAtMs })
  }
  const last = batch.at(-1)
  if (last)
    tx.sqlite.prepare('UPDATE outbox SET sent = 1 WHERE number > ? AND number <= ?').run(after, last.number)
  return { mutations: batch, firstFresh }
}

/**
 * Takes the centre's word on how far it is. What it confirmed moves to the journal (`prune-journal.ts`); when it knows less
 * than it once confirmed (restored from a backup), what it lost comes back out of the journal to be sent again. When it
 * knows more than this device ever sent, this is an older copy of the device (`older-copy.ts`).
 * @returns whether the queue changed.
 */
export function confirmUpTo(tx: Tx, lastMutation: number, nowMs: number): boolean {
  const before = Number(readState(tx.sqlite, 'confirmed') ?? 0)
  const sent = highestSent(tx.sqlite)
  const upTo = Math.min(lastMutation, sent)
  const moved = tx.sqlite
    .prepare(
      `INSERT OR REPLACE INTO journal (number, name, args, made_at_ms, confirmed_at_ms)
       SELECT number, name, args, made_at_ms, ? FROM outbox WHERE number <= ?`,
    )
    .run(nowMs, upTo).changes
  tx.sqlite.prepare('DELETE FROM outbox WHERE number <= ?').run(upTo)
  let returned = 0
  if (lastMutation < before) {
    returned = tx.sqlite
      .prepare(
        `INSERT OR IGNORE INTO outbox (number, name, args, made_at_ms, sent, fold_key)
         SELECT number, name, args, made_at_ms, 1, NULL FROM journal WHERE number > ?`,
      )
      .run(lastMutation).changes
    tx.sqlite.prepare('DELETE FROM journal WHERE number > ?').run(lastMutation)
  }
  if (upTo !== before) writeState(tx, 'confirmed', String(upTo))
  if (upTo > Number(readState(tx.sqlite, 'highest') ?? 0)) writeState(tx, 'highest', String(upTo))
  if (lastMutation > sent) becomeAnotherDevice(tx)
  if (moved + returned === 0) return false
  tx.touch('outbox')
  return true
}

function findWaiting(sqlite: Sqlite, key: string): OutboxEntry | undefined {
  return sqlite
    .prepare(
      `SELECT number, name, args, made_at_ms AS madeAtMs, sent FROM outbox
       WHERE fold_key = ? AND sent = 0 ORDER BY number DESC LIMIT 1`,
    )
    .get(key) as OutboxEntry | undefined
}

/** One above everything this device ever numbered: the queue, the journal, and what the centre confirmed. */
function nextNumber(sqlite: Sqlite): number {
  const row = sqlite
    .prepare(
      `SELECT max(coalesce((SELECT max(number) FROM outbox), 0),
                  coalesce((SELECT max(number) FROM journal), 0),
                  coalesce((SELECT CAST(value AS INTEGER) FROM device_state WHERE key = 'highest'), 0)) AS highest`,
    )
    .get() as { highest: number }
  return row.highest + 1
}
