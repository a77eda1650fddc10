import { hash } from 'node:crypto'
import { setImmediate as otherWork } from 'node:timers/promises'
import { shapes } from '../../shared/contract/shapes.ts'
import type { Digest } from '../../shared/contract/wire.ts'
import { columnSeparator, DigestFold, elementSeparator, nullMark } from '../../shared/domain/digest.ts'
import { type MirrorColumn, mirrorTable } from '../db/mirror.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { ShapeId } from './shape-messages.ts'
import { filterSql } from './shape-rows.ts'

/** Rows hashed at a stretch, a few milliseconds: what a person does meanwhile does not wait for a large course. */
const rowsAtOnce = 500

/**
 * The digest (`shared/domain/digest`) of what this device holds of a shape. Rows that were changed here count as the centre
 * confirmed them. Lets other work in between; the caller is the only one who writes rows of shapes.
 */
export async function digestOnDevice(sqlite: Sqlite, shape: ShapeId): Promise<Digest> {
  const { table, columns } = shapes[shape.name]
  const { sql, values } = filterSql(shape)
  const text = canonicalText(columns.flatMap((name) => mirrorTable(table).byName.get(name) ?? []))
  const next = sqlite
    .prepare(
      `SELECT rowid, ${text} FROM ${table}
       WHERE ${sql} AND rowid > ? AND id NOT IN (SELECT row_id FROM base_rows WHERE table_name = '${table}')
       ORDER BY rowid LIMIT ${rowsAtOnce}`,
    )
    .raw()
  const fold = new DigestFold()
  const confirmed = mirrorTable(table).columns.map(({ name }) => `confirmed ->> '$.${name}' AS "${name}"`)
  const changedHere = sqlite
    .prepare(
      `SELECT ${text} FROM (SELECT ${confirmed.join(', ')} FROM base_rows
         WHERE table_name = '${table}' AND confirmed IS NOT NULL) WHERE ${sql}`,
    )
    .pluck()
    .all(...values) as string[]
  for (const row of changedHere) fold.add(hash('md5', row, 'hex'))
  for (let after = 0; ; await otherWork()) {
    const rows = next.all(...values, after) as [number, string][]
    for (const row of rows) fold.add(hash('md5', row[1], 'hex'))
    if (rows.length < rowsAtOnce) return fold.result()
    after = rows.at(-1)?.[0] ?? after
  }
}

/** A row's canonical text as an SQL expression: strung together in SQLite, one value a row crosses over. */
function canonicalText(columns: readonly MirrorColumn[]): string {
  const texts = columns.map(({ name, kind }) => {
    if (kind === 'json') return nullMarkSql
    if (kind !== 'list') return `coalesce("${name}", ${nullMarkSql})`
    const joined = `(SELECT group_concat(value, char(${elementSeparator.charCodeAt(0)}) ORDER BY key) FROM json_each("${name}"))`
    return `CASE WHEN "${name}" IS NULL THEN ${nullMarkSql} ELSE coalesce(${joined}, '') END`
  })
  return `concat_ws(char(${columnSeparator.charCodeAt(0)}), ${texts.join(', ')})`
}

const nullMarkSql = `char(${nullMark.charCodeAt(0)})`
