/** Lines are gathered to about this size before they are written: fewer, larger writes. */
const CHUNK_CHARACTERS = 64 * 1024

/**
 * One JSON text per line, streamed as fast as the reader takes them and no faster. The source is asked for its first
 * item before this returns, so that what fails at once can still be answered with a status; what fails later is told
 * to `onError`, and the stream ends where it is. When the reader leaves, the source is ended.
 */
export async function ndjsonResponse(
  source: AsyncIterable<unknown>,
  onError: (error: unknown) => void,
): Promise<Response> {
  const items = source[Symbol.asyncIterator]()
  let next = await items.next()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let text = ''
        try {
          while (!next.done && text.length < CHUNK_CHARACTERS) {
            text += `${JSON.stringify(next.value)}\n`
            next = await items.next()
          }
        } catch (error) {
          onError(error)
          controller.close()
          return
        }
        if (text !== '') controller.enqueue(encoder.encode(text))
        if (next.done) controller.close()
      },
      async cancel() {
        await items.return?.()
      },
    },
    { highWaterMark: 1 },
  )
  return new Response(body, {
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
  })
}
