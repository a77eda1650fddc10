import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import pg from 'pg'
import { resolveDefinition } from './definition.ts'
import { shapeRouter } from './http/router.ts'
import { ShapeService } from './http/shape-service.ts'
import { LogStore } from './log/log-store.ts'
import { ShapeRegistry } from './log/shape-registry.ts'
import { SnapshotFiles } from './log/snapshot-files.ts'
import { SnapshotTaker } from './log/snapshot-taker.ts'
import { TransactionApplier } from './log/transaction-applier.ts'
import { frugalSocket } from './replication/frugal-socket.ts'
import { PublishedTables } from './replication/published-tables.ts'
import { ReplicationStream } from './replication/replication-stream.ts'
import type { ReadySlot } from './replication/slot.ts'
import { RequestError } from './request-error.ts'
import { sessionConfig } from './session-settings.ts'
import { watchTables } from './table-watch.ts'

export interface ShapeLogOptions {
  databaseUrl: string
  /** SQLite file of the log; a folder beside it holds the snapshots. */
  storagePath: string
  /** Defaults to a name made of the database and the storage path. */
  slotName?: string
  publicationName?: string
  /** Tables of the schema `public` that will be asked for: published at once, so that nobody waits for that. */
  tables?: readonly string[]
  /** Size at which a chunk of log or snapshot ends; the first ones of a snapshot are smaller. Default 10 MiB. */
  chunkBytes?: number
  /** For `cache-control` of replies that are neither initial nor live. Default 60 and 300. */
  maxAgeSeconds?: number
  staleAgeSeconds?: number
  /** How long a live request is held. Default 20,000. */
  longPollMs?: number
  /** Shapes kept at most; the ones unused longest go first. Default 20,000. */
  maxShapes?: number
  /** A shape whose log grows beyond this is begun anew. Default 1 GiB. */
  maxLogBytes?: number
  /** Told of trouble that is being dealt with, such as a lost connection. */
  onError?: (error: Error) => void
}

export interface ShapeLog {
  /** Answers `/v1/shape` and `/v1/health`. Aborting the request's signal frees a held long poll. */
  fetch(request: Request): Promise<Response>
  /** Stops following the database. Slot, publication and log stay, to be taken up again. */
  close(): Promise<void>
}

const SNAPSHOT_CONNECTIONS = 4
/** Of each pool, while nobody asks. */
const KEPT_CONNECTIONS = 2

/**
 * Opens a shape log that speaks Electric's protocol over one Postgres database.
 * Returns before the database is reached: requests wait, and `/v1/health` tells.
 * @throws when the storage cannot be opened (code SQLITE_BUSY: another process has it)
 */
export async function openShapeLog(options: ShapeLogOptions): Promise<ShapeLog> {
  const onError = options.onError ?? (() => {})
  const chunkBytes = options.chunkBytes ?? 10 << 20
  const publication = options.publicationName ?? 'brainix_shapes'
  const slot = options.slotName ?? defaultSlotName(options)
  const config = sessionConfig(options.databaseUrl)
  mkdirSync(dirname(options.storagePath), { recursive: true })
  const store = new LogStore(options.storagePath)
  const files = new SnapshotFiles(`${options.storagePath}-snapshots`)
  const pool = new pg.Pool({
    ...config,
    max: 10,
    min: KEPT_CONNECTIONS,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
  })
  const snapshotPool = new pg.Pool({
    ...config,
    ...frugal(options.databaseUrl),
    max: SNAPSHOT_CONNECTIONS,
    min: KEPT_CONNECTIONS,
  })
  for (const each of [pool, snapshotPool]) {
    each.on('error', onError)
    // The pool listens to idle clients only; one at work that loses its connection fails in its query.
    each.on('connect', (client) => client.on('error', () => {}))
  }

  const registry = new ShapeRegistry(store, files, options.maxShapes ?? 20_000)
  const applier = new TransactionApplier(
    store,
    registry,
    { chunkBytes, maxLogBytes: options.maxLogBytes ?? 1 << 30 },
    store.progress() ?? { processedLsn: 0, lastSeenLsn: 0 },
  )
  if (store.remembered('chunk-bytes') !== String(chunkBytes)) forgetShapes(store)
  store.remember('chunk-bytes', String(chunkBytes))

  const tables = new PublishedTables(pool, publication, store)
  const stream = new ReplicationStream(
    config,
    { slot, publication },
    {
      onConnect: (ready) => takeUp(ready, slot, { store, registry, applier }),
      onMessage: (message) => applier.handle(message),
      onIdle: (walEndLsn) => applier.idle(walEndLsn),
      onActive: () => void tables.ensureAhead(options.tables ?? []),
      onDisconnect: () => applier.abandon(),
      makeDurable: async () => {
        const { progress } = applier
        await store.syncProgress(progress)
        return progress.processedLsn
      },
      onError,
    },
  )
  const snapshots = new SnapshotTaker({
    pool: snapshotPool,
    tables,
    store,
    files,
    registry,
    applier,
    chunkBytes,
  })
  const watch = watchTables({ pool, publication, registry, tables })
  const service = new ShapeService({
    pool,
    publication,
    stream,
    store,
    files,
    registry,
    applier,
    snapshots,
    settings: {
      maxAgeSeconds: options.maxAgeSeconds ?? 60,
      staleAgeSeconds: options.staleAgeSeconds ?? 300,
      longPollMs: options.longPollMs ?? 20_000,
    },
  })

  const closing = new AbortController()
  const restored = restoreShapes({
    pool,
    publication,
    store,
    files,
    registry,
    signal: closing.signal,
    onError,
  })
    .catch((error: unknown) => {
      // A log that cannot be read is begun anew: everybody fetches again, nobody is left waiting.
      onError(error instanceof Error ? error : new Error(String(error)))
      registry.endAll()
      forgetShapes(store)
    })
    .then(() => {
      if (!closing.signal.aborted) stream.start()
    })
  const route = shapeRouter(service, stream, onError)
  return {
    fetch: route,
    close: async () => {
      closing.abort()
      service.close()
      watch.stop()
      await restored
      await stream.close()
      await snapshots.close()
      await Promise.all([pool.end(), snapshotPool.end()])
      await store.close()
    },
  }
}

