import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { contractVersion } from '../../shared/contract/wire.ts'
import { flush, type Migration } from './migrations.ts'
import { type MirrorTable, mirror } from './mirror.ts'
import { openDatabase, type Sqlite } from './open-database.ts'
import { openDamaged, removeDatabase } from './read-damaged.ts'
import { type Salvaged, type SalvagedRow, salvageTable } from './salvage.ts'
import { asStorageError } from './storage-errors.ts'

/** What happened to a database that had to be rebuilt. Kept in `device_state` until the person has read it. */
export interface Incident {
  atMs: number
  /** Name of the damaged file, which stays beside the new one. */
  damagedFile: string
  /** Actions not yet confirmed by the centre that were carried over. */
  rescued: number
  /** Whether the queue, the journal and the device's numbers could be read from end to end. */
  outboxWhole: boolean
  /** The device's name towards the centre was lost with the file, and a new one was made. */
  newClientId: boolean
}

export interface RebuildOptions {
  nowMs: () => number
  makeId: () => string
  migrations: readonly Migration[]
}

/**
 * How far numbering leaps when the file may have lost its last writes: further than any queue is long, so that no number
 * the centre may know already is given to something new. The centre takes numbers with gaps.
 */
export const numberLeap = 1_000_000

/**
 * Makes a new database out of what can be read of a damaged one: first the queue, the journal and the device's numbers, then
 * what the person asked to keep here, then rows of the mirror, to be seen until the centre is reached. All cursors start
 * anew, so that everything is fetched and compared again. The damaged file stays, under another name, with its log.
 * @throws AppError `no-space`; then nothing was changed.
 */
export function rebuildDatabase(path: string, options: RebuildOptions): Incident {
  const { migrations } = options
  const atMs = options.nowMs()
  const building = `${path}.building`
  const stamp = new Date(atMs).toISOString().replaceAll(/[:.]/g, '-')
  const damaged = openDamaged(path, (at) => buildDatabase(at, migrations))
  let incident: Incident
  try {
    const work = readWork(damaged?.sqlite ?? null, options.makeId)
    incident = {
      atMs,
      damagedFile: basename(damagedPath(path, stamp)),
      rescued: work.outbox.length,
      outboxWhole: work.whole && damaged?.borrowed === false,
      newClientId: work.newClientId,
    }
    buildDatabase(building, migrations, (sqlite) => {
      writeWork(sqlite, work, incident)
      if (damaged && !damaged.borrowed) carryMirror(damaged.sqlite, sqlite)
    })
  } finally {
    damaged?.close()
  }
  renameSync(building, `${path}.rebuilt-${stamp}`)
  finishRebuild(path)
  return incident
}

/** Puts a rebuilt database in the place of the damaged one, now or after a crash between the two. */
export function finishRebuild(path: string): void {
  const start = `${basename(path)}.rebuilt-`
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(start)) continue
    const aside = damagedPath(path, name.slice(start.length))
    for (const end of ['', '-wal'])
      if (statSync(path + end, { throwIfNoEntry: false })) renameSync(path + end, aside + end)
    rmSync(`${path}-shm`, { force: true })
    renameSync(join(dirname(path), name), path)
  }
}

/** Makes a database as one file, on the disk to its last byte. Nothing is left of one that could not be made. */
export function buildDatabase(
  path: string,
  migrations: readonly Migration[],
  fill: (sqlite: Sqlite) => void = () => {},
): void {
  removeDatabase(path)
  let sqlite: Sqlite | undefined
  try {
    sqlite = openDatabase(path, { migrations })
    sqlite.exec('BEGIN IMMEDIATE')
    fill(sqlite)
    sqlite.exec('COMMIT')
    sqlite.pragma('journal_mode = DELETE')
    sqlite.close()
    flush(path)
  } catch (error) {
    sqlite?.close()
    removeDatabase(path)
    throw asStorageError(error)
  }
}

/** `brainix.sqlite` → `brainix.damaged-<stamp>.sqlite`. */
function damagedPath(path: string, stamp: string): string {
  const name = basename(path).replace(/\.sqlite$/, '')
  return join(dirname(path), `${name}.damaged-${stamp}.sqlite`)
}

/**
 * The confirmed version of a row that is nowhere: it makes the next full pull apply everything that waits on top of what
 * comes, whether or not the confirmed versions of the rows concerned could be read.
 */
export function expectReplay(sqlite: Sqlite): void {
  insertRows(sqlite, 'base_rows', [{ table_name: 'notes', row_id: '', confirmed: null }])
}

interface Work {
  outbox: SalvagedRow[]
  journal: SalvagedRow[]
  state: Map<string, string>
  kept: SalvagedRow[]
  keptLessons: SalvagedRow[]
  blobs: SalvagedRow[]
  bases: SalvagedRow[]
  whole: boolean
  newClientId: boolean
}

const columns = {
  outbox: ['number', 'name', 'args', 'made_at_ms', 'sent'],
  journal: ['number', 'name', 'args', 'made_at_ms', 'confirmed_at_ms'],
  device_state: ['key', 'value'],
  kept_courses: ['course_id', 'partial', 'paused', 'requested_at_ms'],
  kept_lessons: ['course_id', 'lesson_id'],
  blobs: ['sha256', 'size_bytes', 'mime_type', 'stored_at_ms'],
  base_rows: ['table_name', 'row_id', 'confirmed'],
} as const

