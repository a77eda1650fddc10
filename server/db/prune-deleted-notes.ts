import type pg from 'pg'
import { FEED_KEPT_DAYS } from './prune-change-feed.ts'

/**
 * Forgets what notes were that were deleted more than 90 days before `nowMs` (epoch milliseconds). An edit made without
 * knowing of the deletion that comes even later is refused, and kept with its text.
 * @returns how many rows went.
 */
export async function pruneDeletedNotes(pool: pg.Pool, nowMs: number): Promise<number> {
  const { rowCount } = await pool.query('DELETE FROM deleted_notes WHERE deleted_at < $1', [
    new Date(nowMs - FEED_KEPT_DAYS * 86_400_000),
  ])
  return rowCount ?? 0
}
