import pg from 'pg'
import type { TestDatabase } from '../support/postgres.ts'

const mark = 'BrainiX tests of a shape service: everything in here is deleted at every run'

/**
 * The database a real Electric follows, emptied for the tests. It has to be theirs alone: one without tables, which is
 * marked as theirs from then on, or one that bears the mark.
 * @throws when the database holds anything else, and leaves it as it is.
 */
export async function openFollowedDatabase(url: string): Promise<TestDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 30 })
  pool.on('error', () => {})
  try {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    const marks = await pool.query(`SELECT obj_description('public'::regnamespace, 'pg_namespace') AS mark`)
    if (rows.length > 0 && marks.rows[0]?.mark !== mark)
      throw new Error(
        `The database of ELECTRIC_DATABASE_URL holds tables that are not of these tests. Give Electric an empty one of its own: the tests delete everything in it.`,
      )
    await pool.query(`COMMENT ON SCHEMA public IS '${mark}'`)
    if (rows.length > 0)
      await pool.query(`TRUNCATE ${rows.map(({ name }) => `public.${name}`).join(', ')} RESTART IDENTITY`)
  } catch (error) {
    await pool.end()
    throw error
  }
  return { url, pool, drop: () => pool.end() }
}
