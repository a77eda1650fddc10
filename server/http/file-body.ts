import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'

const READ_BYTES = 1 << 18
const SPARE_BUFFERS = 8

const paths = new WeakMap<object, string>()
const spare: Buffer[] = []

/**
 * A response's body that is a file, whole. It can be read like any other; `serve` hands it to the network without a
 * stream in between: fresh buffers for all of it would keep the collector busier than the work itself.
 * The file is opened once the body is read, so that a body nobody reads holds nothing.
 */
export function fileBody(path: string): ReadableStream<Uint8Array> {
  const body = lazily(path)
  paths.set(body, path)
  return body
}

/** The file that a body is, for whoever sends it; the body is not to be read then. Undefined where it is none. */
export function fileOf(body: object | null): string | undefined {
  return body === null ? undefined : paths.get(body)
}

/**
 * Sends a file as a response's body, no faster than it is taken, and ends the response.
 * Headers are sent once the file is open. @throws when there is no such file: nothing was sent then.
 */
export async function sendFile(
  path: string,
  outgoing: ServerResponse,
  status: number,
  headers: Record<string, string>,
): Promise<void> {
  const file = await open(path)
  const buffers = [takeBuffer(), takeBuffer()]
  try {
    const { size } = await file.stat()
    outgoing.writeHead(status, { ...headers, 'content-length': String(size) })
    await sendAll(file, size, buffers, outgoing)
    outgoing.end()
    // Only what went out whole is surely in nobody's hands any more.
    for (const buffer of buffers) if (spare.length < SPARE_BUFFERS) spare.push(buffer)
  } catch (error) {
    // Whoever receives must not take a part for the whole. The asker may be gone as well: then nobody is left to tell.
    outgoing.destroy(error instanceof Error ? error : undefined)
  } finally {
    await file.close()
  }
}

function takeBuffer(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(READ_BYTES)
}

/** Reads one piece while the network takes the one before. */
async function sendAll(
  file: FileHandle,
  size: number,
  buffers: readonly Buffer[],
  outgoing: ServerResponse,
): Promise<void> {
  let taken: Promise<unknown> = Promise.resolve()
  for (let at = 0; at < size; ) {
    for (const buffer of buffers) {
      const wanted = Math.min(buffer.length, size - at)
      if (wanted === 0) break
      const [read, sent] = await Promise.allSettled([file.read(buffer, 0, wanted, at), taken])
      if (read.status === 'rejected') throw read.reason
      if (sent.status === 'rejected') throw sent.reason
      const { bytesRead } = read.value
      if (bytesRead === 0) throw new Error('the file ends too soon')
      at += bytesRead
      taken = written(outgoing, buffer.subarray(0, bytesRead))
    }
  }
  await taken
}

/**
 * Ends once the network has taken all of it: then the buffer is free again. A response whose asker leaves at that
 * moment may never say what became of a piece, but that it closed.
 */
function written(outgoing: ServerResponse, piece: Buffer): Promise<void> {
  const taken = new Promise<void>((resolve, reject) => {
    const left = () => reject(new Error('the asker left'))
    outgoing.once('close', left)
    outgoing.write(piece, (error) => {
      outgoing.off('close', left)
      if (error) reject(error)
      else resolve()
    })
  })
  taken.catch(() => {}) // awaited beside the next read
  return taken
}

function lazily(path: string): ReadableStream<Uint8Array> {
  let pieces: AsyncIterator<Uint8Array> | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        pieces ??= createReadStream(path, { highWaterMark: READ_BYTES })[Symbol.asyncIterator]()
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await pieces?.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
