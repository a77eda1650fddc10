import { createServer, type Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { AppError } from '../../src/shared/errors/app-error.ts'
import { fileOf, sendFile } from './file-body.ts'

export interface RunningServer {
  readonly url: string
  readonly port: number
  /** Takes no more requests, gives those under way a moment, then ends their connections. */
  close(): Promise<void>
}

/** How long requests under way may go on at closing; long polls would last twenty seconds. */
const CLOSING_GRACE_MS = 1_000
/** Longer than the pause between two long polls, so that a device keeps its connection. */
const KEEP_ALIVE_MS = 65_000
/** A full push over a connection of 10 kB/s. */
const REQUEST_TIMEOUT_MS = 15 * 60_000

/**
 * Serves a fetch handler over HTTP, on loopback unless told otherwise; whoever serves a network puts TLS in front.
 * @param port 0 for any free one.
 * @param host IP address to serve on; `0.0.0.0` or `::` for all.
 * @throws AppError `already-exists` when the port is taken.
 */
export async function serve(
  handler: (request: Request) => Promise<Response>,
  port: number,
  host = '127.0.0.1',
): Promise<RunningServer> {
  const listener = getRequestListener(
    async (request, { outgoing }) => {
      const response = await handler(request)
      const file = fileOf(response.body)
      if (file === undefined || !(outgoing instanceof ServerResponse)) return response
      await sendFile(file, outgoing, response.status, Object.fromEntries(response.headers))
      return RESPONSE_ALREADY_SENT
    },
    { overrideGlobalObjects: false },
  )
  const server = createServer((request, response) => void listener(request, response))
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.requestTimeout = REQUEST_TIMEOUT_MS
  return listen(server, port, host)
}

/** Opens a server of Node, and closes it in good order. Parameters and errors as for `serve`. */
export async function listen(server: Server, port: number, host = '127.0.0.1'): Promise<RunningServer> {
  const unused = unusedConnections(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const taken = 'code' in cause && (cause.code === 'EADDRINUSE' || cause.code === 'EACCES')
      reject(
        taken
          ? new AppError('already-exists', `Port ${port} is in use by another program.`, { cause })
          : cause,
      )
    })
    server.listen(port, host, resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no address')
  return {
    url: `http://${addressHere(host)}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        const endUnneeded = () => {
          server.closeIdleConnections()
          for (const connection of unused) connection.destroy()
        }
        // What is under way leaves a connection idle when it is answered.
        const again = setInterval(endUnneeded, 50)
        const enough = setTimeout(() => server.closeAllConnections(), CLOSING_GRACE_MS)
        server.close(() => {
          clearInterval(again)
          clearTimeout(enough)
          resolve()
        })
        endUnneeded()
      }),
  }
}

/** Connections that no request came over yet, as clients open them ahead. Node does not count them among the idle ones. */
function unusedConnections(server: Server): ReadonlySet<Socket> {
  const unused = new Set<Socket>()
  server.on('connection', (connection) => {
    unused.add(connection)
    connection.once('close', () => unused.delete(connection))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  return unused
}

/** How a program on this machine reaches what is served on an address. */
function addressHere(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
