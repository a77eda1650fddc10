import type pg from 'pg'
import { z } from 'zod'
import { quoteIdentifier } from '../identifiers.ts'
import { RequestError, unavailable } from '../request-error.ts'
import { fromTable } from '../snapshot-sql.ts'
import { loadTablesByOid, type TableInfo } from '../table-info.ts'

const LOCK_TIMEOUT_MS = 500

/** Creates the publication if it is missing, and says whether it did. */
export async function ensurePublication(client: pg.ClientBase, name: string): Promise<boolean> {
  const found = await client.query('SELECT 1 FROM pg_publication WHERE pubname = $1', [name])
  if (found.rowCount) return false
  await client.query(
    `CREATE PUBLICATION ${quoteIdentifier(name)} WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)`,
  )
  return true
}

/**
 * Brings a table into the stream with whole old rows. What older transactions wrote to it may still be missing there:
 * see `writersToFinish`.
 * @throws RequestError: 503 while others hold the table, 500 when we may not alter it
 */
export async function publishTable(pool: pg.Pool, publication: string, table: TableInfo): Promise<void> {
  try {
    await alter(pool, publication, table)
  } catch (error) {
    throw asRequestError(error, table)
  }
}

async function alter(pool: pg.Pool, publication: string, table: TableInfo): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    // Waiting long for a lock would make everybody queue up behind us.
    await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
    const now = (await loadTablesByOid(client, publication, [table.oid])).get(table.oid)
    if (now && !now.fullIdentity)
      for (const name of await leaves(client, table)) await fullIdentity(client, name)
    if (now && !now.published)
      await client.query(`ALTER PUBLICATION ${quoteIdentifier(publication)} ADD TABLE ${fromTable(table)}`)
    await client.query('COMMIT')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function fullIdentity(client: pg.ClientBase, name: string): Promise<void> {
  await client.query(`ALTER TABLE ONLY ${name} REPLICA IDENTITY FULL`)
}

async function leaves(client: pg.ClientBase, table: TableInfo): Promise<string[]> {
  if (table.kind !== 'p') return [`${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`]
  const found = await client.query('SELECT relid::regclass::text AS name FROM pg_partition_tree($1::oid)', [
    table.oid,
  ])
  return z
    .array(z.object({ name: z.string() }))
    .parse(found.rows)
    .map(({ name }) => name)
}

/**
 * Waits for the transactions that had written to the table before it was published: what they wrote is decoded with
 * the catalogue of that time, and so never reaches the stream; a new snapshot must have it. New writers are not waited for, nor held up.
 */
export async function writersToFinish(pool: pg.Pool, oid: number): Promise<void> {
  const before = await writers(pool, oid)
  for (let waitMs = 1; before.size > 0; waitMs = Math.min(waitMs * 2, 100)) {
    await new Promise((next) => setTimeout(next, waitMs))
    const still = await writers(pool, oid)
    for (const writer of before) if (!still.has(writer)) before.delete(writer)
  }
}

async function writers(pool: pg.Pool, oid: number): Promise<Set<string>> {
  const found = await pool.query(
    `SELECT virtualtransaction AS id FROM pg_locks
     WHERE locktype = 'relation' AND granted AND pid <> pg_backend_pid()
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND relation IN (SELECT $1::oid UNION SELECT relid FROM pg_partition_tree($1::oid))
       AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')`,
    [oid],
  )
  return new Set(
    z
      .array(z.object({ id: z.string() }))
      .parse(found.rows)
      .map(({ id }) => id),
  )
}

function asRequestError(error: unknown, table: TableInfo): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === '55P03') return unavailable('Snapshot timed out while waiting for a table lock', error)
  if (code === '42501' && error instanceof Error)
    return new RequestError(
      500,
      `The database user may not prepare "${table.schema}"."${table.name}" for replication: ${error.message}. Let its owner run ALTER TABLE … REPLICA IDENTITY FULL and ALTER PUBLICATION … ADD TABLE, or give the shape log more rights.`,
      { cause: error },
    )
  return error
}
