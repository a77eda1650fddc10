import { bringForward, type Contract, contract } from '../../shared/contract/contract-versions.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { Tx } from '../db/write-door.ts'
import { readState, writeState } from './device-state.ts'

/**
 * After an update of the app: what an older version queued, or sent and keeps in the journal, is said as this version says it,
 * under its number. What cannot be said any more stays as it was: the centre judges it, and the person is told.
 */
export function bringOutboxForward(tx: Tx, to: Contract = contract): void {
  const from = Number(readState(tx.sqlite, 'contract') ?? 1)
  if (from >= to.version) return
  for (const table of ['outbox', 'journal'] as const) {
    const rows = tx.sqlite.prepare(`SELECT number, name, args FROM ${table}`).all() as {
      number: number
      name: string
      args: string
    }[]
    const update = tx.sqlite.prepare(`UPDATE ${table} SET name = ?, args = ? WHERE number = ?`)
    for (const { number, name, args } of rows) {
      const now = saidNow({ name, args: JSON.parse(args) }, from, to)
      if (now) update.run(now.name, JSON.stringify(now.args), number)
    }
  }
  // Keys are of the version that made them: nothing folds into what an older one queued.
  tx.sqlite.exec('UPDATE outbox SET fold_key = NULL')
  writeState(tx, 'contract', String(to.version))
  tx.touch('outbox')
}

function saidNow(mutation: { name: string; args: unknown }, from: number, to: Contract) {
  try {
    return bringForward(mutation, from, to)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
