import type pg from 'pg'
import { createId } from '../../src/shared/domain/ids.ts'

/**
 * Two versions that could not be merged without a person. `mine`: what arrived, or what was kept of it; `theirs`: what it
 * met, empty where that was a deletion.
 */
export interface Conflict {
  userId: string
  table: string
  rowId: string
  /** The column, or `deleted` where one side deleted the row. */
  field: string
  base: string | null
  mine: string
  theirs: string
}

/** Writes a conflict down. It reaches all of the person's devices, and ends by that person's word. */
export async function keepConflict(client: pg.ClientBase, conflict: Conflict): Promise<void> {
  const { userId, table, rowId, field, base, mine, theirs } = conflict
  await client.query({
    name: 'keep-conflict',
    text: `INSERT INTO sync_conflicts (id, user_id, table_name, row_id, field, base, mine, theirs)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [createId(), userId, table, rowId, field, base, mine, theirs],
  })
}

/** Ends the open conflicts of a row that is deleted knowingly: both sides stay in the conflicts. */
export async function endConflicts(
  client: pg.ClientBase,
  userId: string,
  table: string,
  rowId: string,
): Promise<void> {
  await client.query({
    name: 'end-conflicts',
    text: `UPDATE sync_conflicts SET resolved_at = greatest(created_at, now())
           WHERE user_id = $1 AND table_name = $2 AND row_id = $3 AND resolved_at IS NULL`,
    values: [userId, table, rowId],
  })
}