// An encrypted connection wraps the socket and reads it in its own way.
function frugal(databaseUrl: string): pg.ClientConfig {
  const mode = new URL(databaseUrl).searchParams.get('sslmode') ?? 'disable'
  return mode === 'disable' ? { ssl: false, stream: frugalSocket } : {}
}

/** Decides whether what the log holds continues at this slot; if not, every shape starts anew. */
function takeUp(
  ready: ReadySlot,
  slot: string,
  parts: { store: LogStore; registry: ShapeRegistry; applier: TransactionApplier },
): number {
  const { store, registry, applier } = parts
  const identity = `${ready.identity}/${slot}`
  const continues =
    !ready.fresh &&
    store.remembered('identity') === identity &&
    applier.progress.processedLsn > 0 &&
    // Postgres may have dropped WAL that a log restored from a copy, or cut short by a power failure, has not seen.
    ready.confirmedLsn <= applier.progress.processedLsn
  if (!continues) {
    registry.endAll()
    store.forgetPreparedTables()
    applier.restartAt(ready.confirmedLsn)
    store.remember('identity', identity)
  }
  return applier.progress.processedLsn
}

async function restoreShapes(parts: {
  pool: pg.Pool
  publication: string
  store: LogStore
  files: SnapshotFiles
  registry: ShapeRegistry
  signal: AbortSignal
  onError: (error: Error) => void
}): Promise<void> {
  const { pool, publication, store, files, registry, signal } = parts
  store.dropOrphans()
  for (const stored of store.storedShapes()) {
    if (!(await files.isComplete(stored.handle, stored.chunkSizes))) {
      store.removeShape(stored.id)
      continue
    }
    const definition = await persistently(signal, parts.onError, () =>
      resolveDefinition(pool, publication, stored.raw, () => undefined),
    )
    if (signal.aborted) return
    const { table } = definition ?? {}
    if (definition?.key === stored.key && table?.published && table.fullIdentity)
      registry.restore(stored, definition)
    else store.removeShape(stored.id)
  }
  await files.keepOnly(new Set([...registry.all()].map((shape) => shape.handle)))
}

/** Undefined when the definition no longer holds; database trouble is waited out. */
async function persistently<T>(
  signal: AbortSignal,
  onError: (error: Error) => void,
  work: () => Promise<T>,
): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await work()
    } catch (error) {
      if (error instanceof RequestError) return undefined
      onError(error instanceof Error ? error : new Error(String(error)))
      await new Promise((next) => setTimeout(next, 500))
    }
  }
  return undefined
}

function forgetShapes(store: LogStore): void {
  store.removeAllShapes()
}

// Slot names are shared by all databases of a cluster.
function defaultSlotName(options: ShapeLogOptions): string {
  const { host, pathname } = new URL(options.databaseUrl)
  const hash = createHash('sha256').update(`${host}${pathname}\n${options.storagePath}`).digest('hex')
  return `brainix_shapes_${hash.slice(0, 12)}`
}
