import { fork } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../shared/errors/app-error.ts'
import { type Migration, readMigrations } from './migrations.ts'
import type { Sqlite } from './open-database.ts'
import { openPersonDatabase, type PersonDatabase } from './person-database.ts'

// Processes are started, and other suites run beside this one.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'brainix-person-'))
chmodSync(folder, 0o755)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pageBytes = 16_384
const atMs = Date.UTC(2026, 10, 22, 9, 5)
const clientId = 'c0ld0ldld0ldld0ldclient'
let path: string
let madeIds = 0

beforeEach((context) => {
  const home = join(folder, context.task.id)
  mkdirSync(home)
  path = join(home, 'brainix.sqlite')
})

function open(migrations?: Migration[]): PersonDatabase {
  return openPersonDatabase(path, {
    nowMs: () => atMs,
    makeId: () => `newclient${++madeIds}`,
    ...(migrations ? { migrations } : {}),
  })
}

function failureOf(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    return error as AppError
  }
  throw new Error('it did not fail')
}

const state = (sqlite: Sqlite, key: string): unknown =>
  sqlite.prepare('SELECT value FROM device_state WHERE key = ?').pluck().get(key)

const numbers = (sqlite: Sqlite, table = 'outbox'): unknown[] =>
  sqlite.prepare(`SELECT number FROM ${table} ORDER BY number`).pluck().all()

const names = (): string[] => readdirSync(dirname(path)).sort()

