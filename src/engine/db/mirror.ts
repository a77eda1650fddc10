import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as analytics from '../../../drizzle/schema/sqlite/analytics.ts'
import * as commerce from '../../../drizzle/schema/sqlite/commerce.ts'
import * as community from '../../../drizzle/schema/sqlite/community.ts'
import * as courses from '../../../drizzle/schema/sqlite/courses.ts'
import * as learning from '../../../drizzle/schema/sqlite/learning.ts'
import * as people from '../../../drizzle/schema/sqlite/people.ts'
import * as syncTables from '../../../drizzle/schema/sqlite/sync.ts'

/** How a column is kept: decides how Postgres text becomes a SQLite value. */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'list' | 'json'

export interface MirrorColumn {
  name: string
  /** Name in TypeScript. */
  property: string
  kind: ColumnKind
  /** A new row must bring a value for it. */
  required: boolean
  nullable: boolean
}

export interface MirrorTable {
  name: string
  table: SQLiteTable
  columns: readonly MirrorColumn[]
  byName: ReadonlyMap<string, MirrorColumn>
  byProperty: ReadonlyMap<string, MirrorColumn>
}

/** Every table of the centre that a device may hold slices of, by SQL name. */
export const mirror: ReadonlyMap<string, MirrorTable> = new Map(
  [people, courses, learning, commerce, community, analytics, syncTables]
    .flatMap((area) => Object.values(area) as unknown[])
    .filter((value): value is SQLiteTable => is(value, SQLiteTable))
    .map((table) => [getTableName(table), describeTable(table)]),
)

/** @throws RangeError for a table that is not mirrored: a bug, as names come from the contract. */
export function mirrorTable(name: string): MirrorTable {
  const table = mirror.get(name)
  if (!table) throw new RangeError(`no mirrored table ${name}`)
  return table
}

export function mirrorOf(table: SQLiteTable): MirrorTable {
  return mirrorTable(getTableName(table))
}

function describeTable(table: SQLiteTable): MirrorTable {
  const columns = Object.entries(getTableColumns(table)).map(
    ([property, column]): MirrorColumn => ({
      name: column.name,
      property,
      kind: kindOf(column.dataType, column.default),
      required: column.notNull && column.default === undefined,
      nullable: !column.notNull,
    }),
  )
  return {
    name: getTableName(table),
    table,
    columns,
    byName: new Map(columns.map((column) => [column.name, column])),
    byProperty: new Map(columns.map((column) => [column.property, column])),
  }
}

/** A list of texts is kept as JSON like any document; what tells it apart is that its default is a list. */
function kindOf(dataType: string, defaultValue: unknown): ColumnKind {
  if (dataType === 'json') return Array.isArray(defaultValue) ? 'list' : 'json'
  if (dataType === 'boolean') return 'boolean'
  return dataType === 'number' ? 'integer' : 'text'
}
