import type { ShapeDefinition } from './definition.ts'
import { quoteIdentifier, quoteLiteral } from './identifiers.ts'
import { relationKey } from './log/change-messages.ts'
import { type ColumnInfo, keyColumns } from './table-info.ts'

/** `"schema"."table"` as a FROM item whose rows are those the stream reports under that name. */
export function fromTable(table: ShapeDefinition['table']): string {
  // Partitions report as their root, children of plain inheritance as themselves.
  const only = table.kind === 'p' ? '' : 'ONLY '
  return `${only}${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`
}

/**
 * A query that gives one text per row: the finished JSON message. Postgres does the work of escaping, so that the
 * rows only have to be strung together here.
 */
export function snapshotQuery(definition: ShapeDefinition): string {
  const { table } = definition
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  const pick = (names: string[]) => names.flatMap((name) => byName.get(name) ?? [])
  const key = [quoteLiteral(relationKey(table.schema, table.name))]
  for (const column of pick(keyColumns(table)))
    key.push(`'/'`, `COALESCE('"' || replace(${textOf(column)}, '/', '//') || '"', '_')`)
  const parts = [`'{"key":'`, `to_json(${concat(key)})`, `',"value":{'`]
  for (const [index, column] of pick(definition.columns).entries()) {
    parts.push(quoteLiteral(`${index === 0 ? '' : ','}${JSON.stringify(column.name)}:`), jsonOf(column))
  }
  const headers = JSON.stringify({ operation: 'insert', relation: [table.schema, table.name] })
  parts.push(quoteLiteral(`},"headers":${headers}}`))
  const where = definition.whereSql === undefined ? '' : ` WHERE ${definition.whereSql}`
  return `SELECT ${concat(parts)} FROM ${fromTable(table)}${where}`
}

/** The text the stream will give for a column, but with booleans spelt out. */
function textOf(column: ColumnInfo): string {
  const name = quoteIdentifier(column.name)
  if (column.textCast === 'f' && column.baseType !== 'bool' && !column.isArray)
    return `CASE WHEN ${name} IS NOT NULL THEN format('%s', ${name}) END`
  return `${name}::text`
}

const PLAIN_TYPES = ['int2', 'int4', 'int8', 'bool', 'uuid', 'numeric', 'date', 'timestamp', 'timestamptz']

function jsonOf(column: ColumnInfo): string {
  const name = quoteIdentifier(column.name)
  // No value of these types has a character that JSON would escape.
  if (!column.isArray && PLAIN_TYPES.includes(column.baseType))
    return `COALESCE('"' || ${name}::text || '"', 'null')`
  return `COALESCE(to_json(${textOf(column)})::text, 'null')`
}

// A function takes 100 arguments at most.
function concat(parts: string[]): string {
  if (parts.length <= 90) return `concat(${parts.join(', ')})`
  const groups: string[] = []
  for (let i = 0; i < parts.length; i += 90) groups.push(concat(parts.slice(i, i + 90)))
  return concat(groups)
}
