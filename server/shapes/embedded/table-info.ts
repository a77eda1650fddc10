import type pg from 'pg'
import { z } from 'zod'

const columnSchema = z.object({
  name: z.string(),
  typeOid: z.number(),
  typeMod: z.number(),
  notNull: z.boolean(),
  dims: z.number(),
  /** '' for a plain column, `s` stored and `v` virtual for a generated one. */
  generated: z.string(),
  /** Type name as clients see it: of the element for an array, of the domain for a domain. */
  typeName: z.string(),
  isArray: z.boolean(),
  /** Name of the type behind a domain, else the type itself. */
  baseType: z.string(),
  /** The same as SQL text, ready for a cast. */
  baseTypeSql: z.string(),
  baseKind: z.string(),
  /** How `::text` works on it: `f` means by a function of its own, which may differ from its output text. */
  textCast: z.string().nullable(),
})

const tableSchema = z.object({
  oid: z.number(),
  schema: z.string(),
  name: z.string(),
  kind: z.string(),
  columns: z.array(columnSchema),
  primaryKey: z.array(z.string()),
  published: z.boolean(),
  fullIdentity: z.boolean(),
})

export type ColumnInfo = z.infer<typeof columnSchema>

/** What Postgres' catalogue says about one table, and whether its changes reach our stream whole. */
export interface TableInfo extends z.infer<typeof tableSchema> {
  /** Changes whenever shapes on the table must be fetched anew: name, columns, types, key. */
  fingerprint: string
}

/** Reads one table by name, or `undefined` if there is no such relation. */
export async function loadTable(
  db: pg.Pool | pg.ClientBase,
  publication: string,
  table: { schema: string; name: string },
): Promise<TableInfo | undefined> {
  const found = await db.query(`${CATALOGUE_QUERY} WHERE n.nspname = $2 AND c.relname = $3`, [
    publication,
    table.schema,
    table.name,
  ])
  return found.rows.map(toTableInfo)[0]
}

/** Reads the tables with these oids; those that are gone are missing from the answer. */
export async function loadTablesByOid(
  db: pg.Pool | pg.ClientBase,
  publication: string,
  oids: number[],
): Promise<Map<number, TableInfo>> {
  const found = await db.query(`${CATALOGUE_QUERY} WHERE c.oid = ANY($2::oid[])`, [publication, oids])
  return new Map(found.rows.map(toTableInfo).map((table) => [table.oid, table]))
}

/** The columns that tell rows apart: the primary key, or every column where there is none. */
export function keyColumns(table: TableInfo): string[] {
  if (table.primaryKey.length > 0) return table.primaryKey
  return table.columns.filter((column) => column.generated === '').map((column) => column.name)
}

function toTableInfo(row: unknown): TableInfo {
  const { table } = z.object({ table: tableSchema }).parse(row)
  const columns = table.columns.map((column) => [column.name, column.typeOid, column.typeMod])
  const fingerprint = JSON.stringify([table.schema, table.name, columns, table.primaryKey])
  return { ...table, fingerprint }
}

// A partitioned table keeps no rows itself, so there it is the leaves whose replica identity counts.
const CATALOGUE_QUERY = `
SELECT json_build_object(
  'oid', c.oid::int8, 'schema', n.nspname, 'name', c.relname, 'kind', c.relkind,
  'columns', COALESCE((
    SELECT json_agg(json_build_object(
      'name', a.attname, 'typeOid', a.atttypid::int8, 'typeMod', a.atttypmod, 'notNull', a.attnotnull,
      'dims', a.attndims, 'generated', a.attgenerated,
      'isArray', t.typcategory = 'A' AND t.typelem <> 0,
      'typeName', COALESCE(e.typname, t.typname),
      'baseType', b.typname, 'baseKind', b.typtype,
      'baseTypeSql', quote_ident(bn.nspname) || '.' || quote_ident(b.typname),
      'textCast', (SELECT k.castmethod FROM pg_cast k WHERE k.castsource = b.oid AND k.casttarget = 'text'::regtype)
    ) ORDER BY a.attnum)
    FROM pg_attribute a
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
    JOIN LATERAL (
      WITH RECURSIVE chain(oid, typtype, typbasetype) AS (
        SELECT t.oid, t.typtype, t.typbasetype
        UNION ALL
        SELECT d.oid, d.typtype, d.typbasetype FROM chain JOIN pg_type d ON d.oid = chain.typbasetype
        WHERE chain.typtype = 'd'
      ) SELECT oid FROM chain WHERE typtype <> 'd'
    ) base ON true
    JOIN pg_type b ON b.oid = base.oid
    JOIN pg_namespace bn ON bn.oid = b.typnamespace
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  ), '[]'::json),
  'primaryKey', COALESCE((
    SELECT json_agg(a.attname ORDER BY k.position)
    FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
    JOIN pg_attribute a ON a.attnum = k.attnum
    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND k.position <= i.indnkeyatts
  ), '[]'::json),
  'published', EXISTS (
    SELECT 1 FROM pg_publication p LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
    WHERE p.pubname = $1 AND (p.puballtables OR r.prrelid IS NOT NULL)
  ),
  'fullIdentity', CASE WHEN c.relkind = 'p' THEN NOT EXISTS (
      SELECT 1 FROM pg_partition_tree(c.oid) leaf JOIN pg_class l ON l.oid = leaf.relid
      WHERE leaf.isleaf AND l.relreplident <> 'f'
    ) ELSE c.relreplident = 'f' END
) AS "table"
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`
