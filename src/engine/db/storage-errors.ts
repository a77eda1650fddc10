import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors/app-error.ts'

/**
 * SQLite's own failures in words for people: `no-space`, `damaged`, `forbidden` (the file may not be written),
 * `unavailable` (the disk or another program is in the way). Anything else as it is.
 */
export function asStorageError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const { code } = error
  if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_SHMSIZE')
    return new AppError('no-space', 'The disk is full. Nothing was lost; free some space and try again.', {
      cause: error,
    })
  if (saysDamage(code))
    return new AppError('damaged', 'The database of this device is damaged.', { cause: error })
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code))
    return new AppError(
      'forbidden',
      'BrainiX may not write to its folder on this device. Nothing was changed; check the permissions of the folder.',
      { cause: error },
    )
  if (/^SQLITE_(BUSY|LOCKED|IOERR|PROTOCOL)/.test(code))
    return new AppError(
      'unavailable',
      'The disk of this device does not answer right now. Nothing was changed.',
      {
        cause: error,
      },
    )
  return error
}

/** Whether an error says that the database file of this device is damaged, be it SQLite's own or translated. */
export function isDamage(error: unknown): boolean {
  const origin = error instanceof AppError ? error.cause : error
  return origin instanceof Database.SqliteError && saysDamage(origin.code)
}

function saysDamage(code: string): boolean {
  return code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')
}
