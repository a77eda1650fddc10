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
 * rows only have to be strung together here; and it does all values of a row in one go.
 */
export function snapshotQuery(definition: ShapeDefinition): string {
  const { table } = definition
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  const pick = (names: string[]) => names.flatMap((name) => byName.get(name) ?? [])
  const key = [quoteLiteral(relationKey(table.schema, table.name))]
  for (const column of pick(keyColumns(table)))
    key.push(`'/'`, `COALESCE('"' || replace(${textOf(column)}, '/', '//') || '"', '_')`)
  const headers = JSON.stringify({ operation: 'insert', relation: [table.schema, table.name] })
  const texts = pick(definition.columns).map(
    (column) => `${textOf(column)} AS ${quoteIdentifier(column.name)}`,
  )
  const where = definition.whereSql === undefined ? '' : ` WHERE ${definition.whereSql}`
  // with its star each, or a column of that name would be meant
  return `SELECT row_to_json(message.*)
    FROM (SELECT * FROM ${fromTable(table)}${where}) source, LATERAL (SELECT ${texts.join(', ')}) texts,
      LATERAL (SELECT ${concat(key)} AS key, texts.*::record AS value, ${quoteLiteral(headers)}::json AS headers) message`
}

/** The text the stream will give for a column of `source`, but with booleans spelt out. */
function textOf(column: ColumnInfo): string {
  const value = `source.${quoteIdentifier(column.name)}`
  if (column.textCast === 'f' && column.baseType !== 'bool' && !column.isArray)
    return `CASE WHEN ${value} IS NOT NULL THEN format('%s', ${value}) END`
  return `${value}::text`
}

// A function takes 100 arguments at most.
function concat(parts: string[]): string {
  if (parts.length <= 90) return `concat(${parts.join(', ')})`
  const groups: string[] = []
  for (let i = 0; i < parts.length; i += 90) groups.push(concat(parts.slice(i, i + 90)))
  return concat(groups)
}
