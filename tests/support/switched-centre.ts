import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createAuthenticate } from '../../server/auth/authenticate.ts'
import { createPeopleDirectory } from '../../server/auth/people-directory.ts'
import { createTokenVerifier } from '../../server/auth/token-verifier.ts'
import { migratePostgres } from '../../server/db/migrate.ts'
import { createGateway } from '../../server/http/gateway.ts'
import { serve } from '../../server/http/serve.ts'
import { openShapeLog } from '../../server/shapes/embedded/shape-log.ts'
import { embeddedUpstream } from '../../server/shapes/upstream.ts'
import { contractVersion, oldestAcceptedContract } from '../../src/shared/contract/wire.ts'
import { startCentreFixture } from './device.ts'
import { createTestDatabase } from './postgres.ts'

/**
 * A centre behind one address that can be put back to what it was: the databases change, the address stays, and the
 * devices are not told.
 */
export async function startSwitchedCentre() {
  const original = await startCentreFixture()
  const closing: (() => Promise<unknown>)[] = [() => original.close()]
  const gatewayOver = async (pool: pg.Pool, url: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'brainix-switched-'))
    const log = await openShapeLog({ databaseUrl: url, storagePath: join(folder, 'shapes.sqlite') })
    closing.push(async () => {
      await log.close()
      await rm(folder, { recursive: true, force: true })
    })
    return createGateway({
      pool,
      authenticate: createAuthenticate(
        createTokenVerifier({ issuer: original.issuer, audience: 'urn:brainix:test' }),
        createPeopleDirectory(pool),
      ),
      upstream: embeddedUpstream(log),
      files: original.files,
      hello: {
        product: 'brainix',
        contractVersion,
        oldestAcceptedContract,
        issuer: original.issuer,
        clientId: 'test',
        audience: 'urn:brainix:test',
      },
      onError: (error) => original.failures.push(error),
    })
  }
  let pool = original.database.pool
  let gateway: ((request: Request) => Promise<Response>) | null = null
  const server = await serve(async (request) => {
    if (gateway) return gateway(request)
    const { pathname, search } = new URL(request.url)
    return fetch(`${original.url}${pathname}${search}`, {
      method: request.method,
      headers: { ...Object.fromEntries(request.headers), 'accept-encoding': 'identity' }, // `fetch` unpacks what is packed
      signal: request.signal,
      body: request.method === 'POST' ? await request.arrayBuffer() : null,
    })
  }, 0)
  closing.push(() => server.close())

  return {
    url: server.url,
    token: original.token,
    failures: original.failures,
    get pool() {
      return pool
    },
    /** Copies every row into a database of its own, as reading back a dump does. @returns its URL. */
    async dump(): Promise<string> {
      const copy = await createTestDatabase()
      closing.push(copy.drop)
      await migratePostgres(copy.url)
      await copyRows(original.database.pool, copy.pool)
      return copy.url
    },
    /** From now on the address leads to another database. */
    async switchTo(url: string): Promise<void> {
      const restored = new pg.Pool({ connectionString: url, max: 30 })
      restored.on('error', () => {})
      closing.push(async () => {
        await restored.end()
      })
      gateway = await gatewayOver(restored, url)
      pool = restored
    },
    async close(): Promise<void> {
      for (const close of closing.reverse()) await close()
    },
  }
}

/** All tables out of one snapshot, without triggers, as pg_restore does it. */
async function copyRows(from: pg.Pool, to: pg.Pool): Promise<void> {
  const source = await from.connect()
  const target = await to.connect()
  try {
    await source.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    // what the migrations themselves told devices is in the dump as well
    await target.query('BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM change_feed')
    const tables = await source.query<{ name: string; columns: string }>(
      `SELECT table_name AS name, string_agg(quote_ident(column_name), ', ') AS columns
       FROM information_schema.columns JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE' AND is_generated = 'NEVER' GROUP BY 1`,
    )
    for (const { name, columns } of tables.rows) {
      const { rows } = await source.query(`SELECT coalesce(json_agg(t), '[]')::text AS rows FROM ${name} t`)
      await target.query(
        `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE
         SELECT ${columns} FROM json_populate_recordset(NULL::${name}, $1)`,
        [rows[0].rows],
      )
    }
    const counted = await target.query<{ name: string; column: string }>(
      `SELECT table_name AS name, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND is_identity = 'YES'`,
    )
    for (const { name, column } of counted.rows)
      await target.query(
        `SELECT setval(pg_get_serial_sequence($1, $2), (SELECT coalesce(max(${column}), 0) + 1 FROM ${name}))`,
        [name, column],
      )
    await target.query('COMMIT')
    await source.query('COMMIT')
  } finally {
    source.release()
    target.release()
  }
}
