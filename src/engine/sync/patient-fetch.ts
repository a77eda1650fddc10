/** Silence after which a line is taken for dead, and the slowest upload that still counts as moving. */
const silenceMs = 60_000
const slowestBytesPerMs = 8

/**
 * Fetches, and gives up when nothing has come for a minute, before the answer or between two pieces of it. However slow a
 * line is, what moves is not cut off: a large course may take its hour. Time in which nobody reads does not count.
 * Ends at once, wherever it is, when one of the signals aborts.
 * @throws whatever the fetch throws, or the reason it was given up.
 */
export async function patientFetch(
  fetcher: typeof fetch,
  url: URL,
  init: RequestInit,
  signals: readonly AbortSignal[],
): Promise<Response> {
  const abort = new AbortController()
  const give = () => abort.abort()
  const end = () => {
    for (const signal of signals) signal.removeEventListener('abort', give)
  }
  for (const signal of signals) {
    if (signal.aborted) give()
    else signal.addEventListener('abort', give)
  }
  const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => abort.abort(new Error('Nothing came for too long.')), ms)
    try {
      return await orAborted(work, abort.signal)
    } catch (error) {
      end()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
  const sendingMs = (typeof init.body === 'string' ? init.body.length : 0) / slowestBytesPerMs
  const answer = fetcher(url, { ...init, signal: abort.signal })
  const response = await within(silenceMs + sendingMs, answer)
  if (!response.body) {
    end()
    return response
  }
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await within(silenceMs, reader.read())
        if (!done) return controller.enqueue(value)
        end()
        controller.close()
      },
      cancel(reason) {
        end()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  const { status, statusText, headers } = response
  return new Response(body, { status, statusText, headers })
}

/** A promise that also ends when a signal aborts, however little the work cares about the signal. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason)
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give))
  })
}
