import type { WireRow } from '../../shared/contract/wire.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { Tx } from '../db/write-door.ts'

/**
 * Rows gathered beside the present ones, under a scope, until all of them are here. They are in the file and pass through
 * memory in batches, however many there are. What an interrupted fetch left is swept at the next start.
 */

/** More than any person or course has: a centre that never comes to an end does not fill the disk. Bytes of JSON. */
export const maxStagedBytes = 1024 * 1024 * 1024
const rowsAtOnce = 500

/** Counts what a fetch stages. One a fetch. */
export class StagedBytes {
  #bytes = 0
  readonly #max: number

  constructor(max = maxStagedBytes) {
    this.#max = max
  }

  /** @throws AppError `unavailable` once it is too much. */
  add(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > this.#max)
      throw new AppError('unavailable', 'The centre sends more than this device can take in at once.')
  }
}

/** Stages whole rows; one that is staged already is replaced. */
export function stageRows(
  tx: Tx,
  scope: string,
  table: string,
  rows: Iterable<WireRow>,
  staged: StagedBytes,
): void {
  const insert = tx.sqlite.prepare(
    'INSERT OR REPLACE INTO staged_rows (scope, table_name, row_id, row) VALUES (?, ?, ?, ?)',
  )
  for (const row of rows) {
    const text = JSON.stringify(row)
    staged.add(text.length)
    insert.run(scope, table, row.id ?? '', text)
  }
}

export function stagedRow(tx: Tx, scope: string, table: string, id: string): WireRow | undefined {
  const text = tx.sqlite
    .prepare('SELECT row FROM staged_rows WHERE scope = ? AND table_name = ? AND row_id = ?')
    .pluck()
    .get(scope, table, id) as string | undefined
  return text === undefined ? undefined : (JSON.parse(text) as WireRow)
}

export function unstage(tx: Tx, scope: string, table: string, id: string): void {
  tx.sqlite
    .prepare('DELETE FROM staged_rows WHERE scope = ? AND table_name = ? AND row_id = ?')
    .run(scope, table, id)
}

/** Which ids are staged. */
export function stagedIds(sqlite: Sqlite, scope: string, table: string): { has(id: string): boolean } {
  const known = sqlite.prepare('SELECT 1 FROM staged_rows WHERE scope = ? AND table_name = ? AND row_id = ?')
  return { has: (id) => known.get(scope, table, id) !== undefined }
}

/** The staged rows of a table, batch by batch, in the order of their ids. Other statements may run in between. */
export function* stagedBatches(sqlite: Sqlite, scope: string, table: string): Generator<WireRow[]> {
  const next = sqlite.prepare(
    `SELECT row_id AS id, row FROM staged_rows WHERE scope = ? AND table_name = ? AND row_id > ?
     ORDER BY row_id LIMIT ${rowsAtOnce}`,
  )
  let after = ''
  for (;;) {
    const rows = next.all(scope, table, after) as { id: string; row: string }[]
    if (rows.length > 0) yield rows.map(({ row }) => JSON.parse(row) as WireRow)
    if (rows.length < rowsAtOnce) return
    after = rows.at(-1)?.id ?? after
  }
}

export function countStaged(sqlite: Sqlite, scope: string, table: string): number {
  const row = sqlite
    .prepare('SELECT count(*) AS count FROM staged_rows WHERE scope = ? AND table_name = ?')
    .get(scope, table) as { count: number }
  return row.count
}

export function dropStaged(tx: Tx, scope: string): void {
  tx.sqlite.prepare('DELETE FROM staged_rows WHERE scope = ?').run(scope)
}
