import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../shared/errors/app-error.ts'
import { asStorageError, isDamage } from './storage-errors.ts'

type Sqlite = Database.Database

export interface Migration {
  /** `0001_local`. */
  tag: string
  /** When it was made, UTC milliseconds: gives the order, and names the version of a file. */
  whenMs: number
  statements: string[]
  hash: string
}

const backupsKept = 2

const journal = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) })

/**
 * The migrations this version of the app knows, oldest first. They lie beside the code, whether it runs from source or
 * bundled.
 */
export function readMigrations(folder = migrationsFolder()): Migration[] {
  const { entries } = journal.parse(JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')))
  return entries
    .toSorted((left, right) => left.when - right.when)
    .map(({ tag, when }) => {
      const text = readFileSync(join(folder, `${tag}.sql`), 'utf8')
      return {
        tag,
        whenMs: when,
        statements: text.split('--> statement-breakpoint'),
        hash: createHash('sha256').update(text).digest('hex'),
      }
    })
}

/** The version of a file: when its last migration was made. Null for a file that has none. */
export function fileVersion(sqlite: Sqlite): number | null {
  const known = sqlite
    .prepare("SELECT count(*) AS known FROM sqlite_schema WHERE name = '__drizzle_migrations'")
    .get() as { known: number }
  if (known.known === 0) return null
  const row = sqlite.prepare('SELECT max(created_at) AS version FROM __drizzle_migrations').get() as {
    version: number | null
  }
  return row.version === null ? null : Number(row.version)
}

/** @throws AppError `contract-too-old` when the file was written by a newer version of the app. Nothing is changed. */
export function refuseNewer(sqlite: Sqlite, migrations: readonly Migration[]): void {
  const version = fileVersion(sqlite)
  const newest = migrations.at(-1)?.whenMs ?? 0
  if (version !== null && version > newest)
    throw new AppError(
      'contract-too-old',
      'Your work on this device was saved by a newer version of BrainiX. Nothing was changed. Please install the newest version to open it.',
      { details: { fileVersion: version, appVersion: newest } },
    )
}

/**
 * Brings a file to the newest version in one transaction. Before that, a file with content is copied beside itself
 * (`<name>.before-<tag>`), one copy a version, the two newest kept.
 * @returns the tags that were applied.
 * @throws AppError `no-space` when copy and change do not fit on the disk, `internal` when a migration fails: either way
 * the file stays as it was.
 */
export function bringUpToDate(
  sqlite: Sqlite,
  migrations: readonly Migration[],
  freeBytes: (folder: string) => number = freeBytesIn,
): string[] {
  refuseNewer(sqlite, migrations)
  const version = fileVersion(sqlite)
  const pending = migrations.filter(({ whenMs }) => version === null || whenMs > version)
  const [next] = pending
  if (!next) return []
  if (version !== null) backUp(sqlite, next.tag, freeBytes)
  try {
    applyInOneTransaction(sqlite, pending)
  } catch (error) {
    const storage = asStorageError(error)
    if (storage instanceof AppError || isDamage(error)) throw storage
    throw new AppError(
      'internal',
      'BrainiX could not bring its database to this version. Nothing was changed: the version you had before still opens it.',
      { cause: error, details: { migration: next.tag } },
    )
  }
  return pending.map(({ tag }) => tag)
}

function applyInOneTransaction(sqlite: Sqlite, pending: readonly Migration[]): void {
  sqlite.exec('BEGIN IMMEDIATE')
  try {
    sqlite.exec(
      'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
    )
    const note = sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
    for (const migration of pending) {
      for (const statement of migration.statements) sqlite.exec(statement)
      note.run(migration.hash, migration.whenMs)
    }
    sqlite.exec('COMMIT')
  } catch (error) {
    // SQLite has ended the transaction itself where the disk was full.
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK')
    throw error
  }
}

function backUp(sqlite: Sqlite, nextTag: string, freeBytes: (folder: string) => number): void {
  const folder = dirname(sqlite.name)
  const backup = `${sqlite.name}.before-${nextTag}`
  const count = (pragma: string) => Number(sqlite.pragma(pragma, { simple: true }))
  const sizeBytes = count('page_count') * count('page_size')
  // Once for the copy, and once for what a migration may rewrite.
  const neededBytes = sizeBytes * 2
  if (freeBytes(folder) < neededBytes)
    throw new AppError(
      'no-space',
      `BrainiX needs ${Math.ceil(neededBytes / 1e6)} MB of free space to bring its database to this version. Nothing was changed; free some space and start it again.`,
      { details: { neededBytes } },
    )
  const unfinished = `${backup}.unfinished`
  rmSync(unfinished, { force: true })
  try {
    sqlite.prepare('VACUUM INTO ?').run(unfinished)
    flush(unfinished)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw asStorageError(error)
  }
  renameSync(unfinished, backup)
  pruneBackups(sqlite.name)
}

/** Copies before older versions go, the newest two stay. Tags begin with their number, so names are in order. */
function pruneBackups(path: string): void {
  const folder = dirname(path)
  const backups = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(path)}.before-`) && !name.endsWith('.unfinished'))
    .sort()
  for (const name of backups.slice(0, -backupsKept)) rmSync(join(folder, name))
}

/** Waits until a file is on the disk. */
export function flush(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function freeBytesIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function migrationsFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'drizzle', 'sqlite')
    if (existsSync(join(candidate, 'meta', '_journal.json'))) return candidate
    if (dirname(folder) === folder) throw new AppError('internal', 'BrainiX is not installed completely.')
  }
}
