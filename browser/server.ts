import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { commonHeaders, contentSecurityPolicy } from '../src/shared/shell/page-security.ts'
import { type Access, createAccess } from './access.ts'
import type { EngineProcess } from './engine-process.ts'
import { sendMedia } from './media-endpoint.ts'
import { openPageFiles } from './page-files.ts'
import { plainPage, plainPagePolicy } from './plain-page.ts'
import { bridgeSocket } from './socket-bridge.ts'

export interface ShellServer {
  readonly port: number
  /** The address to open, with the one-time token of this start. */
  readonly url: string
  close(): Promise<void>
}

export interface ShellServerOptions {
  engine: EngineProcess
  pageFolder: string
  cookieSecret: Buffer
  /** 0: any free one. */
  port: number
  nowMs?: () => number
}

const engineWaitMs = 15_000
const maxMessageBytes = 16 * 1024 * 1024

/** Serves the app on 127.0.0.1. Fails with EADDRINUSE when the port is taken. */
export async function startShellServer(options: ShellServerOptions): Promise<ShellServer> {
  const server = createServer()
  const port = await listen(server, options.port)
  const access = createAccess({
    secret: options.cookieSecret,
    port,
    nowMs: options.nowMs ?? Date.now,
  })
  const files = openPageFiles(options.pageFolder)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes })
  const pageHeaders = {
    ...commonHeaders,
    'content-security-policy': contentSecurityPolicy({
      connect: [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`],
      media: [],
    }),
  }

  server.on('request', (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head).catch(() => socket.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET'
    if (!access.isOwnHost(request.headers.host)) return refuse(response, 403, notThisHost)
    if (method !== 'GET' && method !== 'HEAD') {
      const isOwn = access.isOwnOrigin(request.headers.origin, request.headers.host)
      return isOwn ? refuse(response, 405, notAnAction) : refuse(response, 403, notThisOrigin)
    }
    const target = URL.parse(`http://shell${request.url ?? '/'}`)
    if (!target) return refuse(response, 404, notHere)
    const token = target.pathname === '/' ? target.searchParams.get('token') : null
    if (token !== null && method === 'GET') {
      const cookie = access.redeem(token)
      if (cookie) return redirect(response, cookie)
      if (access.hasSession(request.headers.cookie)) return redirect(response)
    }
    if (!access.hasSession(request.headers.cookie)) return refuseStranger(request, response, token !== null)
    const media = /^\/media\/([0-9a-f]{64})$/.exec(target.pathname)
    if (media?.[1]) return sendMedia(options.engine, media[1], request, response)
    if (!files.send(target.pathname, method, response, pageHeaders)) refuse(response, 404, notHere)
  }

  /** A page that came here from another site (a sign-in, say) has its strict cookie withheld once: go once more. */
  function refuseStranger(request: IncomingMessage, response: ServerResponse, hadToken: boolean): void {
    const isArrival =
      request.headers['sec-fetch-site'] === 'cross-site' &&
      request.headers['sec-fetch-mode'] === 'navigate' &&
      request.headers['sec-fetch-dest'] === 'document'
    if (isArrival && !hadToken) sendPage(response, 200, 'BrainiX', 'One moment…', '/')
    else refuse(response, 401, hadToken ? tokenSpent : noSession)
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy())
    const status = upgradeStatus(access, request)
    if (status !== null) return endUpgrade(socket, status)
    const line = await options.engine.connect(engineWaitMs)
    if (!line) return endUpgrade(socket, '503 Service Unavailable')
    if (socket.destroyed) return line.close()
    sockets.handleUpgrade(request, socket, head, (webSocket) => bridgeSocket(webSocket, line))
  }

  return {
    port,
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    async close() {
      for (const socket of sockets.clients) socket.close(1001, 'BrainiX is closing')
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const force = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
        server.closeAllConnections()
      }, 500)
      await closed
      clearTimeout(force)
    },
  }
}

type Words = [title: string, text: string]
const notThisHost: Words = ['Not this address', 'Open BrainiX at the address it printed when it started.']
const notThisOrigin: Words = ['Not allowed', 'Another web page tried to use BrainiX. Nothing was done.']
const notAnAction: Words = ['Nothing to do here', 'BrainiX does not take requests of this kind.']
const notHere: Words = ['Not found', 'There is nothing at this address.']
const noSession: Words = [
  'Open BrainiX from its own address',
  'This browser has not been let in yet. Open the address that BrainiX printed when it started; it works once. If it was used already, start BrainiX again for a new one. Your work is safe on this device.',
]
const tokenSpent: Words = [
  'This address was used already',
  'Each address BrainiX prints lets one browser in, once. Start BrainiX again for a new one. Your work is safe on this device.',
]

function refuse(response: ServerResponse, status: number, [title, text]: Words): void {
  sendPage(response, status, title, text)
}

function sendPage(
  response: ServerResponse,
  status: number,
  title: string,
  text: string,
  refreshTo?: string,
): void {
  const body = plainPage(title, text, refreshTo)
  response
    .writeHead(status, {
      ...commonHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': plainPagePolicy,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
    })
    .end(body)
}

function redirect(response: ServerResponse, cookie?: string): void {
  response
    .writeHead(303, {
      ...commonHeaders,
      location: '/',
      'cache-control': 'no-store',
      ...(cookie ? { 'set-cookie': cookie } : {}),
    })
    .end()
}

function upgradeStatus(access: Access, request: IncomingMessage): string | null {
  if (!access.isOwnHost(request.headers.host)) return '403 Forbidden'
  if (!access.isOwnOrigin(request.headers.origin, request.headers.host)) return '403 Forbidden'
  if (!access.hasSession(request.headers.cookie)) return '401 Unauthorized'
  return request.url === '/engine' ? null : '404 Not Found'
}

function endUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      if (typeof address === 'object' && address) resolve(address.port)
      else reject(new Error('The browser shell got no port.'))
    })
  })
}
