import {
  type PersonalTable,
  type PullLine,
  personalTableNames,
  personalTables,
} from '../../shared/contract/wire.ts'
import { mirrorTable } from '../db/mirror.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { Tx } from '../db/write-door.ts'
import {
  countStaged,
  dropStaged,
  type StagedBytes,
  stagedBatches,
  stagedIds,
  stageRows,
} from './staged-rows.ts'

export type RowsLine = Extract<PullLine, { kind: 'rows' }>

export function isPersonalTable(table: string): table is PersonalTable {
  return Object.hasOwn(personalTables, table)
}

/** Condition on a person's own rows of a table; takes the person's id once per owner column. */
function ownCondition(table: PersonalTable): { sql: string; owners: number } {
  const columns = personalTables[table]
  return { sql: `(${columns.map((column) => `"${column}" = ?`).join(' OR ')})`, owners: columns.length }
}

export function countOwn(sqlite: Sqlite, table: PersonalTable, userId: string): number {
  const own = ownCondition(table)
  const row = sqlite
    .prepare(
      `SELECT count(*) AS count FROM ${table} WHERE ${own.sql}
       AND id NOT IN (SELECT row_id FROM base_rows WHERE table_name = ? AND confirmed IS NULL)`,
    )
    .get(...Array(own.owners).fill(userId), table) as { count: number }
  return row.count
}

/** Ids of a person's own rows of a table. */
export function ownIds(sqlite: Sqlite, table: PersonalTable, userId: string): string[] {
  const own = ownCondition(table)
  return (
    sqlite.prepare(`SELECT id FROM ${table} WHERE ${own.sql}`).all(...Array(own.owners).fill(userId)) as {
      id: string
    }[]
  ).map((row) => row.id)
}

/** Applies the lines of an incremental pull. Tables this version does not know are left out. */
export function applyLines(tx: Tx, lines: readonly RowsLine[], userId: string): void {
  for (const name of personalTableNames) {
    const ofTable = lines.filter((line) => line.table === name)
    if (ofTable.length === 0) continue
    const table = mirrorTable(name)
    if (ofTable.some((line) => line.whole)) {
      const present = new Set(ofTable.flatMap((line) => line.rows.map((row) => row.id)))
      for (const id of ownIds(tx.sqlite, name, userId)) if (!present.has(id)) tx.confirmed.remove(table, id)
    }
    for (const line of ofTable) {
      tx.confirmed.upsertWire(table, line.rows)
      for (const id of line.gone) tx.confirmed.remove(table, id)
    }
    tx.touch(name)
  }
}

const scope = 'pull'

/** Gathers rows of a full pull beside the present ones. */
export function stageLine(tx: Tx, line: RowsLine, staged: StagedBytes): void {
  stageRows(tx, scope, line.table, line.rows, staged)
}

export function dropPulled(tx: Tx): void {
  dropStaged(tx, scope)
}

export function countPulled(sqlite: Sqlite, table: PersonalTable): number {
  return countStaged(sqlite, scope, table)
}

/** Swaps the gathered rows in: afterwards the person's rows are exactly those. */
export function swapInPulled(tx: Tx, userId: string): void {
  for (const name of personalTableNames) {
    const table = mirrorTable(name)
    const present = stagedIds(tx.sqlite, scope, name)
    for (const id of ownIds(tx.sqlite, name, userId)) if (!present.has(id)) tx.confirmed.remove(table, id)
    for (const rows of stagedBatches(tx.sqlite, scope, name)) tx.confirmed.upsertWire(table, rows)
    tx.touch(name)
  }
  dropPulled(tx)
}
