import { connect, createServer, type Socket } from 'node:net'

/** The line of one device to its centre: it can be cut and mended, as networks are. */
export interface Wire {
  /** The centre's address, as this device knows it. */
  url: string
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** Lays a line to a server on this machine. */
export async function layWire(serverUrl: string): Promise<Wire> {
  const { port } = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let whole = true
  const hold = (socket: Socket) => {
    sockets.add(socket)
    // A line that breaks is what this is for.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((device) => {
    hold(device)
    if (!whole) return device.resetAndDestroy()
    const centre = connect(Number(port), '127.0.0.1')
    hold(centre)
    device.pipe(centre).pipe(device)
    device.on('close', () => centre.destroy())
    centre.on('close', () => device.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the wire has no port')
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut: () => {
      whole = false
      drop()
    },
    mend: () => {
      whole = true
    },
    close: () => {
      drop()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
