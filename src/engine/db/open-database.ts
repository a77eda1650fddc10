import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { AppError } from '../../shared/errors/app-error.ts'

export type Sqlite = Database.Database

/**
 * Opens (or creates) one person's database and brings it up to date. WAL and `synchronous=FULL`: a power cut must not
 * eat a handed-in quiz. 16 KiB pages and a 32 MB cache for bulk apply.
 * @throws AppError `damaged` when the file is no database or cannot be migrated, `no-space` when the disk is full.
 */
export function openDatabase(path: string): Sqlite {
  let sqlite: Sqlite | undefined
  try {
    sqlite = new Database(path)
    sqlite.pragma('page_size = 16384')
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('cache_size = -32768')
    sqlite.pragma('temp_store = MEMORY')
    sqlite.pragma('busy_timeout = 5000')
    sqlite.pragma('journal_size_limit = 67108864')
    migrate(drizzle(sqlite), { migrationsFolder: migrationsFolder() })
    sqlite.exec('DELETE FROM staged_rows')
    return sqlite
  } catch (error) {
    sqlite?.close()
    throw asStorageError(error)
  }
}

/** A second connection that cannot write, for queries. Sees what is committed. */
export function openReader(path: string): Sqlite {
  const sqlite = new Database(path, { readonly: true })
  sqlite.pragma('cache_size = -32768')
  sqlite.pragma('mmap_size = 268435456')
  return sqlite
}

/** SQLite's own failures in words for people; anything else as it is. */
export function asStorageError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  if (error.code.startsWith('SQLITE_FULL'))
    return new AppError('no-space', 'The disk is full. Nothing was lost; free some space and try again.', {
      cause: error,
    })
  if (error.code.startsWith('SQLITE_NOTADB') || error.code.startsWith('SQLITE_CORRUPT'))
    return new AppError('damaged', 'The database of this device is damaged.', { cause: error })
  return error
}

/** The generated migrations lie beside the code, whether it runs from source or bundled. */
function migrationsFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'drizzle', 'sqlite')
    if (existsSync(join(candidate, 'meta', '_journal.json'))) return candidate
    if (dirname(folder) === folder) throw new AppError('internal', 'BrainiX is not installed completely.')
  }
}
