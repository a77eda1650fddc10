import type { ReplicationStream } from '../replication/replication-stream.ts'
import { RequestError } from '../request-error.ts'
import { parseDeletion, parseShapeRequest, refuseSubsetBody } from './parameters.ts'
import { allowOrigins, errorReply } from './replies.ts'
import type { ShapeService } from './shape-service.ts'

const SHAPE_METHODS = 'GET, POST, HEAD, DELETE, OPTIONS'
const MAX_BODY_BYTES = 1 << 20

/** The protocol's routes over a shape service. Never throws: what goes wrong is a reply. */
export function shapeRouter(
  service: ShapeService,
  stream: ReplicationStream,
  onError: (error: Error) => void,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    const isShape = url.pathname === '/v1/shape'
    const response = await route(request, url).catch((error: unknown) => {
      if (error instanceof RequestError) return errorReply(error)
      onError(error instanceof Error ? error : new Error(String(error)))
      return errorReply(databaseFault(error))
    })
    allowOrigins(response.headers, isShape ? SHAPE_METHODS : 'GET, HEAD', request)
    if (request.method !== 'HEAD') return response
    await response.body?.cancel()
    return new Response(null, response)
  }

  async function route(request: Request, url: URL): Promise<Response> {
    if (url.pathname === '/v1/shape') return shape(request, url)
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new RequestError(404, 'Not found')
    if (url.pathname === '/v1/health') return health()
    if (url.pathname === '/') return new Response('')
    return new Response('Not found', { status: 404 })
  }

  async function shape(request: Request, url: URL): Promise<Response> {
    switch (request.method) {
      case 'POST':
        refuseSubsetBody(await readBody(request))
        return service.serve(parseShapeRequest(url.searchParams), request, url)
      case 'GET':
      case 'HEAD':
        return service.serve(parseShapeRequest(url.searchParams), request, url)
      case 'DELETE': {
        const { definition, handle } = parseDeletion(url.searchParams)
        await service.remove(definition, handle)
        return new Response('', { status: 202, headers: { 'cache-control': 'no-cache' } })
      }
      case 'OPTIONS':
        return new Response(null, { status: 204, headers: preflight(request) })
      default: {
        const refused = errorReply(new RequestError(405, `${request.method} is not allowed`))
        refused.headers.set('allow', SHAPE_METHODS)
        return refused
      }
    }
  }

  function health(): Response {
    const status = stream.status
    return new Response(JSON.stringify({ status }), {
      status: status === 'active' ? 200 : 202,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-cache, no-store, must-revalidate',
      },
    })
  }
}

function preflight(request: Request): Headers {
  const headers = new Headers({ 'access-control-max-age': '86400' })
  const asked = request.headers.get('access-control-request-headers')
  if (asked) headers.set('access-control-allow-headers', asked)
  return headers
}

async function readBody(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES)
    throw new RequestError(413, 'The request body is too large')
  const body = await request.text()
  if (body.length > MAX_BODY_BYTES) throw new RequestError(413, 'The request body is too large')
  return body
}

// Connection trouble passes; Postgres' own errors have a code of five characters.
function databaseFault(error: unknown): RequestError {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const passing =
    /^(08|57|53)/.test(code) || /^E[A-Z]+$/.test(code) || /connection|timeout/i.test(String(error))
  return passing
    ? new RequestError(503, 'The database cannot be reached. Try again.', { retryAfterSeconds: 1 })
    : new RequestError(500, 'Something went wrong while serving the shape.')
}
