import type pg from 'pg'

export type Row = { readonly id: string } & Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>

/** Rows of one table. */
export type TableRows = readonly [table: string, rows: readonly Row[]]

export interface RowCounts {
  created: number
  updated: number
  removed: number
}

/**
 * Inserts rows or updates them by id, all in one statement. A row that already says the same is not written at all, so
 * no trigger sees it and no device fetches it again.
 * @param table and the rows' keys are SQL names from this program, never from input.
 */
export async function writeRows(
  client: pg.ClientBase,
  table: string,
  rows: readonly Row[],
): Promise<RowCounts> {
  const counts: RowCounts = { created: 0, updated: 0, removed: 0 }
  const [first] = rows
  if (!first) return counts
  const columns = Object.keys(first)
  const list = (prefix: string) => columns.map((column) => `${prefix}${column}`).join(', ')
  const written = await client.query<{ created: boolean }>(
    `INSERT INTO ${table} AS old (${list('')})
     SELECT ${list('new.')} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) AS new
     ON CONFLICT (id) DO UPDATE SET ${columns.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}
     WHERE (${list('old.')}) IS DISTINCT FROM (${list('EXCLUDED.')})
     RETURNING old.xmax = 0 AS created`,
    [JSON.stringify(rows)],
  )
  for (const { created } of written.rows) counts[created ? 'created' : 'updated']++
  return counts
}
