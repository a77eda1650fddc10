import type { ShapeUpstream } from '../../server/shapes/upstream.ts'

/** Stands between a gateway and its shape service, and does what the network in between or the service may do. */
export interface Between extends ShapeUpstream {
  /**
   * Swallow the changes of this table in replies after the first page, and move offsets on as if they had been given:
   * what Electric does in bursts.
   */
  swallow: string | null
  /**
   * Answer out of replies to the same question, as a shared cache may: for an hour where a log begins and for a minute
   * elsewhere, which is here for ever and for a second and a half.
   */
  cache: boolean
  swallowed: number
  cacheHits: number
}

const laterMaxAgeMs = 1_500

export function standBetween(service: ShapeUpstream): Between {
  const kept = new Map<string, { status: number; headers: Headers; body: ArrayBuffer; atMs: number }>()
  const between: Between = {
    swallow: null,
    cache: false,
    swallowed: 0,
    cacheHits: 0,
    async fetch(query, headers, signal) {
      const live = query.get('live') === 'true'
      const cached = between.cache && !live ? kept.get(String(query)) : undefined
      if (cached && (query.get('offset') === '-1' || Date.now() - cached.atMs < laterMaxAgeMs)) {
        between.cacheHits += 1
        return new Response(cached.body.slice(), cached)
      }
      // A cache asks on its own behalf: it must not be told 304 about a reply that only the device holds.
      const answer = await service.fetch(query, between.cache ? new Headers() : headers, signal)
      const caching = answer.headers.get('cache-control') ?? ''
      if (between.cache && !live && caching.includes('public')) {
        const body = await answer.arrayBuffer()
        const reply = {
          status: answer.status,
          headers: withoutEncoding(answer.headers),
          body,
          atMs: Date.now(),
        }
        kept.set(String(query), reply)
        return new Response(body.slice(), reply)
      }
      const isLater = query.get('offset') !== '-1' && !(query.get('offset') ?? '').startsWith('0_')
      if (between.swallow !== query.get('table') || !isLater || answer.status !== 200) return answer
      const messages: unknown = await answer.json()
      const all = Array.isArray(messages) ? messages : []
      const controls = all.filter((message: object) => !('key' in message))
      between.swallowed += all.length - controls.length
      return Response.json(controls, { status: 200, headers: withoutEncoding(answer.headers) })
    },
  }
  return between
}

function withoutEncoding(given: Headers): Headers {
  const headers = new Headers(given)
  headers.delete('content-encoding')
  headers.delete('content-length')
  return headers
}
