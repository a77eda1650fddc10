import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { mediaResponse } from '../src/shared/shell/media-response.ts'
import type { EngineProcess } from './engine-process.ts'

const engineWaitMs = 5_000

/** `/media/<sha256>`: the engine says where the blob lies, the shell streams it, ranges included. */
export async function sendMedia(
  engine: EngineProcess,
  sha256: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const control = await engine.control(engineWaitMs)
  const blob = control && (await control.media.locate({ sha256 }).catch(() => undefined))
  if (blob === undefined || control === null) {
    response.writeHead(503, { 'retry-after': '1', 'cache-control': 'no-store' }).end()
    return
  }
  if (blob === null) {
    response.writeHead(404, { 'cache-control': 'no-store' }).end()
    return
  }
  const { status, headers, range } = mediaResponse(blob, request.headers.range)
  if (request.method === 'HEAD' || range === null) {
    response.writeHead(status, headers).end()
    return
  }
  // Whoever seeks in a film leaves most answers half-way, and some before they began.
  if (response.destroyed) return
  const file = createReadStream(blob.path, range)
  file.once('open', () => response.writeHead(status, headers))
  file.once('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(404, { 'cache-control': 'no-store' }).end()
  })
  response.once('close', () => file.destroy())
  file.pipe(response)
}
