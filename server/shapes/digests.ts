import type pg from 'pg'
import type { ShapeGroup } from '../../src/shared/contract/shape-definition.ts'
import { boundFilter, type ShapeName, shapes, shapesOf } from '../../src/shared/contract/shapes.ts'
import {
  type Digest,
  type DigestResponse,
  personalTableNames,
  personalTables,
} from '../../src/shared/contract/wire.ts'
import { columnSeparator, elementSeparator, nullMark } from '../../src/shared/domain/digest.ts'
import { schemaColumns, schemaType } from './schema-columns.ts'

export type DigestGroup = Exclude<ShapeGroup, 'doorbell'> | 'personal'

export interface DigestParams {
  courseId?: string
  userId: string
  /** Those of a table's columns that whoever asks has; all of them when left out. */
  columnsOf?: (table: string, columns: readonly string[]) => readonly string[]
}

/**
 * Digests of every shape of a group (or of every personal table), out of one snapshot, with the course's
 * `content_version` of that same snapshot. What a digest is: `shared/domain/digest`.
 */
export async function readDigests(
  pool: pg.Pool,
  group: DigestGroup,
  params: DigestParams,
): Promise<DigestResponse> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const digests: Record<string, Digest> = {}
    if (group === 'personal')
      for (const table of personalTableNames)
        digests[table] = await digestOf(
          client,
          table,
          known(table, schemaColumns(table), params).toSorted(),
          anyOf(personalTables[table]),
          [params.userId],
        )
    else for (const name of shapesOf(group)) digests[name] = await shapeDigest(client, name, params)
    const contentVersion = params.courseId ? await versionOf(client, params.courseId) : null
    await client.query('COMMIT')
    client.release()
    return { contentVersion, shapes: digests }
  } catch (error) {
    client.release(error instanceof Error ? error : true)
    throw error
  }
}

async function shapeDigest(client: pg.ClientBase, name: ShapeName, params: DigestParams): Promise<Digest> {
  const filter = Object.entries(boundFilter(name, params))
  const where = filter.map(([column], index) => `${column}::text = $${index + 1}`).join(' AND ')
  const values = filter.map(([, value]) => String(value))
  const { table, columns } = shapes[name]
  return digestOf(client, table, known(table, columns, params), where || 'true', values)
}

function known(table: string, columns: readonly string[], { columnsOf }: DigestParams): readonly string[] {
  return columnsOf ? columnsOf(table, columns) : columns
}

async function digestOf(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  where: string,
  values: string[],
): Promise<Digest> {
  const texts = columns.map((column) => canonical(column, schemaType(table, column)))
  const { rows } = await client.query<{ count: string; hash: string | null }>(
    `SELECT count(*) AS count,
            to_hex(bit_xor(('x' || left(md5(concat_ws(E'${columnSeparator}', ${texts.join(', ')})), 16))::bit(64)::bigint)) AS hash
     FROM ${table} WHERE ${where}`,
    values,
  )
  return { count: Number(rows[0]?.count ?? 0), hash: (rows[0]?.hash ?? '0').padStart(16, '0') }
}

/**
 * A column as the canonical text both sides hash. Columns a device does not mirror exactly (json) are left out as null.
 * @param type as the schema has it: Postgres need not be asked, and what is added to a table meanwhile changes nothing.
 */
function canonical(column: string, type: string | undefined): string {
  const name = `"${column}"`
  const text = type?.startsWith('timestamp')
    ? // floating point, which is exact here (milliseconds below 2^53) and several times faster than numeric
      `(date_part('epoch', ${name}) * 1000)::bigint::text`
    : type === 'boolean'
      ? `${name}::int::text`
      : type?.endsWith('[]')
        ? `array_to_string(${name}, E'${elementSeparator}')` // leaves nulls out, and flattens
        : type === 'jsonb' || type === undefined
          ? 'NULL::text'
          : `${name}::text`
  return `coalesce(${text}, E'${nullMark}')`
}

async function versionOf(client: pg.ClientBase, courseId: string): Promise<number | null> {
  const { rows } = await client.query<{ content_version: string }>(
    'SELECT content_version FROM courses WHERE id = $1',
    [courseId],
  )
  return rows[0] ? Number(rows[0].content_version) : null
}

function anyOf(columns: readonly string[]): string {
  return `(${columns.map((column) => `${column} = $1`).join(' OR ')})`
}
