import type { ReadableStream } from 'node:stream/web'
import type { RequestError } from '../request-error.ts'

export interface ReplySettings {
  maxAgeSeconds: number
  staleAgeSeconds: number
}

/** Which of the protocol's cache rules a reply falls under. */
export type CacheRule = 'initial' | 'log' | 'live'

export interface LogReply {
  handle: string
  askedOffset: string
  offset: string
  body: string | Uint8Array<ArrayBuffer> | ReadableStream
  bodyBytes?: number
  cache: CacheRule
  upToDate: boolean
  hasData: boolean
  /** A live poll that ended without news: its etag must never match anything. */
  timedOut?: boolean
  schema?: string
  cursor?: string
}

const EXPOSED = [
  'electric-cursor',
  'electric-handle',
  'electric-offset',
  'electric-schema',
  'electric-up-to-date',
  'electric-has-data',
  'electric-internal-known-error',
  'electric-snapshot',
  'etag',
  'retry-after',
].join(',')

/** Lets pages of any origin read the protocol's headers. */
export function allowOrigins(headers: Headers, methods: string, request: Request): void {
  headers.set('access-control-allow-origin', request.headers.get('origin') ?? '*')
  headers.set('access-control-expose-headers', EXPOSED)
  headers.set('access-control-allow-methods', methods)
}

/** A part of a shape's log, or 304 when the asker has it already. */
export function logReply(reply: LogReply, settings: ReplySettings, request: Request): Response {
  const unique = reply.timedOut ? `:${process.hrtime.bigint()}` : ''
  const etag = `"${reply.handle}:${reply.askedOffset}:${reply.offset}${unique}"`
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': cacheControl(reply.cache, settings, request),
    'electric-handle': reply.handle,
    'electric-offset': reply.offset,
    'electric-has-data': String(reply.hasData),
    etag,
  })
  if (reply.schema !== undefined) headers.set('electric-schema', reply.schema)
  if (reply.cursor !== undefined) headers.set('electric-cursor', reply.cursor)
  if (reply.upToDate) headers.set('electric-up-to-date', '')
  if (namedIn(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  if (reply.bodyBytes !== undefined) headers.set('content-length', String(reply.bodyBytes))
  return new Response(reply.body, { headers })
}

/** 409: what the asker holds is of no use any more; `handle` is what to ask for instead. */
export function mustRefetch(handle: string, url: URL): Response {
  const location = new URLSearchParams(url.searchParams)
  for (const name of ['live', 'cursor', 'expired_handle', 'cache-buster']) location.delete(name)
  location.set('handle', handle)
  location.set('offset', '-1')
  return new Response('[{"headers":{"control":"must-refetch"}}]', {
    status: 409,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=60, must-revalidate',
      'electric-handle': handle,
      location: `${url.pathname}?${location}`,
    },
  })
}

export function errorReply(error: RequestError): Response {
  const { status, message, errors, retryAfterSeconds } = error
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'surrogate-control': 'no-store',
  })
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds))
  return new Response(JSON.stringify(errors ? { message, errors } : { message }), { status, headers })
}

function cacheControl(rule: CacheRule, settings: ReplySettings, request: Request): string {
  if (request.method !== 'GET' && request.method !== 'HEAD') return 'no-cache'
  switch (rule) {
    case 'initial':
      return 'public, max-age=604800, s-maxage=3600, stale-while-revalidate=2629746'
    case 'live':
      return 'public, max-age=5, stale-while-revalidate=5'
    case 'log':
      return `public, max-age=${settings.maxAgeSeconds}, stale-while-revalidate=${settings.staleAgeSeconds}`
  }
}

// Caches and compressing proxies mark etags as weak; for us they mean the same.
function namedIn(header: string | null, etag: string): boolean {
  const names = header?.split(',').map((name) => name.trim().replace(/^W\//, '')) ?? []
  return names.includes(etag)
}