function readWork(sqlite: Sqlite | null, makeId: () => string): Work {
  const read = (table: keyof typeof columns, isSound: (row: SalvagedRow) => boolean): Salvaged => {
    if (!sqlite) return { rows: [], whole: false }
    const { rows, whole } = salvageTable(sqlite, table, columns[table])
    const sound = rows.filter(isSound)
    return { rows: sound, whole: whole && sound.length === rows.length }
  }
  const outbox = read('outbox', isEntry)
  const journal = read('journal', (row) => isEntry(row) && isCount(row.confirmed_at_ms))
  const stateRows = read('device_state', (row) => isText(row.key) && isText(row.value))
  const state = new Map(stateRows.rows.map(({ key, value }) => [String(key), String(value)]))
  const contract = state.get('contract')
  const newClientId = !/^[a-z][a-z0-9]{7,40}$/.test(state.get('clientId') ?? '')
  if (newClientId) {
    // Another device to the centre: its numbers begin anew, and what it once confirmed says nothing about them.
    state.clear()
    state.set('clientId', makeId())
    outbox.rows = outbox.rows.map((row, at) => ({ ...row, number: at + 1, sent: 0 }))
    journal.rows = []
  }
  // What was queued is most likely of this version, where the file does not say.
  if (contract !== undefined || !stateRows.whole) state.set('contract', contract ?? String(contractVersion))
  // Everything is fetched anew.
  state.delete('cursor')
  return {
    outbox: outbox.rows,
    journal: journal.rows,
    state,
    kept: read('kept_courses', (row) => isText(row.course_id) && isCount(row.requested_at_ms)).rows,
    keptLessons: read('kept_lessons', (row) => isText(row.course_id) && isText(row.lesson_id)).rows,
    blobs: read('blobs', (row) => /^[0-9a-f]{64}$/.test(String(row.sha256)) && isCount(row.size_bytes)).rows,
    bases: read('base_rows', isBase).rows,
    whole: outbox.whole && journal.whole && stateRows.whole && !newClientId,
    newClientId,
  }
}

function writeWork(sqlite: Sqlite, work: Work, incident: Incident): void {
  insertRows(sqlite, 'outbox', work.outbox)
  insertRows(sqlite, 'journal', work.journal)
  insertRows(sqlite, 'kept_courses', work.kept)
  insertRows(sqlite, 'kept_lessons', work.keptLessons)
  insertRows(sqlite, 'blobs', work.blobs)
  insertRows(sqlite, 'base_rows', work.bases)
  work.state.set('incident', JSON.stringify(incident))
  insertRows(
    sqlite,
    'device_state',
    [...work.state].map(([key, value]) => ({ key, value })),
  )
  if (!incident.newClientId) leapNumbers(sqlite)
  if (work.outbox.length > 0) expectReplay(sqlite)
}

/**
 * For a file that may have lost its last writes: lets numbering go on far beyond every number it knows, and lets nothing
 * fold into what waits, because any of it may have left the device.
 */
export function leapNumbers(sqlite: Sqlite): void {
  sqlite.exec('UPDATE outbox SET fold_key = NULL WHERE fold_key IS NOT NULL')
  sqlite
    .prepare(
      `INSERT INTO device_state (key, value)
       SELECT 'highest', CAST(? + max(coalesce((SELECT max(number) FROM outbox), 0),
              coalesce((SELECT max(number) FROM journal), 0),
              coalesce((SELECT CAST(value AS INTEGER) FROM device_state WHERE key = 'highest'), 0)) AS INTEGER)
       WHERE true ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    )
    .run(numberLeap)
}

/** Rows of the mirror, as far as they are whole: the digests and the next pull judge them, and mend what is missing. */
function carryMirror(from: Sqlite, to: Sqlite): void {
  for (const table of mirror.values()) {
    const { rows } = salvageTable(
      from,
      table.name,
      table.columns.map(({ name }) => name),
    )
    insertRows(
      to,
      table.name,
      rows.filter((row) => isSoundRow(table, row)),
    )
  }
}

function isSoundRow(table: MirrorTable, row: SalvagedRow): boolean {
  return table.columns.every(({ name, kind, nullable }) => {
    const value = row[name]
    if (value === undefined) return true
    if (value === null) return nullable
    if (kind === 'integer' || kind === 'boolean') return typeof value === 'number'
    return isText(value) && (kind === 'text' || isJson(value))
  })
}

function insertRows(sqlite: Sqlite, table: string, rows: readonly SalvagedRow[]): void {
  const [first] = rows
  if (!first) return
  const names = Object.keys(first)
  const insert = sqlite.prepare(
    `INSERT OR IGNORE INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')})
     VALUES (${names.map(() => '?').join(', ')})`,
  )
  for (const row of rows) insert.run(names.map((name) => row[name]))
}

function isEntry({ number, name, args, made_at_ms: madeAtMs }: SalvagedRow): boolean {
  return (
    isCount(number) &&
    Number(number) > 0 &&
    isText(name) &&
    /^[a-z]+\.[A-Za-z]+$/.test(name) &&
    isText(args) &&
    isJson(args) &&
    isCount(madeAtMs)
  )
}

function isBase({ table_name: table, row_id: id, confirmed }: SalvagedRow): boolean {
  return (
    isText(table) &&
    mirror.has(table) &&
    isText(id) &&
    (confirmed === null || (isText(confirmed) && isJson(confirmed)))
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
