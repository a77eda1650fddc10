import type { WebSocket } from 'ws'
import type { Port } from './multiplexer.ts'

const aliveEveryMs = 30_000

/** Joins one page's WebSocket to its line to the engine. When either ends, so does the other. */
export function bridgeSocket(socket: WebSocket, port: Port): void {
  // Text and binary frames keep their kind: the typed API sends either.
  port.on('message', ({ data }) => {
    if (typeof data === 'string' || data instanceof Uint8Array) socket.send(data)
  })
  port.on('close', () => socket.close(1012, 'the engine restarts'))
  socket.on('message', (data, isBinary) => {
    const bytes = Array.isArray(data)
      ? Buffer.concat(data)
      : data instanceof ArrayBuffer
        ? Buffer.from(data)
        : data
    port.postMessage(isBinary ? new Uint8Array(bytes) : bytes.toString('utf8'))
  })
  // A laptop that slept leaves dead sockets behind.
  let isAlive = true
  socket.on('pong', () => {
    isAlive = true
  })
  const beat = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, aliveEveryMs)
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    clearInterval(beat)
    port.close()
  })
}
