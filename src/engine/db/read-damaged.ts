import {
  closeSync,
  copyFileSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import Database from 'better-sqlite3'
import type { Sqlite } from './open-database.ts'

export interface DamagedDatabase {
  sqlite: Sqlite
  /** The file's own list of tables was gone and a new file's stands in for it: what is read must be checked strictly. */
  borrowed: boolean
  close(): void
}

const pageBytes = 16_384

/**
 * Opens what is left of a database, its write-ahead log included, without changing either. A file that cannot be opened
 * by itself is opened as a copy: an emptied one has what its log still holds, and one whose first page is gone gets the
 * first pages of a new file, whose tables begin at the same places.
 * @param makeEmpty makes a new, empty database of this version at a path.
 * @returns null when there is nothing left to read.
 */
export function openDamaged(path: string, makeEmpty: (path: string) => void): DamagedDatabase | null {
  const size = fileBytes(path)
  const logSize = fileBytes(`${path}-wal`)
  if (size >= 512) {
    const inPlace = openReadable(path, { readonly: true })
    if (inPlace) return { sqlite: inPlace, borrowed: false, close: () => inPlace.close() }
  } else if (logSize === 0) return null
  const scratch = `${path}.scratch`
  removeDatabase(scratch)
  const finish = (sqlite: Sqlite | null, borrowed: boolean): DamagedDatabase | null => {
    if (!sqlite) return null
    return {
      sqlite,
      borrowed,
      close: () => {
        sqlite.close()
        removeDatabase(scratch)
      },
    }
  }
  copy(path, scratch, size, logSize)
  const asCopy = finish(openReadable(scratch), false)
  if (asCopy) return asCopy
  copy(path, scratch, size, logSize)
  lendFirstPages(scratch, makeEmpty)
  const withLentPages = finish(openReadable(scratch), true)
  if (!withLentPages) removeDatabase(scratch)
  return withLentPages
}

/** Removes a database with its log. */
export function removeDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
}

/** Size of a file; 0 for what is no file. */
export function fileBytes(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  return found?.isFile() ? found.size : 0
}

/** Opens a file whose list of tables can be read. */
function openReadable(path: string, options: { readonly?: boolean } = {}): Sqlite | null {
  let sqlite: Sqlite | undefined
  try {
    sqlite = new Database(path, options)
    const tables = sqlite.prepare('SELECT name, sql FROM sqlite_schema').all()
    if (tables.length > 0) return sqlite
  } catch {
    // Told by the null.
  }
  sqlite?.close()
  return null
}

function copy(path: string, to: string, size: number, logSize: number): void {
  removeDatabase(to)
  if (size > 0) copyFileSync(path, to)
  else closeSync(openSync(to, 'w'))
  // SQLite throws a log away whose database has no page at all.
  if (size < pageBytes) truncateSync(to, pageBytes)
  if (logSize > 0) copyFileSync(`${path}-wal`, `${to}-wal`)
}

function lendFirstPages(path: string, makeEmpty: (path: string) => void): void {
  const empty = `${path}.empty`
  removeDatabase(empty)
  makeEmpty(empty)
  const lender = new Database(empty, { readonly: true })
  const pages = lender
    .prepare("SELECT pageno FROM dbstat WHERE name IN ('sqlite_schema', 'sqlite_master')")
    .pluck()
    .all() as number[]
  lender.close()
  const from = openSync(empty, 'r')
  const to = openSync(path, 'r+')
  try {
    for (const page of pages) {
      const bytes = Buffer.alloc(pageBytes)
      readSync(from, bytes, 0, pageBytes, (page - 1) * pageBytes)
      if (page === 1) {
        bytes.fill(2, 18, 20) // read and written with a log
        bytes.fill(0, 28, 40) // size and free pages: to be taken from the file itself
      }
      writeSync(to, bytes, 0, pageBytes, (page - 1) * pageBytes)
    }
  } finally {
    closeSync(from)
    closeSync(to)
    removeDatabase(empty)
  }
}
