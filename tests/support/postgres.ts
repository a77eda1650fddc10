import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  url: string
  pool: pg.Pool
  /** Drops the database, ending every connection and replication slot on it. */
  drop(): Promise<void>
}

/** A fresh, empty database in the shared test cluster. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('postgresUrl')
  const name = `t_${randomBytes(6).toString('hex')}`
  await asAdmin(adminUrl, (client) => client.query(`CREATE DATABASE ${name}`))
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: url.href, max: 30, pipeline: true }) // as the gateway has it
  pool.on('error', () => {}) // dropping the database ends idle connections
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end()
      await asAdmin(adminUrl, (client) => dropDatabase(client, name))
    },
  }
}

async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(
    `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = $1 AND active`,
    [name],
  )
  for (let attempt = 0; attempt < 50; attempt++) {
    const slots = await client.query(
      `SELECT slot_name, active FROM pg_replication_slots WHERE database = $1`,
      [name],
    )
    if (slots.rowCount === 0) break
    for (const slot of slots.rows)
      if (!slot.active) await client.query(`SELECT pg_drop_replication_slot($1)`, [slot.slot_name])
    await new Promise((done) => setTimeout(done, 50))
  }
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
