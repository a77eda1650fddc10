import { existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type pg from 'pg'
import { type MirrorTable, mirrorTable } from '../../../src/engine/db/mirror.ts'
import { fromWire } from '../../../src/engine/db/wire-values.ts'
import {
  boundFilter,
  type ShapeName,
  shapeNames,
  shapes,
  shapesOf,
} from '../../../src/shared/contract/shapes.ts'
import type { SyncStatusView } from '../../../src/shared/contract/sync-views.ts'
import {
  type PersonalTable,
  personalTableNames,
  personalTables,
  type WireRow,
} from '../../../src/shared/contract/wire.ts'

/** A device as the oracle sees it: its file, and what its app says. */
export interface Examined {
  readonly name: string
  readonly person: string
  readonly file: string
  rows(sql: string, ...values: unknown[]): Row[]
  /** What the app says of waiting work. */
  status(): Pick<SyncStatusView, 'waiting'>
  /** Ids of the refusals and conflicts that the app shows as undecided. */
  undecided(): string[]
}

type Row = Record<string, unknown>

const maxDatabaseBytes = 40 << 20
/** The log is written back at 64 MB, and may hold one more transaction by then. */
const maxLogBytes = 96 << 20

/** Compares a device's whole database with the slice of Postgres its person may see. @returns what differs, in words. */
export async function compareWithCentre(device: Examined, centre: { pool: pg.Pool }): Promise<string[]> {
  const client = await centre.pool.connect()
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL TimeZone = 'UTC'")
    const wrong = [
      ...(await personalDiffers(device, client)),
      ...(await sharedDiffers(device, client)),
      ...leftOver(device),
      ...outOfSight(device),
    ]
    await client.query('COMMIT')
    client.release()
    return wrong.map((text) => `${device.name}: ${text}`)
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function personalDiffers(device: Examined, client: pg.ClientBase): Promise<string[]> {
  const wrong: string[] = []
  for (const name of personalTableNames) {
    const table = mirrorTable(name)
    const rows = await textRows(client, `SELECT * FROM ${name} WHERE ${ownedBy(name, '$1')}`, [device.person])
    const theirs = new Map(rows.map((row) => [String(row.id), mirrored(table, row)]))
    const ours = byId(device.rows(`SELECT * FROM ${name} WHERE ${ownedBy(name, `'${device.person}'`)}`))
    wrong.push(...differences(name, ours, theirs))
  }
  return wrong
}

/** Rows many share: what the shapes this device follows carry, and nothing else. */
async function sharedDiffers(device: Examined, client: pg.ClientBase): Promise<string[]> {
  const { followed, forgotten } = await shapesFollowed(device, client)
  const expected = new Map<string, Map<string, Row>>()
  for (const { name, courseId } of followed) {
    const { table: tableName, columns } = shapes[name]
    const table = mirrorTable(tableName)
    const filter = Object.entries(boundFilter(name, { courseId, userId: device.person }))
    const where = filter.map(([column], at) => `"${column}"::text = $${at + 1}`).join(' AND ') || 'true'
    const rows = await textRows(
      client,
      `SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM ${tableName} WHERE ${where}`,
      filter.map(([, value]) => String(value)),
    )
    const known = expected.get(tableName) ?? new Map<string, Row>()
    for (const row of rows)
      known.set(String(row.id), { ...known.get(String(row.id)), ...mirrored(table, row) })
    expected.set(tableName, known)
  }
  const inOutlines = new Set<string>(shapesOf('outline').map((name) => shapes[name].table))
  const tables = new Set(shapeNames.map((name) => shapes[name].table))
  tables.delete('change_feed')
  const wrong: string[] = []
  for (const table of tables) {
    const own = isPersonal(table) ? ownedBy(table, `'${device.person}'`) : 'false'
    const ours = byId(device.rows(`SELECT * FROM ${table} WHERE NOT (${own})`))
    const theirs = expected.get(table) ?? new Map<string, Row>()
    if (inOutlines.has(table))
      for (const [id, row] of [...ours]) {
        if (!forgotten.has(row.course_id)) continue
        wrong.push(...lent(table, row))
        ours.delete(id)
      }
    for (const id of [...theirs.keys()]) if (await isOwn(client, table, id, device.person)) theirs.delete(id)
    wrong.push(...differences(table, ours, theirs))
  }
  return wrong
}

/** What only those who learn in a course may have, in a row of a course nobody follows here any more. Some lessons are free. */
function lent(table: string, row: Row): string[] {
  return table === 'lessons' && row.is_free !== 1
    ? lessonText
        .filter((column) => row[column] !== null)
        .map((column) => `lessons ${row.id}.${column} should have left with its course`)
    : []
}

const inOutline: readonly string[] = shapes.outlineLessons.columns
const lessonText = shapes.lessons.columns.filter((column) => !inOutline.includes(column))

interface Followed {
  name: ShapeName
  courseId: string
}

/**
 * What the device has to hold whole, and the courses nobody follows here any more: an outline that was looked at or learned
 * from once may stay as it was until somebody looks again.
 */
async function shapesFollowed(device: Examined, client: pg.ClientBase) {
  const followed: Followed[] = shapesOf('catalogue').map((name) => ({ name, courseId: '' }))
  const forgotten = new Set<unknown>()
  const { rows: courses } = await client.query<{
    id: string
    published: boolean
    teaches: boolean
    status: string | null
  }>(
    `SELECT c.id, c.published, c.instructor_id = $1 AS teaches, e.status FROM courses c
     LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = $1`,
    [device.person],
  )
  const kept = new Set(device.rows('SELECT course_id FROM kept_courses').map((row) => row.course_id))
  for (const { id: courseId, published, teaches, status } of courses) {
    const learns = status === 'ACTIVE' || status === 'COMPLETED'
    const keeps = (teaches || learns) && kept.has(courseId)
    if (keeps) followed.push(...shapesOf('course').map((name) => ({ name, courseId })))
    if (status === 'ACTIVE') followed.push(...shapesOf('outline').map((name) => ({ name, courseId })))
    else if (!keeps && (published || teaches || status !== null)) forgotten.add(courseId)
  }
  return { followed, forgotten }
}

/** What must not be left when everything has arrived. */
function leftOver(device: Examined): string[] {
  const wrong: string[] = []
  for (const table of ['outbox', 'base_rows', 'staged_rows']) {
    const count = Number(device.rows(`SELECT count(*) AS count FROM ${table}`)[0]?.count)
    if (count > 0) wrong.push(`${count} rows are left in ${table}`)
  }
  const { waiting } = device.status()
  if (waiting.total !== 0) wrong.push(`the app says that ${JSON.stringify(waiting)} wait`)
  for (const [file, most] of [
    [device.file, maxDatabaseBytes],
    [`${device.file}-wal`, maxLogBytes],
  ] as const) {
    const bytes = existsSync(file) ? statSync(file).size : 0
    if (bytes > most) wrong.push(`${basename(file)} has ${bytes} bytes`)
  }
  return wrong
}

/** Refusals and conflicts nobody has decided about that the app does not show. */
function outOfSight(device: Examined): string[] {
  const shown = new Set(device.undecided())
  return ['sync_rejections', 'sync_conflicts'].flatMap((table) =>
    device
      .rows(`SELECT id FROM ${table} WHERE user_id = ? AND resolved_at IS NULL`, device.person)
      .filter(({ id }) => !shown.has(String(id)))
      .map(({ id }) => `${table} ${id} waits for a decision, and the app does not show it`),
  )
}

function differences(table: string, ours: Map<string, Row>, theirs: Map<string, Row>): string[] {
  const wrong: string[] = []
  for (const [id, row] of theirs) {
    const mine = ours.get(id)
    if (!mine) {
      wrong.push(`${table} ${id} is missing`)
      continue
    }
    for (const [column, value] of Object.entries(row))
      if (mine[column] !== value)
        wrong.push(`${table} ${id}.${column} is ${short(mine[column])} instead of ${short(value)}`)
  }
  for (const id of ours.keys()) if (!theirs.has(id)) wrong.push(`${table} ${id} should not be here`)
  return wrong
}

function mirrored(table: MirrorTable, row: WireRow): Row {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, text]) => {
      const column = table.byName.get(name)
      return column ? [[name, fromWire(column.kind, text)]] : []
    }),
  )
}

const byId = (rows: readonly Row[]) => new Map(rows.map((row) => [String(row.id), row]))
const short = (value: unknown) => JSON.stringify(value)?.slice(0, 120)
const isPersonal = (table: string): table is PersonalTable => Object.hasOwn(personalTables, table)

function ownedBy(table: PersonalTable, person: string): string {
  return personalTables[table].map((column) => `${column} = ${person}`).join(' OR ')
}

async function isOwn(client: pg.ClientBase, table: string, id: string, person: string): Promise<boolean> {
  if (!isPersonal(table)) return false
  const { rowCount } = await client.query(
    `SELECT 1 FROM ${table} WHERE id = $2 AND (${ownedBy(table, '$1')})`,
    [person, id],
  )
  return rowCount === 1
}

async function textRows(client: pg.ClientBase, text: string, values: unknown[]): Promise<WireRow[]> {
  const result = await client.query<WireRow>({
    text,
    values,
    types: { getTypeParser: () => (value: string) => value },
  })
  return result.rows
}
