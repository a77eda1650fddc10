import type pg from 'pg'

/** Devices away for longer start from the whole again (DESIGN §4). */
export const FEED_KEPT_DAYS = 90

/** Small enough that each delete ends in well under a second and holds up no vacuum. */
const BATCH_ROWS = 10_000

/**
 * Deletes change-feed rows written more than 90 days before `nowMs` (epoch milliseconds).
 * @returns how many rows went.
 */
export async function pruneChangeFeed(pool: pg.Pool, nowMs: number): Promise<number> {
  const before = new Date(nowMs - FEED_KEPT_DAYS * 86_400_000)
  let pruned = 0
  for (;;) {
    const batch = await pool.query(
      `DELETE FROM change_feed WHERE id IN (
         SELECT id FROM change_feed WHERE created_at < $1 ORDER BY created_at LIMIT ${BATCH_ROWS}
       )`,
      [before],
    )
    const rows = batch.rowCount ?? 0
    pruned += rows
    if (rows < BATCH_ROWS) return pruned
  }
}
