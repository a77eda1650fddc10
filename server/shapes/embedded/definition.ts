import { createHash } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'
import type { Condition } from './filter/condition.ts'
import { FilterError } from './filter/filter-error.ts'
import { isIntegerType } from './filter/operand.ts'
import { parseWhere } from './filter/parse-where.ts'
import { conditionSql } from './filter/to-sql.ts'
import { parseColumnList, parseTableName } from './identifiers.ts'
import { invalid } from './request-error.ts'
import { type ColumnInfo, keyColumns, loadTable, type TableInfo } from './table-info.ts'

/** A shape as asked for: the texts of the request, nothing looked up yet. Kept in the log to rebuild it from. */
export const rawDefinitionSchema = z.object({
  table: z.string(),
  where: z.string().optional(),
  params: z.array(z.tuple([z.number(), z.string()])).optional(),
  columns: z.string().optional(),
  replica: z.enum(['default', 'full']),
  log: z.enum(['full', 'changes_only']),
})
export type RawDefinition = z.infer<typeof rawDefinitionSchema>

/** A shape with everything known about it. Two requests for the same thing have the same `key`. */
export interface ShapeDefinition {
  raw: RawDefinition
  table: TableInfo
  columns: string[]
  keyColumns: string[]
  replica: 'default' | 'full'
  log: 'full' | 'changes_only'
  condition: Condition | undefined
  whereSql: string | undefined
  key: string
  /** The part of a handle that names the definition. */
  hash: string
}

/** Columns of a table whose numbers have one text each. */
export function integerColumnsOf(table: TableInfo): Set<string> {
  const integers = table.columns.filter((column) => !column.isArray && isIntegerType(column.baseType))
  return new Set(integers.map((column) => column.name))
}

/**
 * Looks the table up and checks columns and filter against it.
 * @throws RequestError (400) naming the parameter at fault
 */
export async function resolveDefinition(
  pool: pg.Pool,
  publication: string,
  raw: RawDefinition,
  known: (table: TableInfo) => ShapeDefinition | undefined,
): Promise<ShapeDefinition> {
  const table = await lookUpTable(pool, publication, raw.table)
  const before = known(table)
  if (before?.table.fingerprint === table.fingerprint && before.table.oid === table.oid)
    return { ...before, table }
  const columns = selectColumns(table, raw.columns)
  const condition = raw.where === undefined ? undefined : await readWhere(pool, table, raw.where, raw.params)
  const whereSql = condition && conditionSql(condition)
  const key = JSON.stringify([table.oid, table.fingerprint, columns, whereSql, raw.replica, raw.log])
  const hash = createHash('sha256').update(key).digest().readUIntBE(0, 6).toString()
  const { replica, log } = raw
  return { raw, table, columns, keyColumns: keyColumns(table), replica, log, condition, whereSql, key, hash }
}

async function lookUpTable(pool: pg.Pool, publication: string, text: string): Promise<TableInfo> {
  const parsed = parseTableName(text)
  if (!parsed.ok) throw invalid('table', parsed.reason)
  const table = await loadTable(pool, publication, parsed.value)
  const shown = `"${parsed.value.schema}"."${parsed.value.name}"`
  if (!table) {
    const hint = 'If the table name contains capitals or special characters you must quote it.'
    throw invalid('table', `Table ${shown} does not exist. ${hint}`)
  }
  if (table.kind !== 'r' && table.kind !== 'p')
    throw invalid('table', `${shown} is not a table: only tables can be followed.`)
  return table
}

function selectColumns(table: TableInfo, asked: string | undefined): string[] {
  const generated = table.columns.filter((column) => column.generated !== '').map((column) => column.name)
  if (asked === undefined) {
    if (generated.length > 0)
      throw invalid(
        'columns',
        `The following columns are generated and cannot be included in the shape: ${generated.join(', ')}. You can exclude them from the shape by explicitly listing which columns to fetch in the 'columns' query param`,
      )
    return table.columns.map((column) => column.name)
  }
  const parsed = parseColumnList(asked)
  if (!parsed.ok) throw invalid('columns', parsed.reason)
  const names = table.columns.map((column) => column.name)
  const missing = table.primaryKey.filter((name) => !parsed.value.includes(name))
  if (missing.length > 0)
    throw invalid(
      'columns',
      `The list of columns must include all primary key columns, missing: ${missing.join(', ')}`,
    )
  const unknown = parsed.value.filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw invalid('columns', `The following columns are not found on the table: ${unknown.join(', ')}`)
  const refused = parsed.value.filter((name) => generated.includes(name))
  if (refused.length > 0)
    throw invalid(
      'columns',
      `The following columns are generated and cannot be included in the shape: ${refused.join(', ')}`,
    )
  return names.filter((name) => parsed.value.includes(name))
}

async function readWhere(
  pool: pg.Pool,
  table: TableInfo,
  where: string,
  params: RawDefinition['params'],
): Promise<Condition> {
  try {
    return await parseWhere(where, {
      table: { ...table, columns: table.columns.filter(isStreamed) },
      params: new Map(params),
      canonicalise: async (value, typeSql) => {
        const answer = await pool.query(`SELECT format('%s', CAST($1::text AS ${typeSql})) AS text`, [value])
        const { text } = z.object({ text: z.string() }).parse(answer.rows[0])
        return typeSql === 'pg_catalog.bool' ? (text === 't' ? 'true' : 'false') : text
      },
      elements: async (literal, typeSql) => {
        const answer = await pool.query(
          `SELECT CASE WHEN e IS NULL THEN NULL ELSE format('%s', e) END AS text FROM unnest(CAST($1::text AS ${typeSql}[])) AS e`,
          [literal],
        )
        const texts = z.array(z.object({ text: z.string().nullable() })).parse(answer.rows)
        if (typeSql !== 'pg_catalog.bool') return texts.map(({ text }) => text)
        return texts.map(({ text }) => (text === null ? null : text === 't' ? 'true' : 'false'))
      },
    })
  } catch (error) {
    if (error instanceof FilterError) throw invalid('where', error.message)
    throw error
  }
}

/** Generated columns do not travel in the replication stream. */
function isStreamed(column: ColumnInfo): boolean {
  return column.generated === ''
}
