import type { Sqlite } from '../db/open-database.ts'
import type { Tx } from '../db/write-door.ts'

/**
 * Single values of the device: `clientId`, `cursor` (of the last pull), `confirmed` (the centre's last word on mutation
 * numbers), `highest` (highest number ever confirmed: numbers are never used twice), `journalDays` (`prune-journal.ts`),
 * `heldDrafts` (`sync/held-drafts.ts`), `contract` (the version that what is queued is said in),
 * `sharedContentWhenMetered` (`waits` or `comes`), `reviewPlan` (how much to review in a day, JSON),
 * `downloadLimitBytes` (most bytes of files on this device), `incident` (the file
 * had to be rebuilt, and the person has not read so yet).
 */
export type DeviceStateKey =
  | 'clientId'
  | 'cursor'
  | 'confirmed'
  | 'highest'
  | 'journalDays'
  | 'heldDrafts'
  | 'contract'
  | 'lastSuccessAtMs'
  | 'deliveredAtMs'
  | 'sharedContentWhenMetered'
  | 'reviewPlan'
  | 'downloadLimitBytes'
  | 'incident'

export function readState(sqlite: Sqlite, key: DeviceStateKey): string | null {
  const row = sqlite.prepare('SELECT value FROM device_state WHERE key = ?').get(key) as
    | { value: string }
    | undefined
  return row?.value ?? null
}

export function writeState(tx: Tx, key: DeviceStateKey, value: string): void {
  tx.sqlite
    .prepare(
      'INSERT INTO device_state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    .run(key, value)
}
