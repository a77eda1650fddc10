import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import pg from 'pg'
import { shapes } from '../../src/shared/contract/shapes.ts'
import { contractVersion, type Hello, oldestAcceptedContract } from '../../src/shared/contract/wire.ts'
import { createAuthenticate } from '../auth/authenticate.ts'
import { createPeopleDirectory } from '../auth/people-directory.ts'
import { createTokenVerifier } from '../auth/token-verifier.ts'
import { migratePostgres } from '../db/migrate.ts'
import { startIdentityProvider } from '../demo/identity-provider.ts'
import { openFileStore } from '../files/file-store.ts'
import { createGateway } from '../http/gateway.ts'
import { serve } from '../http/serve.ts'
import { startCentreJobs } from '../jobs/centre-jobs.ts'
import { askAhead } from '../shapes/ask-ahead.ts'
import { openShapeLog } from '../shapes/embedded/shape-log.ts'
import { electricUpstream, embeddedUpstream, type ShapeUpstream } from '../shapes/upstream.ts'
import { type Closing, createClosing } from './closing.ts'
import { demoAudience, demoClientId, type GatewayConfig } from './config.ts'

export interface GatewayServiceOptions extends Omit<GatewayConfig, 'host'> {
  /** Address to serve on; default 127.0.0.1. */
  host?: string
  /** Port of the demonstration's identity provider, where it is used; 0 for any free one. */
  identityPort?: number
  accessTokenSeconds?: number
  log: (line: string) => void
  onError: (error: unknown, during: string) => void
  /** Runs once the tables are there and before anybody is served. */
  prepare?: (pool: pg.Pool) => Promise<void>
  signal?: AbortSignal
}

export interface GatewayService {
  readonly gatewayUrl: string
  readonly port: number
  readonly issuer: string
  /** Stops serving, then the jobs, the shapes and the identity provider, then the connections to Postgres. */
  close(): Promise<void>
}

const POOL_SIZE = 40
/** Kept open while nobody asks: the first to come back after a silence need not wait for Postgres to let them in. */
const KEPT_CONNECTIONS = 4
/** A pull holds its connection while the device takes its lines; one that takes none for this long has to begin again. */
const STALLED_READER_MS = 60_000

/**
 * Everything of a centre but its Postgres: migrations, files, shapes, identity, the gateway itself and its jobs. What
 * was opened is closed again when a later step fails or `signal` aborts.
 */
export async function startGatewayService(options: GatewayServiceOptions): Promise<GatewayService> {
  const closing = createClosing(options.onError)
  try {
    return await open(options, closing)
  } catch (error) {
    await closing.closeAll()
    throw error
  }
}

async function open(options: GatewayServiceOptions, closing: Closing): Promise<GatewayService> {
  const { log, onError, signal } = options
  await migratePostgres(options.databaseUrl)
  signal?.throwIfAborted()

  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: POOL_SIZE,
    min: KEPT_CONNECTIONS,
    keepAlive: true, // or a firewall in between forgets one that is idle, without a word
    keepAliveInitialDelayMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: STALLED_READER_MS,
    application_name: 'brainix-gateway',
    pipeline: true, // a push's statements need not wait for each other's answers
  })
  pool.on('error', () => {}) // an idle connection that was lost is replaced when it is next needed
  // one lost in the middle of a transaction fails its next query; without a listener it would end the process
  pool.on('connect', (client) => client.on('error', () => {}))
  closing.add('the database connections', () => pool.end())
  const files = await openFileStore(options.filesDir)
  await options.prepare?.(pool)
  signal?.throwIfAborted()

  const identity = await openIdentity(options, closing)
  signal?.throwIfAborted()
  const upstream = await openUpstream(options, closing)
  signal?.throwIfAborted()
  const asking = new AbortController()
  void askAhead(upstream, asking.signal)
  closing.add('asking ahead', () => asking.abort())

  const hello: Hello = { product: 'brainix', contractVersion, oldestAcceptedContract, ...identity }
  const jobs = startCentreJobs(pool, onError)
  closing.add('the jobs', () => jobs.stop())
  const authenticate = createAuthenticate(createTokenVerifier(identity), createPeopleDirectory(pool))
  const server = await serve(
    createGateway({ pool, authenticate, upstream, files, hello, onError }),
    options.port,
    options.host,
  )
  closing.add('the gateway', () => server.close())
  log(`Sign-in is at ${identity.issuer}`)
  return {
    gatewayUrl: server.url,
    port: server.port,
    issuer: identity.issuer,
    close: () => closing.closeAll(),
  }
}

async function openIdentity(
  options: GatewayServiceOptions,
  closing: Closing,
): Promise<{ issuer: string; clientId: string; audience: string }> {
  if (options.oidc) return options.oidc
  await mkdir(dirname(options.identityStorage), { recursive: true, mode: 0o700 })
  const client = { clientId: demoClientId, audience: demoAudience }
  const provider = await startIdentityProvider({
    storePath: options.identityStorage,
    port: options.identityPort ?? 0,
    ...client,
    ...(options.accessTokenSeconds === undefined ? {} : { accessTokenSeconds: options.accessTokenSeconds }),
  })
  closing.add('the identity provider', () => provider.close())
  return { issuer: provider.issuer, ...client }
}

async function openUpstream(options: GatewayServiceOptions, closing: Closing): Promise<ShapeUpstream> {
  if (options.electric) return electricUpstream(options.electric.url, options.electric.secret)
  await mkdir(dirname(options.shapesStorage), { recursive: true, mode: 0o700 })
  const shapeLog = await openShapeLog({
    databaseUrl: options.databaseUrl,
    storagePath: options.shapesStorage,
    tables: [...new Set(Object.values(shapes).map((shape) => shape.table))],
  })
  closing.add('the shape log', () => shapeLog.close())
  return embeddedUpstream(shapeLog)
}
