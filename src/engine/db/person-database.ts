import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors/app-error.ts'
import { type Migration, readMigrations, refuseNewer } from './migrations.ts'
import { type OpenOptions, openDatabase, type Sqlite } from './open-database.ts'
import { fileBytes, removeDatabase } from './read-damaged.ts'
import {
  buildDatabase,
  finishRebuild,
  type Incident,
  leapNumbers,
  rebuildDatabase,
} from './rebuild-database.ts'
import { asStorageError, isDamage } from './storage-errors.ts'

export interface PersonDatabaseOptions extends Pick<OpenOptions, 'freeBytes'> {
  nowMs: () => number
  makeId: () => string
  migrations?: readonly Migration[]
}

export interface PersonDatabase {
  readonly sqlite: Sqlite
  /** What happened, where this opening had to rebuild the file. */
  readonly incident: Incident | null
  /** Closes the file. The next opening trusts it without reading all of it; or, where damage was met in use, rebuilds it. */
  close(options?: { damaged?: boolean }): void
}

/**
 * Opens one person's database so that nothing they did is lost to a bad disk. A mark beside the file says that it is in
 * use; one found at opening means an unclean stop: then the whole file is read first, and numbering leaps ahead. A damaged
 * file is rebuilt from what can be read of it and kept aside (`rebuildDatabase`). A file that is fine costs one more look.
 * @throws AppError `contract-too-old`, `no-space`, `forbidden`, `unavailable`: then nothing was changed.
 */
export function openPersonDatabase(path: string, options: PersonDatabaseOptions): PersonDatabase {
  const migrations = options.migrations ?? readMigrations()
  const mark = `${path}.in-use`
  try {
    finishRebuild(path)
    const found = readMark(mark)
    let incident: Incident | null = null
    if (!exists(path) && fileBytes(`${path}-wal`) === 0) create(path, migrations)
    let sqlite: Sqlite
    try {
      if (found === 'damaged') throw damage('it was met in use')
      sqlite = openSound(path, migrations, found !== null, options)
    } catch (error) {
      if (!isDamage(error)) throw error
      incident = rebuildDatabase(path, { ...options, migrations })
      sqlite = openSound(path, migrations, false, options)
    }
    setMark(mark, 'in use')
    return {
      sqlite,
      incident,
      close: ({ damaged = false } = {}) => {
        if (!sqlite.open) return
        sqlite.close()
        if (damaged) setMark(mark, 'damaged')
        else rmSync(mark, { force: true })
      },
    }
  } catch (error) {
    throw asStorageError(asFileError(error))
  }
}

function openSound(
  path: string,
  migrations: readonly Migration[],
  unclean: boolean,
  { freeBytes }: PersonDatabaseOptions,
): Sqlite {
  lookFirst(path, migrations)
  const sqlite = openDatabase(path, { migrations, check: unclean, ...(freeBytes ? { freeBytes } : {}) })
  try {
    if (unclean) leapNumbers(sqlite)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** Finds what must not be opened for writing, by looking without writing. */
function lookFirst(path: string, migrations: readonly Migration[]): void {
  // An emptied file would be taken for a new one, and its log thrown away.
  if (fileBytes(path) === 0) throw damage('there is no database in the file')
  accessSync(path, constants.R_OK | constants.W_OK)
  const sqlite = new Database(path, { readonly: true })
  try {
    refuseNewer(sqlite, migrations)
  } finally {
    sqlite.close()
  }
}

/** Aside first: a file under the final name is never a half-made one of ours. */
function create(path: string, migrations: readonly Migration[]): void {
  buildDatabase(`${path}.building`, migrations)
  removeDatabase(path)
  renameSync(`${path}.building`, path)
}

type Mark = 'in use' | 'damaged'

function readMark(mark: string): Mark | null {
  if (!exists(mark)) return null
  return readFileSync(mark, 'utf8') === 'damaged' ? 'damaged' : 'in use'
}

/** A disk too full for the mark does not keep anybody from reading. */
function setMark(mark: string, text: Mark): void {
  try {
    const file = openSync(mark, 'w')
    try {
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (!isFileError(error, 'ENOSPC', 'EDQUOT')) throw error
  }
}

function damage(what: string): Error {
  return new Database.SqliteError(what, 'SQLITE_NOTADB')
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

function asFileError(error: unknown): unknown {
  if (isFileError(error, 'ENOSPC', 'EDQUOT'))
    return new AppError('no-space', 'The disk is full. Nothing was lost; free some space and try again.', {
      cause: error,
    })
  if (isFileError(error, 'EACCES', 'EPERM', 'EROFS'))
    return new AppError(
      'forbidden',
      'BrainiX may not write to its folder on this device. Nothing was changed; check the permissions of the folder.',
      { cause: error },
    )
  return error
}

function isFileError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
