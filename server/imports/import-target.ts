import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { AppError } from '../../src/shared/errors/app-error.ts'
import { createClosing } from '../centre/closing.ts'
import { startEmbeddedPostgres } from '../centre/embedded-postgres.ts'
import { lockFolder } from '../centre/folder-lock.ts'
import { openPorts } from '../centre/ports.ts'
import { findPostgresPlace } from '../centre/postgres-place.ts'
import { migratePostgres } from '../db/migrate.ts'
import { fillDemoContent } from '../demo/fill.ts'

/** The centre an import writes to. */
export interface ImportTarget {
  readonly pool: pg.Pool
  readonly filesDir: string
  /** Ends the connections, and Postgres if it was started for this. */
  close(): Promise<void>
}

const runningCentre = z.object({ pid: z.number().int(), databaseUrl: z.string(), filesDir: z.string() })

/** A database and file store named by the caller. @throws AppError when the database cannot be reached. */
export async function openNamedTarget(databaseUrl: string, filesDir: string): Promise<ImportTarget> {
  await migratePostgres(databaseUrl)
  const pool = connect(databaseUrl)
  return { pool, filesDir, close: () => pool.end() }
}

/**
 * The centre of this home: the one that is running, or else its Postgres alone, started for the time of the import (and
 * filled as at a first start, so that there is an instructor to import for).
 * @throws AppError `unavailable` while the centre is between starting and running, or when Postgres does not start.
 */
export async function openHomeTarget(home: string, log: (line: string) => void): Promise<ImportTarget> {
  const folder = join(home, 'centre')
  const running = await findRunning(join(folder, 'centre.json'))
  if (running) {
    const pool = connect(running.databaseUrl)
    return { pool, filesDir: running.filesDir, close: () => pool.end() }
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const closing = createClosing((error, during) => log(`${during}: ${String(error)}`))
  try {
    closing.add('the lock', lockForImport(folder))
    const place = await findPostgresPlace(home, folder, log)
    const ports = await openPorts(join(folder, 'ports.json'))
    log('No centre is running: starting its Postgres for the import')
    const postgres = await startEmbeddedPostgres({ place, ports, log })
    closing.add('Postgres', () => postgres.stop())
    await migratePostgres(postgres.databaseUrl)
    const pool = connect(postgres.databaseUrl)
    closing.add('the connections', () => pool.end())
    const filesDir = join(folder, 'files')
    await fillDemoContent(pool, filesDir)
    return { pool, filesDir, close: () => closing.closeAll() }
  } catch (error) {
    await closing.closeAll()
    throw error
  }
}

/** What `centre.json` says, if its process lives; after a crash the file is still there. */
async function findRunning(path: string): Promise<z.infer<typeof runningCentre> | null> {
  try {
    const centre = runningCentre.parse(JSON.parse(await readFile(path, 'utf8')))
    process.kill(centre.pid, 0)
    const client = new pg.Client({ connectionString: centre.databaseUrl, connectionTimeoutMillis: 5000 })
    await client.connect()
    await client.end()
    return centre
  } catch {
    return null
  }
}

function lockForImport(folder: string): () => void {
  try {
    return lockFolder(folder, 'A BrainiX centre')
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'already-exists')
      throw new AppError('unavailable', 'The centre is starting or stopping. Import again in a moment.', {
        cause,
      })
    throw cause
  }
}

function connect(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => {}) // a connection lost while idle is replaced by the next query
  return pool
}
