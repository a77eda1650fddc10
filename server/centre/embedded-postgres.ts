import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Ports } from './ports.ts'
import { clearLeftovers, clusterUser, ensureCluster, postgresEnvironment } from './postgres-cluster.ts'
import type { PostgresPlace } from './postgres-place.ts'
import { stopPostmaster } from './postgres-process.ts'

export interface EmbeddedPostgres {
  /** Connection URL of the centre's database, password included. */
  readonly databaseUrl: string
  readonly port: number
  stop(): Promise<void>
}

const database = 'brainix'
const LARGEST_LOG_BYTES = 10 * 1024 * 1024
const STARTS = 5

const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  wal_level: 'logical',
  max_connections: '100',
  max_replication_slots: '10',
  max_wal_senders: '10',
  // a slot nobody reads any more must not fill the disk; the shape log starts anew without it
  max_slot_wal_keep_size: '2GB',
  // parallel workers want more shared memory than containers give
  max_parallel_workers_per_gather: '0',
  log_min_messages: 'warning',
}

/**
 * Starts the centre's own Postgres 18 in `place`, on loopback, creating it the first time. It recovers by itself from
 * whatever an earlier process left: a running postmaster, a stale `postmaster.pid`, half an initialisation, a port that
 * somebody else has taken since. Should Postgres end while it is wanted, it is started again.
 * @throws AppError `unavailable` or `damaged`, with what Postgres said.
 */
export async function startEmbeddedPostgres(options: {
  place: PostgresPlace
  ports: Ports
  log: (line: string) => void
}): Promise<EmbeddedPostgres> {
  const { place, ports, log } = options
  const password = await ensureCluster(place, log)
  const data = join(place.folder, 'data')
  const logFile = join(place.folder, 'postgres.log')
  await clearLeftovers(data, log)
  await startNewLog(logFile)

  let { port } = await ports.take('postgres')
  const urlOf = (name: string) => `postgres://${clusterUser}:${password}@127.0.0.1:${port}/${name}`
  let postmaster: ChildProcess | undefined
  let stopping = false

  const start = async () => {
    for (let attempt = 1; ; attempt++) {
      const { size } = await stat(logFile).catch(() => ({ size: 0 }))
      postmaster = launch(place, data, port, logFile)
      if (await isReady(postmaster, urlOf('postgres'), log)) break
      const said = (await readFile(logFile, 'utf8').catch(() => '')).slice(size).trim()
      if (attempt === STARTS || stopping)
        throw new AppError(
          'unavailable',
          `Postgres did not start. It said: ${said.slice(-1500) || 'nothing'}`,
        )
      if (/could not bind|Address already in use/.test(said)) port = await ports.takeAnother('postgres')
      else await pause(500 * attempt) // server processes of a killed postmaster may take a moment to end
    }
    postmaster.once('exit', () => {
      if (!stopping) void restart()
    })
  }

  const restart = async () => {
    log('Postgres ended unexpectedly; it is started again')
    for (let waitMs = 1_000; !stopping; waitMs = Math.min(waitMs * 2, 30_000)) {
      try {
        await clearLeftovers(data, log)
        await start()
        log('Postgres is back')
        return
      } catch (error) {
        log(`Postgres does not start: ${error instanceof Error ? error.message : String(error)}`)
        await pause(waitMs)
      }
    }
  }

  await start()
  await createDatabase(urlOf('postgres'))
  return {
    get databaseUrl() {
      return urlOf(database)
    },
    get port() {
      return port
    },
    async stop() {
      stopping = true
      if (postmaster?.pid !== undefined && postmaster.exitCode === null && postmaster.signalCode === null)
        await stopPostmaster(postmaster.pid)
    },
  }
}

function launch(place: PostgresPlace, data: string, port: number, logFile: string): ChildProcess {
  const output = openSync(logFile, 'a', 0o600)
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  try {
    const child = spawn(place.binaries.postgres, ['-D', data, '-p', String(port), ...flags], {
      ...place.runAs,
      cwd: place.folder,
      env: postgresEnvironment(),
      stdio: ['ignore', output, output],
      // Ctrl-C in a terminal reaches a whole process group: Postgres ends when the gateway has ended, not with it
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    child.on('error', () => {}) // seen as an exit by `isReady`
    return child
  } finally {
    closeSync(output)
  }
}

/** Waits as long as the process lives: recovery after a power cut takes what it takes. */
async function isReady(postmaster: ChildProcess, url: string, log: (line: string) => void): Promise<boolean> {
  let ended = postmaster.pid === undefined
  postmaster.once('exit', () => {
    ended = true
  })
  const startedMs = Date.now()
  let told = false
  while (!ended) {
    if (await answers(url)) return !ended
    if (!told && Date.now() - startedMs > 5_000) {
      told = true
      log('Postgres is still starting (it may be recovering from a power cut)')
    }
    await pause(30)
  }
  return false
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${database}`)
  } finally {
    await client.end()
  }
}

async function startNewLog(path: string): Promise<void> {
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  if (size > LARGEST_LOG_BYTES) await rename(path, `${path}.old`)
}
