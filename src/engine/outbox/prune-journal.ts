import { z } from 'zod'
import type { Tx } from '../db/write-door.ts'
import { readState, writeState } from './device-state.ts'

const dayMs = 24 * 60 * 60 * 1000
const daysKept = 30

/** For each of the last days on which the centre was met: up to which number it had confirmed. The oldest first. */
const journalDays = z.object({ atMs: z.number(), confirmed: z.array(z.number()) })

/**
 * Forgets what was confirmed more than 30 days ago. Days are counted as they pass, not computed from instants: however
 * far a clock jumps, and in whichever direction, that is one day. A device that is used seldom keeps its journal longer.
 * @param nowMs the centre's time: it is the centre's backups that the journal is for. UTC milliseconds.
 */
export function pruneJournal(tx: Tx, nowMs: number): void {
  const text = readState(tx.sqlite, 'journalDays')
  const known = text === null ? null : journalDays.parse(JSON.parse(text))
  const confirmed = Number(readState(tx.sqlite, 'confirmed') ?? 0)
  const isNewDay = known === null || Math.abs(nowMs - known.atMs) >= dayMs
  const wasPutBack = known?.confirmed.some((number) => number > confirmed) ?? false
  if (!isNewDay && !wasPutBack) return
  // A centre that was put back knows less: what it gets again is confirmed today, not long ago.
  const days = (known?.confirmed ?? []).map((number) => Math.min(number, confirmed))
  if (isNewDay) days.push(confirmed)
  if (days.length > daysKept + 1)
    tx.sqlite.prepare('DELETE FROM journal WHERE number <= ?').run(days.shift() ?? 0)
  const atMs = isNewDay ? nowMs : known.atMs
  writeState(tx, 'journalDays', JSON.stringify({ atMs, confirmed: days }))
}
