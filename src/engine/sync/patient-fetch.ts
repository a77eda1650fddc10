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
  const silence = watchSilence(() => abort.abort(new Error('Nothing came for too long.')))
  const end = () => {
    silence.end()
    for (const signal of signals) signal.removeEventListener('abort', give)
  }
  for (const signal of signals) {
    if (signal.aborted) give()
    else signal.addEventListener('abort', give)
  }
  const sendingMs = (typeof init.body === 'string' ? init.body.length : 0) / slowestBytesPerMs
  let response: Response
  try {
    silence.begins(sendingMs)
    response = await orAborted(fetcher(url, { ...init, signal: abort.signal }), abort.signal)
    silence.end()
  } catch (error) {
    end()
    throw error
  }
  if (!response.body) {
    end()
    return response
  }
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        abort.signal.addEventListener('abort', () => {
          end()
          controller.error(abort.signal.reason)
        })
      },
      async pull(controller) {
        silence.begins()
        try {
          const { done, value } = await reader.read()
          silence.ends()
          if (abort.signal.aborted) return
          if (!done) return controller.enqueue(value)
          end()
          controller.close()
        } catch (error) {
          end()
          if (!abort.signal.aborted) throw error
        }
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

/**
 * Calls back once a silence has lasted too long. One timer for all of them, that looks when it rings: a large course comes in
 * thousands of pieces.
 */
function watchSilence(onTooLong: () => void) {
  let giveUpAtMs = Number.POSITIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    timer = undefined
    const leftMs = giveUpAtMs - performance.now()
    if (leftMs <= 0) onTooLong()
    else if (leftMs < Number.POSITIVE_INFINITY) timer = setTimeout(look, leftMs)
  }
  return {
    begins(moreMs = 0): void {
      giveUpAtMs = performance.now() + silenceMs + moreMs
      timer ??= setTimeout(look, silenceMs + moreMs)
    },
    ends(): void {
      giveUpAtMs = Number.POSITIVE_INFINITY
    },
    end(): void {
      this.ends()
      clearTimeout(timer)
      timer = undefined
    },
  }
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
