import { isMutationName } from '../../shared/contract/mutations.ts'
import type { WireMutation } from '../../shared/contract/wire.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { Tx } from '../db/write-door.ts'
import { readState } from '../outbox/device-state.ts'
import { appendToOutbox } from '../outbox/outbox.ts'
import type { UnsentFile } from '../outbox/unsent-file.ts'
import { applyOnDevice, parseMutation } from './device-mutations.ts'

export interface ImportOutcome {
  imported: number
  /** Already here. */
  skipped: number
  /** What could not be done on this device, and why. It stays in the file. */
  failed: { mutation: WireMutation; reason: string }[]
}

/**
 * Does what a file of unsent work says, in its order, as if it were done here. What was imported before is left out, and
 * what cannot be applied takes nothing else with it.
 */
export function importUnsent(tx: Tx, file: UnsentFile, userId: string, nowMs: number): ImportOutcome {
  const outcome: ImportOutcome = { imported: 0, skipped: 0, failed: [] }
  const remember = tx.sqlite.prepare(
    'INSERT INTO imported_mutations (client_id, number) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const known = knownNumbers(tx, file.clientId)
  for (const mutation of file.mutations.toSorted((left, right) => left.number - right.number)) {
    if (known(mutation.number)) {
      outcome.skipped += 1
      continue
    }
    tx.sqlite.exec('SAVEPOINT import')
    try {
      doHere(tx, mutation, userId, nowMs)
      remember.run(file.clientId, mutation.number)
      outcome.imported += 1
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      tx.sqlite.exec('ROLLBACK TO import')
      outcome.failed.push({ mutation, reason: error.message })
    }
    tx.sqlite.exec('RELEASE import')
  }
  return outcome
}

function doHere(tx: Tx, wire: WireMutation, userId: string, nowMs: number): void {
  if (!isMutationName(wire.name))
    throw new AppError('bad-input', 'This was done with another version of BrainiX.')
  const mutation = parseMutation(wire.name, wire.args)
  const madeAtMs = Math.max(0, Math.min(wire.madeAtMs, nowMs))
  applyOnDevice({ tx, userId, madeAtMs }, mutation)
  appendToOutbox(tx, mutation, madeAtMs)
}

/** Numbers of the other device that are here already: imported before, or this device's own. */
function knownNumbers(tx: Tx, clientId: string): (number: number) => boolean {
  const rows = tx.sqlite
    .prepare('SELECT number FROM imported_mutations WHERE client_id = ?')
    .all(clientId) as { number: number }[]
  const imported = new Set(rows.map((row) => row.number))
  if (clientId !== readState(tx.sqlite, 'clientId')) return (number) => imported.has(number)
  const own = tx.sqlite.prepare(
    'SELECT 1 FROM outbox WHERE number = ? UNION ALL SELECT 1 FROM journal WHERE number = ?',
  )
  return (number) => imported.has(number) || own.get(number, number) !== undefined
}
