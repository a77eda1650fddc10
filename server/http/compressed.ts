import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import { constants, createGzip, createZstdCompress } from 'node:zlib'

/** How a body may go over the line, best first: zstd packs tighter than gzip at its fastest, in two thirds of the time. */
const encodings = {
  zstd: () => createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
  gzip: () => createGzip({ level: 1 }),
}

/** Text is a third of its size when it is compressed; videos and images are compressed already. */
const compressible = /^application\/(json|x-ndjson)\b/

/**
 * The same answer in fewer bytes, where the asker takes one of the encodings and there is text to compress: a course over
 * a village's line comes in a third of the time. Answers to live questions, a few hundred bytes that are waited for, go as
 * they are. Shared caches are told that the answer depends on the encoding asked for.
 */
export function compressed(request: Request, response: Response): Response {
  const { headers: given } = response
  if (!response.body || given.has('content-encoding') || given.has('accept-ranges')) return response
  if (!compressible.test(given.get('content-type') ?? '')) return response
  given.append('vary', 'accept-encoding')
  const encoding = acceptedEncoding(request.headers.get('accept-encoding'))
  const isLive = new URL(request.url).searchParams.get('live') === 'true'
  if (!encoding || isLive || response.status !== 200) return response
  const headers = new Headers(given)
  headers.set('content-encoding', encoding)
  headers.delete('content-length')
  return new Response(through(response.body, encodings[encoding]()), { headers })
}

function acceptedEncoding(accept: string | null): keyof typeof encodings | undefined {
  const accepted = new Set(
    (accept ?? '')
      .split(',')
      .map((part) =>
        part
          .trim()
          .toLowerCase()
          .split(/\s*;\s*/),
      )
      .filter(([, quality]) => !/^q=0(\.0*)?$/.test(quality ?? ''))
      .map(([name]) => name),
  )
  if (accepted.has('zstd')) return 'zstd'
  return accepted.has('gzip') ? 'gzip' : undefined
}

/** An error of the source ends the result with that error; a reader that leaves ends the source. */
function through(body: ReadableStream<Uint8Array>, encoder: ReturnType<(typeof encodings)['gzip']>) {
  pipeline(Readable.fromWeb(body as NodeWebStream<Uint8Array>), encoder).catch(() => {})
  return Readable.toWeb(encoder) as ReadableStream<Uint8Array>
}
