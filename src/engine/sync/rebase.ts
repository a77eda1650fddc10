import { AppError } from '../../shared/errors/app-error.ts'
import { mirrorTable } from '../db/mirror.ts'
import type { RawRow } from '../db/row-store.ts'
import type { Tx } from '../db/write-door.ts'
import { confirmUpTo, type OutboxEntry, outboxEntries } from '../outbox/outbox.ts'
import { accepted, redoHeld, stopHolding } from './held-drafts.ts'
import { isPersonalTable } from './personal-rows.ts'

/**
 * Applies a mutation to the rows again. Injected: sync knows nothing of what mutations mean.
 * @param isConfirmed the centre has done it: where it meets another text, that came later, and stays.
 */
export type Replay = (tx: Tx, entry: OutboxEntry, isConfirmed: boolean) => void

export interface ConfirmedChange {
  /** The centre's last mutation of this device in the same snapshot; null where the change does not say (shapes). */
  lastMutation: number | null
  /** Whether the change touches this row, or everything: decides if waiting work must be replayed on top of it. */
  touches: (table: string, id: string) => boolean
  apply: (tx: Tx) => void
}

/**
 * Lets confirmed state in under waiting work. In one transaction: rows with waiting changes go back to their confirmed
 * versions, what came is applied, what the centre confirmed leaves the queue, and the rest is replayed in order, on top of
 * what is confirmed but whose rows are still on their way (`held-drafts.ts`). The screen never sees anything between. Where
 * nothing that waits is concerned, the change is applied alone, so the cost does not grow with the mirror, and only with
 * the waiting work where it must.
 */
export function applyConfirmed(tx: Tx, change: ConfirmedChange, replay: Replay, nowMs: number): void {
  const bases = readBases(tx)
  // only where a row that shapes bring was changed here: the queue of a learner is not done again for nothing
  const mayBeHeld = bases.some((base) => !isPersonalTable(base.tableName)) ? outboxEntries(tx.sqlite) : []
  const queueMoved = change.lastMutation !== null && confirmUpTo(tx, change.lastMutation, nowMs)
  const concerned = queueMoved || bases.some((base) => change.touches(base.tableName, base.rowId))
  if (concerned) restore(tx, bases)
  change.apply(tx)
  if (!concerned) return
  const fresh = queueMoved ? accepted(tx, mayBeHeld) : []
  redoHeld(tx, fresh, (inner, entry) => replayOne(inner, entry, replay, true))
  for (const entry of outboxEntries(tx.sqlite)) replayOne(tx, entry, replay, false)
}

/**
 * A group is whole, or no longer followed: what was confirmed before and waited for it (`heldFor`) is no longer done on
 * top of it, but for what waits for another group as well.
 */
export function letGo(
  tx: Tx,
  held: { group: string; courseId: string; numbers: readonly number[] },
  replay: Replay,
  nowMs: number,
): void {
  if (stopHolding(tx, held.group, held.courseId, held.numbers))
    applyConfirmed(tx, { lastMutation: null, touches: () => true, apply: () => {} }, replay, nowMs)
}

interface BaseRow {
  tableName: string
  rowId: string
  confirmed: string | null
}

function readBases(tx: Tx): BaseRow[] {
  return tx.sqlite
    .prepare('SELECT table_name AS tableName, row_id AS rowId, confirmed FROM base_rows')
    .all() as BaseRow[]
}

function restore(tx: Tx, bases: readonly BaseRow[]): void {
  for (const base of bases) {
    const table = mirrorTable(base.tableName)
    tx.touch(base.tableName)
    if (base.confirmed === null) tx.confirmed.remove(table, base.rowId)
    else tx.confirmed.upsert(table, JSON.parse(base.confirmed) as RawRow)
  }
  tx.sqlite.prepare('DELETE FROM base_rows').run()
}

/** A mutation that no longer applies here (its note was deleted elsewhere) stays in the queue: the centre judges. */
function replayOne(tx: Tx, entry: OutboxEntry, replay: Replay, isConfirmed: boolean): void {
  tx.sqlite.exec('SAVEPOINT replay')
  try {
    replay(tx, entry, isConfirmed)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    tx.sqlite.exec('ROLLBACK TO replay')
  }
  tx.sqlite.exec('RELEASE replay')
}
