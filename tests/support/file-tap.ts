import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { listen } from '../../server/http/serve.ts'

/** One answer with a file, as far as it went over the line. */
export interface Served {
  range: string | undefined
  /** Bytes of the file, where the answer began and where it broke off or ended. */
  fromByte: number
  toByte: number
  /** It came to its end, or whoever asked is gone: no more will go over the line. */
  over: boolean
}

/** A line to a gateway that lets files through up to a byte, and holds them there. Everything else passes. */
export interface FileTap {
  url: string
  served: Served[]
  /** From now on files come as far as this byte. */
  openTo(byte: number): void
  close(): Promise<void>
}

/** @param gatewayUrl without a slash at its end */
export async function tapFiles(gatewayUrl: string): Promise<FileTap> {
  const served: Served[] = []
  let limit = 0
  let opened = Promise.withResolvers<void>()
  const server = createServer((asked, answer) => {
    const passed = request(`${gatewayUrl}${asked.url}`, { method: asked.method, headers: asked.headers })
    // Either end may be gone at any moment: that is what this is for.
    passed.on('error', () => answer.destroy())
    answer.on('error', () => passed.destroy())
    answer.on('close', () => passed.destroy())
    asked.pipe(passed)
    passed.on('response', async (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.on('error', () => answer.destroy())
      if (!asked.url?.includes('/files/')) return response.pipe(answer)
      answer.flushHeaders()
      const fromByte = Number(/^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1] ?? 0)
      const entry = { range: asked.headers.range, fromByte, toByte: fromByte, over: false }
      served.push(entry)
      const gone = once(answer, 'close').then(() => {
        entry.over = true
      })
      try {
        for await (const chunk of response as AsyncIterable<Buffer>) {
          let rest = chunk
          while (rest.length > 0 && !entry.over) {
            const piece = rest.subarray(0, Math.max(0, limit - entry.toByte))
            if (piece.length === 0) {
              await Promise.race([opened.promise, gone])
              continue
            }
            rest = rest.subarray(piece.length)
            entry.toByte += piece.length
            if (!answer.write(piece)) await Promise.race([once(answer, 'drain'), gone])
          }
        }
        answer.end()
      } catch {
        answer.destroy()
      }
    })
  })
  const running = await listen(server, 0)
  return {
    url: running.url,
    served,
    openTo(byte) {
      limit = byte
      opened.resolve()
      opened = Promise.withResolvers()
    },
    async close() {
      server.closeAllConnections()
      await running.close()
    },
  }
}
