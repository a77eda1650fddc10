import Database from 'better-sqlite3'
import { bringUpToDate, type Migration, readMigrations } from './migrations.ts'
import { asStorageError } from './storage-errors.ts'

export type Sqlite = Database.Database

export interface OpenOptions {
  /** What this version of the app knows; those beside the code when left out. */
  migrations?: readonly Migration[]
  /** Reads the whole file first, as after an unclean stop. */
  check?: boolean
  /** Free space of a folder in bytes; asks the file system when left out. */
  freeBytes?: (folder: string) => number
}

/**
 * Opens (or creates) one person's database and brings it up to date. WAL and `synchronous=FULL`: a power cut must not
 * eat a handed-in quiz. 16 KiB pages, a 32 MB cache and a log of up to 64 MB for bulk apply.
 * @throws AppError `damaged` when the file is no sound database, `no-space` when the disk is full, `contract-too-old` when
 * a newer version wrote it, `forbidden` when it may not be written.
 */
export function openDatabase(path: string, options: OpenOptions = {}): Sqlite {
  let sqlite: Sqlite | undefined
  try {
    sqlite = new Database(path)
    sqlite.pragma('page_size = 16384')
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('cache_size = -32768')
    sqlite.pragma('temp_store = MEMORY')
    sqlite.pragma('busy_timeout = 5000')
    sqlite.pragma('wal_autocheckpoint = 4000')
    sqlite.pragma('journal_size_limit = 67108864')
    if (options.check) quickCheck(sqlite)
    bringUpToDate(sqlite, options.migrations ?? readMigrations(), options.freeBytes)
    sweepStaged(sqlite)
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

/** Reads every page. @throws SqliteError `SQLITE_CORRUPT` with the first thing that is wrong. */
function quickCheck(sqlite: Sqlite): void {
  const found = sqlite.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw new Database.SqliteError(String(found), 'SQLITE_CORRUPT')
}

/** What an interrupted full pull or refetch gathered. On a full disk it stays until there is room to remove it. */
function sweepStaged(sqlite: Sqlite): void {
  try {
    if (sqlite.prepare('SELECT 1 FROM staged_rows LIMIT 1').get()) sqlite.exec('DELETE FROM staged_rows')
  } catch (error) {
    if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_FULL'))) throw error
  }
}
