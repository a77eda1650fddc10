import { AppError } from '../../src/shared/errors/app-error.ts'

/** Whatever speaks the shape protocol: the embedded shape log, or Electric. */
export interface ShapeUpstream {
  /** Answers `GET /v1/shape?<query>`, streaming. */
  fetch(query: URLSearchParams, headers: Headers, signal: AbortSignal): Promise<Response>
}

/** The embedded shape log, without a detour over the network. */
export function embeddedUpstream(log: { fetch(request: Request): Promise<Response> }): ShapeUpstream {
  return {
    fetch: (query, headers, signal) =>
      log.fetch(new Request(`http://shapes.internal/v1/shape?${query}`, { headers, signal })),
  }
}

/** Long polls last up to 20 s, and the first answer of a large shape waits for its snapshot. */
const ANSWER_TIMEOUT_MS = 60_000

/** An Electric service at `url`, `secret` being its `ELECTRIC_SECRET`. */
export function electricUpstream(url: string, secret: string | undefined): ShapeUpstream {
  const base = `${url.replace(/\/+$/, '')}/v1/shape`
  return {
    async fetch(query, headers, signal) {
      const asked = new URLSearchParams(query)
      if (secret !== undefined) asked.set('secret', secret)
      const late = new AbortController()
      const timer = setTimeout(() => late.abort(), ANSWER_TIMEOUT_MS)
      try {
        return await fetch(`${base}?${asked}`, {
          headers,
          redirect: 'error',
          signal: AbortSignal.any([signal, late.signal]),
        })
      } catch (cause) {
        throw new AppError(
          'unavailable',
          'The shape service cannot be reached. Courses are refreshed once it is back.',
          {
            cause,
          },
        )
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
