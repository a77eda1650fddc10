import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import type { AppError } from '../../shared/errors/app-error.ts'
import { bringUpToDate, fileVersion, type Migration, readMigrations } from './migrations.ts'
import { openDatabase, type Sqlite } from './open-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'brainix-migrations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const known = readMigrations()
const newest = known.at(-1)?.whenMs ?? 0
let files = 0

function newPath(): string {
  const home = join(folder, String(++files))
  mkdirSync(home)
  return join(home, 'brainix.sqlite')
}

function later(tag: string, ...statements: string[]): Migration {
  return { tag, whenMs: newest + Number(tag.slice(0, 4)), statements, hash: tag }
}

function tablesOf(sqlite: Sqlite): string[] {
  return sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'")
    .pluck()
    .all() as string[]
}

/** One row in every table there is, waiting work included. */
function fillEveryTable(sqlite: Sqlite): void {
  for (const table of tablesOf(sqlite)) {
    if (table === 'staged_rows') continue // swept at every start
    const columns = sqlite.pragma(`table_info("${table}")`) as { name: string; type: string }[]
    const values = columns.map(({ name, type }) =>
      type.toLowerCase() === 'integer' ? 7 : name === 'args' ? '{"noteId":"n1"}' : `${table}.${name}`,
    )
    sqlite
      .prepare(
        `INSERT INTO "${table}" (${columns.map(({ name }) => `"${name}"`).join()}) VALUES (${columns.map(() => '?').join()})`,
      )
      .run(values)
  }
}

function contentOf(sqlite: Sqlite): Record<string, unknown[]> {
  return Object.fromEntries(
    tablesOf(sqlite).map((table) => [table, sqlite.prepare(`SELECT * FROM "${table}"`).all()]),
  )
}

function backupsOf(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.before-`))
}

function failureOf(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    return error as AppError
  }
  throw new Error('it did not fail')
}

describe('bringing a database to the newest version', () => {
  it.each(known.map((migration, at) => [migration.tag, at] as const))(
    'keeps every row and everything that waits of a file of version %s',
    (_, at) => {
      const path = newPath()
      const early = new Database(path)
      early.pragma('journal_mode = WAL')
      bringUpToDate(early, known.slice(0, at + 1))
      fillEveryTable(early)
      const before = contentOf(early)
      early.close()

      const opened = openDatabase(path)
      const after = contentOf(opened)
      expect(fileVersion(opened)).toBe(newest)
      expect(opened.pragma('integrity_check', { simple: true })).toBe('ok')
      for (const [table, rows] of Object.entries(before)) expect(after[table]).toMatchObject(rows)
      opened.close()
      expect(backupsOf(path)).toHaveLength(at === known.length - 1 ? 0 : 1)
    },
  )

  it('copies the file aside before it changes it, and keeps the copies of the two newest versions', () => {
    const path = newPath()
    const steps = ['9001_a', '9002_b', '9003_c'].map((tag) => later(tag, `CREATE TABLE t${tag} (id integer)`))
    const first = openDatabase(path)
    fillEveryTable(first)
    const before = contentOf(first)
    first.close()
    for (let at = 1; at <= 3; at++)
      openDatabase(path, { migrations: [...known, ...steps.slice(0, at)] }).close()
    expect(backupsOf(path)).toEqual(['brainix.sqlite.before-9002_b', 'brainix.sqlite.before-9003_c'])

    const copy = new Database(`${path}.before-9002_b`, { readonly: true })
    expect(contentOf(copy)).toMatchObject(before)
    copy.close()
  })

  it('makes no copy where there is nothing to change', () => {
    const path = newPath()
    openDatabase(path).close()
    openDatabase(path).close()
    expect(readdirSync(dirname(path))).toEqual(['brainix.sqlite'])
  })

  it('leaves the file as it was when a migration fails in the middle, and says so', () => {
    const path = newPath()
    const first = openDatabase(path)
    fillEveryTable(first)
    const before = contentOf(first)
    first.close()
    const bad = later('9001_bad', 'ALTER TABLE outbox ADD COLUMN extra text', 'DROP TABLE journal', 'NO SQL')
    const failure = failureOf(() => openDatabase(path, { migrations: [...known, bad] }))
    expect(failure).toMatchObject({ code: 'internal', details: { migration: '9001_bad' } })
    expect(failure.message).toContain('Nothing was changed')

    const again = openDatabase(path)
    expect(contentOf(again)).toEqual(before)
    expect(fileVersion(again)).toBe(newest)
    again.close()
  })

  it('leaves the file as it was when the disk is full in the middle of a migration', () => {
    const path = newPath()
    const first = openDatabase(path)
    fillEveryTable(first)
    const before = contentOf(first)
    first.close()
    // Nothing can grow from here on in this connection.
    const full = later('9001_big', 'PRAGMA max_page_count = 1', 'CREATE TABLE big (row text)', fillBig)
    expect(failureOf(() => openDatabase(path, { migrations: [...known, full] })).code).toBe('no-space')

    const again = openDatabase(path)
    expect(contentOf(again)).toEqual(before)
    again.close()
  })

  it('does not begin where the copy would not fit on the disk', () => {
    const path = newPath()
    openDatabase(path).close()
    const step = later('9001_a', 'CREATE TABLE a (id integer)')
    const failure = failureOf(() =>
      openDatabase(path, { migrations: [...known, step], freeBytes: () => 100_000 }),
    )
    expect(failure).toMatchObject({ code: 'no-space' })
    expect(failure.message).toMatch(/needs \d+ MB of free space/)
    const again = openDatabase(path)
    expect(fileVersion(again)).toBe(newest)
    again.close()
  })
})

const fillBig =
  'INSERT INTO big WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT hex(randomblob(500)) FROM n'
