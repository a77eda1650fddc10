import { Hono } from 'hono'
import type pg from 'pg'
import type { Contract } from '../../src/shared/contract/contract-versions.ts'
import {
  type Hello,
  type Me,
  maxPushBodyBytes,
  pullRequest,
  pushRequest,
} from '../../src/shared/contract/wire.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Authenticate } from '../auth/authenticate.ts'
import { fileEndpoint } from '../files/file-endpoint.ts'
import type { FileStore } from '../files/file-store.ts'
import { pull } from '../pull/pull.ts'
import { applyBatch } from '../push/apply-batch.ts'
import { digestEndpoint } from '../shapes/digest-endpoint.ts'
import { shapeEndpoint } from '../shapes/shape-endpoint.ts'
import type { ShapeUpstream } from '../shapes/upstream.ts'
import { compressed } from './compressed.ts'
import { errorResponse, isOurFault } from './error-response.ts'
import { ndjsonResponse } from './ndjson.ts'
import { checkContract, parseInput, readJson } from './read-body.ts'

export interface GatewayDeps {
  readonly pool: pg.Pool
  readonly authenticate: Authenticate
  readonly upstream: ShapeUpstream
  readonly files: FileStore
  readonly hello: Hello
  /** What it speaks; this build's when left out. */
  readonly contract?: Contract
  /** Told of every failure that is the centre's own, with the request it happened in. */
  readonly onError: (error: unknown, during: string) => void
}

/** A cursor of 100,000 characters and its envelope. */
const MAX_PULL_BODY_BYTES = 512 * 1024

/**
 * The gateway as a fetch handler: the routes of `contract/wire`. It keeps nothing between requests but caches, so any
 * number of them can stand behind a load balancer.
 */
export function createGateway(deps: GatewayDeps): (request: Request) => Promise<Response> {
  const app = new Hono()

  app.get('/v1/health', async (c) => {
    await deps.pool.query('SELECT 1')
    return c.json({ status: 'active' }, 200, { 'cache-control': 'no-store' })
  })

  app.get('/v1/hello', (c) => c.json(deps.hello, 200, { 'cache-control': 'no-store' }))

  app.get('/v1/me', async (c) => {
    const me: Me = await deps.authenticate(c.req.raw)
    return c.json(me, 200, { 'cache-control': 'no-store' })
  })

  app.post('/v1/push', async (c) => {
    const person = await deps.authenticate(c.req.raw)
    const body = await readJson(c.req.raw, maxPushBodyBytes)
    checkContract(body, deps.contract)
    const answer = await applyBatch(deps.pool, person, parseInput(pushRequest, body), deps.contract)
    return c.json(answer, 200, { 'cache-control': 'no-store' })
  })

  app.post('/v1/pull', async (c) => {
    const person = await deps.authenticate(c.req.raw)
    const body = await readJson(c.req.raw, MAX_PULL_BODY_BYTES)
    checkContract(body, deps.contract)
    const lines = pull(deps.pool, person, parseInput(pullRequest, body))
    return ndjsonResponse(lines, (error) => deps.onError(error, 'POST /v1/pull'))
  })

  app.get('/v1/shapes/:name', async (c) => {
    const person = await deps.authenticate(c.req.raw)
    return shapeEndpoint(deps, person, c.req.param('name'), c.req.raw)
  })

  app.get('/v1/digests/:group', async (c) => {
    const person = await deps.authenticate(c.req.raw)
    const answer = await digestEndpoint(deps.pool, person, c.req.param('group'), c.req.query(), deps.contract)
    return c.json(answer, 200, { 'cache-control': 'no-store' })
  })

  app.get('/v1/files/:sha256', async (c) => {
    const person = await deps.authenticate(c.req.raw)
    return fileEndpoint(deps, person, c.req.param('sha256'), c.req.raw)
  })

  app.notFound((c) =>
    errorResponse(new AppError('not-found', `There is nothing at ${c.req.path.slice(0, 200)}.`)),
  )

  app.onError((error, c) => {
    const gone = c.req.raw.signal.aborted // nobody is left to answer, and nothing is wrong
    if (!gone && isOurFault(error)) deps.onError(error, `${c.req.method} ${c.req.path}`)
    return errorResponse(error)
  })

  return async (request) => compressed(request, await app.fetch(request))
}
