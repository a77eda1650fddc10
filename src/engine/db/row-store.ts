import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { WireRow } from '../../shared/contract/wire.ts'
import { type MirrorTable, mirrorOf } from './mirror.ts'
import type { Sqlite } from './open-database.ts'
import { fromWire, type SqliteValue } from './wire-values.ts'

export type RawRow = Record<string, SqliteValue>

/** Wide statements are quick, and any number of rows is soon at hand for one of 16, 8, 4, 2 or 1. */
const widestStatement = 16

/** Rows of mirrored tables, written with few, wide, prepared statements. Only the write door has one. */
export class RowStore {
  readonly #sqlite: Sqlite
  readonly #statements = new Map<string, ReturnType<Sqlite['prepare']>>()

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite
  }

  find(table: MirrorTable, id: string): RawRow | undefined {
    return this.#statement(`SELECT * FROM ${table.name} WHERE id = ?`).get(id) as RawRow | undefined
  }

  /** Inserts, or sets just these columns of the row that has the id. */
  upsert(table: MirrorTable, row: RawRow): void {
    const columns = Object.keys(row)
    this.#statement(upsertSql(table, columns, 1)).run(Object.values(row))
  }

  /** Sets columns of a row that exists. @returns whether it did. */
  update(table: MirrorTable, id: string, patch: RawRow): boolean {
    const columns = Object.keys(patch)
    if (columns.length === 0) return this.find(table, id) !== undefined
    const set = columns.map((column) => `"${column}" = ?`).join(', ')
    return (
      this.#statement(`UPDATE ${table.name} SET ${set} WHERE id = ?`).run([...Object.values(patch), id])
        .changes > 0
    )
  }

  /** @returns whether there was such a row. */
  remove(table: MirrorTable, id: string): boolean {
    return this.#statement(`DELETE FROM ${table.name} WHERE id = ?`).run(id).changes > 0
  }

  /**
   * Writes rows as the wire gives them. Columns this version does not know are ignored (a newer centre), columns a row
   * does not carry are left alone. All rows must carry the same columns.
   * @param likelyNew most rows are not here yet: they are tried as plain inserts first, which is a fifth faster.
   */
  upsertWire(table: MirrorTable, rows: readonly WireRow[], likelyNew = false): void {
    const first = rows[0]
    if (!first) return
    const columns = table.columns.filter((column) => Object.hasOwn(first, column.name))
    const names = columns.map((column) => column.name)
    let from = 0
    for (let width = widestStatement; width >= 1; width /= 2) {
      if (rows.length - from < width) continue
      const upsert = this.#statement(upsertSql(table, names, width))
      const insert = likelyNew ? this.#statement(insertSql(table, names, width)) : null
      for (; from + width <= rows.length; from += width) {
        const values: SqliteValue[] = []
        for (let at = from; at < from + width; at++) {
          const row = rows[at] as WireRow
          for (const column of columns) values.push(fromWire(column.kind, row[column.name] ?? null))
        }
        if (!insert || !inserted(insert, values)) upsert.run(values)
      }
    }
  }

  /** Sets the columns of rows that exist; rows that do not are left to the shape that carries them whole. */
  overlayWire(table: MirrorTable, rows: readonly WireRow[]): void {
    for (const row of rows) {
      const { id, ...patch } = wireRow(table, row)
      this.update(table, String(id), patch)
    }
  }

  #statement(sql: string): ReturnType<Sqlite['prepare']> {
    const known = this.#statements.get(sql)
    if (known) return known
    const prepared = this.#sqlite.prepare(sql)
    this.#statements.set(sql, prepared)
    return prepared
  }
}

/** A typed row as the columns and values SQLite keeps. Properties that are undefined are left out. */
export function encodeRow(table: SQLiteTable, row: Record<string, unknown>): RawRow {
  const { byProperty } = mirrorOf(table)
  const raw: RawRow = {}
  for (const [property, value] of Object.entries(row)) {
    const column = byProperty.get(property)
    if (!column || value === undefined) continue
    raw[column.name] =
      value === null
        ? null
        : column.kind === 'boolean'
          ? Number(value)
          : column.kind === 'list' || column.kind === 'json'
            ? JSON.stringify(value)
            : (value as SqliteValue)
  }
  return raw
}

/** A raw row as the typed one. */
export function decodeRow<T extends SQLiteTable>(table: T, raw: RawRow): T['$inferSelect'] {
  const row: Record<string, unknown> = {}
  for (const column of mirrorOf(table).columns) {
    const value = raw[column.name] ?? null
    row[column.property] =
      value === null
        ? null
        : column.kind === 'boolean'
          ? value === 1
          : column.kind === 'list' || column.kind === 'json'
            ? JSON.parse(String(value))
            : value
  }
  return row as T['$inferSelect']
}

function wireRow(table: MirrorTable, row: WireRow): RawRow {
  const raw: RawRow = {}
  for (const [name, text] of Object.entries(row)) {
    const column = table.byName.get(name)
    if (column) raw[name] = fromWire(column.kind, text)
  }
  return raw
}

/** Tries a plain insert. A row that is there already undoes the statement, and only it. */
function inserted(statement: ReturnType<Sqlite['prepare']>, values: SqliteValue[]): boolean {
  try {
    statement.run(values)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY')
      return false
    throw error
  }
}

function upsertSql(table: MirrorTable, columns: readonly string[], rows: number): string {
  const set = columns
    .filter((column) => column !== 'id')
    .map((column) => `"${column}" = excluded."${column}"`)
    .join(', ')
  const onConflict = set ? `DO UPDATE SET ${set}` : 'DO NOTHING'
  return `${insertSql(table, columns, rows)} ON CONFLICT (id) ${onConflict}`
}

function insertSql(table: MirrorTable, columns: readonly string[], rows: number): string {
  const names = columns.map((column) => `"${column}"`).join(', ')
  const slots = `(${columns.map(() => '?').join(', ')})`
  return `INSERT INTO ${table.name} (${names}) VALUES ${Array(rows).fill(slots).join(', ')}`
}
