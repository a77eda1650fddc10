/** A shape whose digest disagreed for good, and was fetched anew. */
export interface Heal {
  shape: string
  /** From the first doubt to the end of the refetch. */
  tookMs: number
}

/**
 * Looks at what an engine asks of the centre: a shape whose digest disagrees is asked for once more past caches
 * (`cache-buster` …-0, …-300), and where that does not help, from the beginning (…-m<minute>).
 */
export function watchHeals(
  send: typeof fetch,
  nowMs: () => number,
  onHeal: (heal: Heal) => void,
): typeof fetch {
  const doubtedSinceMs = new Map<string, number>()
  return async (input, init) => {
    const url = new URL(String(input instanceof Request ? input.url : input))
    const reason = url.searchParams.get('cache-buster')
    if (reason === null || !url.pathname.startsWith('/v1/shapes/')) return send(input, init)
    const shape =
      `${url.pathname.slice('/v1/shapes/'.length)} ${url.searchParams.get('courseId') ?? ''}`.trim()
    if (reason.endsWith('-0')) doubtedSinceMs.set(shape, nowMs())
    const response = await send(input, init)
    if (/-m\d+$/.test(reason) && url.searchParams.get('offset') === '-1') {
      const sinceMs = doubtedSinceMs.get(shape)
      doubtedSinceMs.delete(shape)
      if (sinceMs !== undefined) onHeal({ shape, tookMs: nowMs() - sinceMs })
    }
    return response
  }
}
