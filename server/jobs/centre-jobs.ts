import type pg from 'pg'
import { computeStandings } from '../db/compute-standings.ts'
import { foldCounters } from '../db/fold-counters.ts'
import { pruneChangeFeed } from '../db/prune-change-feed.ts'
import { pruneDeletedNotes } from '../db/prune-deleted-notes.ts'
import { repeat } from './repeat.ts'

const COUNTERS_EVERY_MS = 5_000
const STANDINGS_EVERY_MS = 5_000
const PRUNING_EVERY_MS = 60 * 60 * 1_000

/**
 * What the centre does by itself: counters that moved are folded every few seconds, so are people's standings, and the
 * change feed and what
 * deleted notes were are kept for 90 days. Any number of gateways may do so at once. Returns what stops them.
 */
export function startCentreJobs(
  pool: pg.Pool,
  onError: (error: unknown, during: string) => void,
): { stop(): Promise<void> } {
  const jobs = [
    repeat(
      COUNTERS_EVERY_MS,
      () => foldCounters(pool),
      (error) => onError(error, 'folding counters'),
    ),
    repeat(
      STANDINGS_EVERY_MS,
      () => computeStandings(pool, Date.now()),
      (error) => onError(error, 'computing standings'),
    ),
    repeat(
      PRUNING_EVERY_MS,
      () => pruneChangeFeed(pool, Date.now()),
      (error) => onError(error, 'pruning the change feed'),
    ),
    repeat(
      PRUNING_EVERY_MS,
      () => pruneDeletedNotes(pool, Date.now()),
      (error) => onError(error, 'forgetting deleted notes'),
    ),
  ]
  return {
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()))
    },
  }
}
