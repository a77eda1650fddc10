import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../src/shared/errors/app-error.ts'

/**
 * Makes sure that one process at a time works in a folder. The lock is the operating system's, held through SQLite on
 * every platform alike, so it ends with the process however that ends. Returns what releases it.
 * @throws AppError `already-exists` when another process holds it.
 */
export function lockFolder(folder: string, whoHoldsIt: string): () => void {
  const db = new Database(join(folder, 'lock.sqlite'), { timeout: 0 })
  try {
    db.pragma('journal_mode = DELETE')
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    if (cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY'))
      throw new AppError('already-exists', `${whoHoldsIt} is already running in ${folder}.`, { cause })
    throw cause
  }
  return () => db.close()
}
