import type pg from 'pg'

interface Table {
  name: string
  columns: string[]
  /** Whose numbers count up. */
  counted: string[]
}

/**
 * Everything a database holds, as statements that make a database hold just that again, whatever it held before.
 * @param leaveAlone tables that are neither read nor changed.
 */
export async function backUp(client: pg.ClientBase, leaveAlone: readonly string[] = []): Promise<string> {
  const { rows: tables } = await client.query<Table>(
    `SELECT t.table_name AS name,
       array_agg(quote_ident(c.column_name) ORDER BY c.ordinal_position) FILTER (WHERE c.is_generated = 'NEVER') AS columns,
       coalesce(array_agg(c.column_name) FILTER (WHERE c.is_identity = 'YES'), '{}')::text[] AS counted
     FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
     WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND t.table_name <> ALL ($1)
     GROUP BY t.table_name ORDER BY t.table_name`,
    [leaveAlone],
  )
  // no trigger and no foreign key has a say in what a backup brings back
  const statements = ['BEGIN', 'SET LOCAL session_replication_role = replica']
  for (const { name } of tables) statements.push(`DELETE FROM ${name}`)
  for (const { name, columns } of tables) {
    const { rows } = await client.query<{ rows: string | null }>(
      `SELECT json_agg(t)::text AS rows FROM ${name} t`,
    )
    const json = rows[0]?.rows
    if (!json) continue
    statements.push(
      `INSERT INTO ${name} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE
       SELECT ${columns.join(', ')} FROM json_populate_recordset(NULL::${name}, '${json.replaceAll("'", "''")}')`,
    )
  }
  for (const { name, counted } of tables)
    for (const column of counted)
      statements.push(
        `SELECT setval(pg_get_serial_sequence('${name}', '${column}'), (SELECT coalesce(max(${column}), 0) + 1 FROM ${name}))`,
      )
  return [...statements, 'COMMIT'].join(';\n')
}
