import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Api } from '../../src/shared/contract/api.ts'
import { rpcPort } from '../../src/shared/shell/rpc-port.ts'

export interface ShellClient {
  api: ContractRouterClient<Api>
  socket: WebSocket
  /** The close code, once the line is gone. */
  closed: Promise<number>
}

/** Opens a WebSocket of the browser shell. A number is the HTTP status it was refused with. */
export function openShellSocket(
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.once('error', reject)
  })
}

/** Talks to the engine as the page does: over the shell's WebSocket, with its cookie and origin. */
export async function connectToShell(port: number, cookie: string): Promise<ShellClient> {
  const socket = await openShellSocket(port, '/engine', { cookie, origin: `http://127.0.0.1:${port}` })
  if (typeof socket === 'number') throw new Error(`the shell refused with ${socket}`)
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  const line = rpcPort({
    postMessage(message) {
      if (typeof message === 'string' || message instanceof Uint8Array) socket.send(message)
    },
    on(...[event, listener]: ['message', (event: { data: unknown }) => void] | ['close', () => void]) {
      if (event === 'close') socket.on('close', () => listener())
      else socket.on('message', (data, isBinary) => listener({ data: isBinary ? data : data.toString() }))
    },
  })
  return { api: createORPCClient(new RPCLink({ port: line })), socket, closed }
}

/** The session cookie that the one-time address of a shell gives. */
export async function openSession(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