/** What a device has after some weeks: waiting work, a journal, numbers, kept courses, a mirror. */
function fill(sqlite: Sqlite, waiting = 40): void {
  const entry = sqlite.prepare(
    `INSERT INTO outbox (number, name, args, made_at_ms, sent, fold_key) VALUES (?, 'notes.edit', ?, 5, ?, ?)`,
  )
  const done = sqlite.prepare(
    `INSERT INTO journal (number, name, args, made_at_ms, confirmed_at_ms) VALUES (?, 'notes.create', ?, 5, 6)`,
  )
  const note = sqlite.prepare(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content, created_at, updated_at)
     VALUES (?, 'u1', 'l1', 'c1', ?, 1, 2)`,
  )
  sqlite.transaction(() => {
    for (let at = 1; at <= 100; at++)
      done.run(at, JSON.stringify({ noteId: `n${at}`, content: 'é'.repeat(900) }))
    for (let at = 101; at <= 100 + waiting; at++)
      entry.run(
        at,
        JSON.stringify({ noteId: `n${at}`, content: 'waiting '.repeat(300) }),
        Number(at < 105),
        `note:n${at}`,
      )
    for (let at = 1; at <= 300; at++) note.run(`n${at}`, `note ${at} `.repeat(100))
    const set = sqlite.prepare('INSERT INTO device_state (key, value) VALUES (?, ?)')
    set.run('clientId', clientId)
    set.run('cursor', 'somewhere')
    set.run('confirmed', '100')
    set.run('highest', '100')
    sqlite.exec("INSERT INTO kept_courses (course_id, partial, requested_at_ms) VALUES ('c1', 1, 3)")
    sqlite.exec("INSERT INTO kept_lessons (course_id, lesson_id) VALUES ('c1', 'l1')")
    sqlite.exec(
      "INSERT INTO shape_cursors (name, course_id, handle, \"offset\", up_to_date) VALUES ('lessons', 'c1', 'h', '0_0', 1)",
    )
  })()
}

/** A device's database as it is after the app was closed. */
function filled(waiting?: number): void {
  const database = open()
  fill(database.sqlite, waiting)
  database.close()
}

/** As `filled`, but as a power cut leaves it: everything is in the log, and the mark is there. */
function leftInTheLog(waiting?: number): void {
  const database = open()
  database.sqlite.pragma('wal_autocheckpoint = 0')
  fill(database.sqlite, waiting)
  const away = `${path}.away`
  copyFileSync(path, away)
  copyFileSync(`${path}-wal`, `${away}-wal`)
  database.close()
  renameSync(away, path)
  renameSync(`${away}-wal`, `${path}-wal`)
  writeFileSync(`${path}.in-use`, 'in use')
}

function pagesOf(table: string): number[] {
  const sqlite = new Database(path, { readonly: true })
  const pages = sqlite
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
    .pluck()
    .all(table) as number[]
  sqlite.close()
  return pages
}

function breakPages(pages: number[]): void {
  const bytes = readFileSync(path)
  for (const page of pages) bytes.fill(0xee, (page - 1) * pageBytes, page * pageBytes)
  writeFileSync(path, bytes)
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

describe('a database that is fine', () => {
  it('is opened as it was left, without another look or a gap in the numbers', () => {
    filled()
    expect(names()).toEqual(['brainix.sqlite'])
    const { sqlite, incident, close } = open()
    expect(incident).toBeNull()
    expect(names()).toContain('brainix.sqlite.in-use')
    expect(numbers(sqlite)).toEqual(range(101, 140))
    expect(state(sqlite, 'highest')).toBe('100')
    expect(sqlite.prepare('SELECT count(*) FROM outbox WHERE fold_key IS NULL').pluck().get()).toBe(0)
    close()
    expect(names()).toEqual(['brainix.sqlite'])
  })

  it('[OB-2] goes on far beyond every number after an unclean stop, and folds nothing into what may have left', () => {
    filled()
    writeFileSync(`${path}.in-use`, 'in use')
    const { sqlite, incident, close } = open()
    expect(incident).toBeNull()
    expect(numbers(sqlite)).toEqual(range(101, 140))
    expect(state(sqlite, 'highest')).toBe('1000140')
    expect(state(sqlite, 'clientId')).toBe(clientId)
    expect(sqlite.prepare('SELECT count(*) FROM outbox WHERE fold_key IS NOT NULL').pluck().get()).toBe(0)
    close()
  })
})

describe('after a power cut', () => {
  it('[OB-5] has everything that was in the log', () => {
    leftInTheLog()
    const { sqlite, incident, close } = open()
    expect(incident).toBeNull()
    expect(numbers(sqlite)).toEqual(range(101, 140))
    expect(numbers(sqlite, 'journal')).toEqual(range(1, 100))
    close()
  })

  it('loses only the transaction whose last page is torn, and all of that', () => {
    leftInTheLog()
    const full = statSync(`${path}-wal`).size
    const database = open()
    database.sqlite.pragma('wal_autocheckpoint = 0')
    const after = statSync(`${path}-wal`).size
    database.sqlite.exec("UPDATE notes SET content = 'changed' || content")
    const torn = `${path}.torn`
    copyFileSync(path, torn)
    copyFileSync(`${path}-wal`, `${torn}-wal`)
    expect(statSync(`${torn}-wal`).size).toBeGreaterThan(Math.max(full, after))
    database.close()
    renameSync(torn, path)
    renameSync(`${torn}-wal`, `${path}-wal`)
    const log = readFileSync(`${path}-wal`)
    log.fill(0, log.length - pageBytes / 2)
    writeFileSync(`${path}-wal`, log)
    writeFileSync(`${path}.in-use`, 'in use')

    const again = open()
    expect(again.incident).toBeNull()
    expect(numbers(again.sqlite)).toEqual(range(101, 140))
    expect(
      again.sqlite.prepare("SELECT count(*) FROM notes WHERE content LIKE 'changed%'").pluck().get(),
    ).toBe(0)
    expect(again.sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
    again.close()
  })

  it('[OB-5] keeps what was committed and nothing of the transaction that kill -9 ended', async () => {
    filled()
    const child = fork(new URL('../../../tests/support/killed-writer.ts', import.meta.url), [path])
    const committed = await new Promise<number>((resolve) => {
      let last = 0
      child.on('message', (message) => {
        last = Number(message)
        if (last === 150) child.kill('SIGKILL')
      })
      child.on('exit', () => resolve(last))
    })
    expect(committed).toBeGreaterThanOrEqual(150)
    const { sqlite, incident, close } = open()
    expect(incident).toBeNull()
    const found = numbers(sqlite)
    expect(found.slice(0, committed - 100)).toEqual(range(101, committed))
    // An entry and its row are one: neither is there without the other.
    expect(sqlite.prepare("SELECT count(*) FROM notes WHERE id LIKE 'made-%'").pluck().get()).toBe(
      found.length - 40,
    )
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
    close()
  })
})

describe('a damaged database', () => {
  it('is found after an unclean stop and rebuilt with all that waits; the damaged file stays as it was', () => {
    filled()
    breakPages(pagesOf('notes').slice(2, 5))
    const damaged = readFileSync(path)
    writeFileSync(`${path}.in-use`, 'in use')
    const { sqlite, incident, close } = open()
    expect(incident).toEqual({
      atMs,
      damagedFile: 'brainix.damaged-2026-11-22T09-05-00-000Z.sqlite',
      rescued: 40,
      outboxWhole: true,
      newClientId: false,
    })
    expect(readFileSync(join(dirname(path), incident?.damagedFile ?? '')).equals(damaged)).toBe(true)
    expect(JSON.parse(String(state(sqlite, 'incident')))).toEqual(incident)
    expect(numbers(sqlite)).toEqual(range(101, 140))
    expect(numbers(sqlite, 'journal')).toEqual(range(1, 100))
    expect(sqlite.prepare('SELECT args FROM outbox WHERE number = 140').pluck().get()).toBe(
      JSON.stringify({ noteId: 'n140', content: 'waiting '.repeat(300) }),
    )
    expect([state(sqlite, 'clientId'), state(sqlite, 'highest')]).toEqual([clientId, '1000140'])
    expect(sqlite.prepare('SELECT course_id, partial FROM kept_courses').all()).toEqual([
      { course_id: 'c1', partial: 1 },
    ])
    expect(sqlite.prepare('SELECT lesson_id FROM kept_lessons').pluck().all()).toEqual(['l1'])
    // Everything is fetched anew; until then what could be read is here.
    expect(state(sqlite, 'cursor')).toBeUndefined()
    expect(sqlite.prepare('SELECT count(*) FROM shape_cursors').pluck().get()).toBe(0)
    const notes = sqlite.prepare('SELECT count(*) FROM notes').pluck().get()
    expect(notes).toBeGreaterThan(200)
    expect(notes).toBeLessThan(300)
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
    close()
    const again = open()
    expect(again.incident).toBeNull()
    expect(numbers(again.sqlite)).toEqual(range(101, 140))
    again.close()
  })

  it('is rebuilt with what is only in its log', () => {
    leftInTheLog()
    const bytes = readFileSync(path)
    bytes.fill(0xee, 2 * pageBytes)
    writeFileSync(path, bytes)
    const { sqlite, close } = open()
    expect(numbers(sqlite)).toEqual(range(101, 140))
    expect(state(sqlite, 'clientId')).toBe(clientId)
    close()
  })

  it('[OB-2] says that part of the queue could not be read, and never gives its numbers to anything else', () => {
    filled(200)
    const pages = pagesOf('outbox')
    expect(pages.length).toBeGreaterThan(5)
    breakPages(pages.slice(-2))
    writeFileSync(`${path}.in-use`, 'in use')
    const { sqlite, incident, close } = open()
    expect(incident).toMatchObject({ outboxWhole: false, newClientId: false })
    const found = numbers(sqlite)
    expect(found.length).toBe(incident?.rescued)
    expect(found.length).toBeGreaterThan(150)
    expect(found.length).toBeLessThan(200)
    expect(Number(state(sqlite, 'highest'))).toBeGreaterThan(1_000_100)
    close()
  })

  it("[OB-2] becomes another device to the centre when the device's own name is lost", () => {
    filled()
    breakPages(pagesOf('device_state'))
    writeFileSync(`${path}.in-use`, 'in use')
    const { sqlite, incident, close } = open()
    expect(incident).toMatchObject({ rescued: 40, outboxWhole: false, newClientId: true })
    expect(state(sqlite, 'clientId')).toMatch(/^newclient/)
    expect(state(sqlite, 'confirmed')).toBeUndefined()
    expect(numbers(sqlite)).toEqual(range(1, 40))
    expect(numbers(sqlite, 'journal')).toEqual([])
    expect(sqlite.prepare('SELECT args FROM outbox WHERE number = 40').pluck().get()).toContain('"n140"')
    close()
  })

  it('gives up its queue even when its first page is gone', () => {
    filled()
    breakPages([1])
    const { sqlite, incident, close } = open()
    expect(incident).toMatchObject({ rescued: 40, outboxWhole: false, newClientId: false })
    expect(numbers(sqlite)).toEqual(range(101, 140))
    expect(numbers(sqlite, 'journal')).toEqual(range(1, 100))
    close()
  })

  it('is rebuilt when damage was met in use, even where a check finds nothing', () => {
    filled()
    open().close({ damaged: true })
    const { sqlite, incident, close } = open()
    expect(incident).toMatchObject({ rescued: 40, outboxWhole: true })
    expect(sqlite.prepare('SELECT count(*) FROM notes').pluck().get()).toBe(300)
    close()
    expect(open().incident).toBeNull()
  })

  it('is rebuilt when it was cut off', () => {
    filled()
    truncateSync(path, statSync(path).size - 7 * pageBytes - 100)
    writeFileSync(`${path}.in-use`, 'in use')
    const { sqlite, incident, close } = open()
    expect(incident).not.toBeNull()
    expect(state(sqlite, 'clientId')).toBe(clientId)
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
    close()
  })

  it('gives up what its log holds when the file itself was emptied', () => {
    leftInTheLog()
    truncateSync(path, 0)
    const { sqlite, incident, close } = open()
    expect(incident).toMatchObject({ rescued: 40, newClientId: false })
    expect(numbers(sqlite)).toEqual(range(101, 140))
    close()
    expect(names().filter((name) => name.includes('scratch'))).toEqual([])
  })

  it.each([
    ['an empty file', () => writeFileSync(path, '')],
    ['a file of something else', () => writeFileSync(path, 'x'.repeat(100_000))],
    ['a folder', () => mkdirSync(path)],
  ])('is replaced and kept aside where there is %s in its place', (_, spoil) => {
    spoil()
    const { sqlite, incident, close } = open()
    expect(incident).toMatchObject({ rescued: 0, outboxWhole: false, newClientId: true })
    expect(names()).toContain(incident?.damagedFile)
    expect(numbers(sqlite)).toEqual([])
    close()
  })

  it('is left as it is when the disk has no room for a rebuilt one, and rebuilt when it has', () => {
    filled()
    breakPages(pagesOf('notes').slice(2, 5))
    const before = readFileSync(path)
    writeFileSync(`${path}.in-use`, 'in use')
    const full = {
      tag: '9999_full',
      whenMs: Date.UTC(2040, 0),
      statements: ['PRAGMA max_page_count = 1'],
      hash: '',
    }
    expect(failureOf(() => open([...readMigrations(), full])).code).toBe('no-space')
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(names().filter((name) => /building|rebuilt|scratch|damaged/.test(name))).toEqual([])
    const { sqlite, incident, close } = open()
    expect(incident).toMatchObject({ rescued: 40, outboxWhole: true })
    expect(numbers(sqlite)).toEqual(range(101, 140))
    close()
  })

  it('is replaced after a crash between rescue and replacement', () => {
    filled()
    breakPages(pagesOf('notes').slice(2, 5))
    const before = `${path}.before`
    copyFileSync(path, before)
    writeFileSync(`${path}.in-use`, 'in use')
    open().close()
    // As the crash left it: the rebuilt file is complete, the damaged one still in its place.
    const stamp = '2026-11-22T09-05-00-000Z'
    renameSync(path, `${path}.rebuilt-${stamp}`)
    rmSync(join(dirname(path), `brainix.damaged-${stamp}.sqlite`))
    renameSync(before, path)
    writeFileSync(`${path}-wal`, 'the log of the damaged one')
    const { sqlite, close } = open()
    expect(numbers(sqlite)).toEqual(range(101, 140))
    expect(names().filter((name) => name.includes('damaged'))).toEqual([
      `brainix.damaged-${stamp}.sqlite`,
      `brainix.damaged-${stamp}.sqlite-wal`,
    ])
    close()
  })
})

describe('a database that may not be opened', () => {
  it('of a newer version is refused with a clear message, and not a byte of it changes', () => {
    const known = readMigrations()
    const next = {
      tag: '9999_next',
      whenMs: Date.UTC(2040, 0),
      statements: ['CREATE TABLE next (id)'],
      hash: '',
    }
    const newer = open([...known, next])
    fill(newer.sqlite)
    newer.close()
    const before = readFileSync(path)
    const failure = failureOf(open)
    expect(failure.code).toBe('contract-too-old')
    expect(failure.message).toContain('newer version of BrainiX')
    expect(failure.message).toContain('Nothing was changed')
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(names().filter((name) => /damaged|before|in-use/.test(name))).toEqual([])
  })

  it('because it is read-only is refused with a clear message, and is not taken for damaged', async () => {
    filled()
    const before = readFileSync(path)
    chmodSync(path, 0o444)
    // The superuser may write to everything, so somebody else tries.
    const isRoot = process.getuid?.() === 0
    if (isRoot) {
      const home = dirname(path)
      chownSync(home, 65_534, 65_534)
      chownSync(path, 0, 0)
    }
    const child = fork(new URL('../../../tests/support/opening-process.ts', import.meta.url), [path], {
      ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    })
    const said = await new Promise((resolve) => child.once('message', resolve))
    expect(said).toMatchObject({ code: 'forbidden' })
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(names().filter((name) => /damaged/.test(name))).toEqual([])
  })
})

describe('the log', () => {
  it('stays bounded however long the device writes, with somebody reading beside it', () => {
    const { sqlite, close } = open()
    fill(sqlite)
    const reader = new Database(path, { readonly: true })
    const write = sqlite.prepare('UPDATE notes SET content = ? WHERE id = ?')
    let largest = 0
    sqlite.pragma('synchronous = OFF') // only sizes matter here
    for (let round = 0; round < 120; round++) {
      sqlite.transaction(() => {
        for (let at = 1; at <= 300; at++) write.run(`round ${round} `.repeat(300), `n${at}`)
      })()
      reader.prepare('SELECT count(*) FROM notes').get()
      largest = Math.max(largest, statSync(`${path}-wal`).size)
    }
    const written = 120 * 300 * 2_700
    expect(largest).toBeLessThan(written)
    expect(largest).toBeLessThan(80 * 1024 * 1024)
    expect(statSync(path).size).toBeLessThan(10 * 1024 * 1024)
    reader.close()
    close()
    expect(names()).toEqual(['brainix.sqlite'])
  })
})
