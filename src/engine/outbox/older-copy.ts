import { createId } from '../../shared/domain/ids.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { Tx } from '../db/write-door.ts'
import { readState, writeState } from './device-state.ts'

/**
 * A data folder that was put back from an older copy, or copied to a second machine, does not know the numbers the
 * device gave since. Were it to give them to something new, the centre would take that for a retry, and skip it. Two signs
 * tell: the centre knows a higher number than was ever sent from here, or it knew a number before it was first sent.
 */

/** The highest number that may have left this device, as far as its file knows. */
export function highestSent(sqlite: Sqlite): number {
  const row = sqlite
    .prepare(
      `SELECT max(coalesce((SELECT max(number) FROM outbox WHERE sent = 1), 0),
                  coalesce((SELECT max(number) FROM journal), 0),
                  coalesce((SELECT CAST(value AS INTEGER) FROM device_state WHERE key = 'confirmed'), 0)) AS highest`,
    )
    .get() as { highest: number }
  return row.highest
}

/** The centre knew these numbers before they were first sent from here: they stand for something else there. */
export function neverArrived(tx: Tx, fromNumber: number): void {
  tx.sqlite.prepare('UPDATE outbox SET sent = 0 WHERE number >= ?').run(fromNumber)
}

/**
 * Gives the device another name towards the centre. What waits keeps its numbers and goes out under the new name; what
 * the copy had not sent may have been sent by the original as well, and ids made on the device keep it from doubling.
 * The journal belongs to the old name: the centre will be asked about the new one only.
 */
export function becomeAnotherDevice(tx: Tx): void {
  const highest = Math.max(highestSent(tx.sqlite), Number(readState(tx.sqlite, 'highest') ?? 0))
  writeState(tx, 'highest', String(highest))
  writeState(tx, 'clientId', createId())
  writeState(tx, 'confirmed', '0')
  tx.sqlite.exec("DELETE FROM journal; DELETE FROM device_state WHERE key = 'journalDays'")
  tx.touch('outbox')
}
