import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fillDemoContent } from '../demo/fill.ts'
import { createClosing } from './closing.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { lockFolder } from './folder-lock.ts'
import { startGatewayService } from './gateway-service.ts'
import { openPorts } from './ports.ts'
import { findPostgresPlace } from './postgres-place.ts'
import { writeFileAtomically } from './write-file-atomically.ts'

export interface CentreOptions {
  /** Folder of all of BrainiX' data; the centre keeps its own below `centre/`. Made if need be. */
  home: string
  /** One line of progress for people. */
  log: (line: string) => void
  onError: (error: unknown, during: string) => void
  /** Use an Electric service instead of the embedded shape log. */
  electric?: { url: string; secret: string | undefined } | null
  accessTokenSeconds?: number
  /** Aborting it while the centre starts stops the starting, cleanly. */
  signal?: AbortSignal
}

/** What `centre.json` tells tools of a running centre. */
export interface CentreInfo {
  pid: number
  gatewayUrl: string
  issuer: string
  databaseUrl: string
  filesDir: string
}

export interface Centre extends CentreInfo {
  /** Stops everything in order: no more requests, jobs, shapes, sign-in, and Postgres last. */
  close(): Promise<void>
}

/**
 * The embedded centre: a real Postgres, migrated and once filled with demonstration content, and the gateway with all
 * that belongs to it. Data and ports stay the same from start to start. While it runs, `<home>/centre/centre.json`
 * (readable by its owner only) says where everything is.
 * @throws AppError `already-exists` when a centre of this home is running; whatever its parts throw.
 */
export async function startCentre(options: CentreOptions): Promise<Centre> {
  const { home, log, onError, signal } = options
  const folder = join(home, 'centre')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const closing = createClosing(onError)
  try {
    closing.add('the lock', lockFolder(folder, 'A BrainiX centre'))
    const place = await findPostgresPlace(home, folder, log)
    const ports = await openPorts(join(folder, 'ports.json'))
    signal?.throwIfAborted()

    log('Starting Postgres')
    const postgres = await startEmbeddedPostgres({ place, ports, log })
    closing.add('Postgres', () => postgres.stop())
    signal?.throwIfAborted()

    log('Bringing the database up to date')
    const filesDir = join(folder, 'files')
    const gateway = await ports.take('gateway')
    const identity = await ports.take('identity')
    const service = await startGatewayService({
      databaseUrl: postgres.databaseUrl,
      port: gateway.port,
      identityPort: identity.port,
      oidc: null,
      electric: options.electric ?? null,
      filesDir,
      shapesStorage: join(folder, 'shapes.sqlite'),
      identityStorage: join(folder, 'identity.sqlite'),
      log,
      onError,
      prepare: (pool) => fillDemoContent(pool, filesDir),
      ...(options.accessTokenSeconds === undefined ? {} : { accessTokenSeconds: options.accessTokenSeconds }),
      ...(signal ? { signal } : {}),
    })
    closing.add('the gateway', () => service.close())
    if (gateway.moved)
      log(
        `The gateway's port of the last time is taken by another program; devices now find it at ${service.gatewayUrl}`,
      )

    const info: CentreInfo = {
      pid: process.pid,
      gatewayUrl: service.gatewayUrl,
      issuer: service.issuer,
      databaseUrl: postgres.databaseUrl,
      filesDir,
    }
    const infoFile = join(folder, 'centre.json')
    await writeFileAtomically(infoFile, `${JSON.stringify(info, null, 2)}\n`, 0o600)
    closing.add('centre.json', () => rm(infoFile, { force: true }))
    signal?.throwIfAborted()
    return { ...info, close: () => closing.closeAll() }
  } catch (error) {
    await closing.closeAll()
    throw error
  }
}
