/** One line to the engine. It can close only once; a restarted engine comes with a new port. */
export interface EnginePort {
  postMessage(message: unknown): void
  on(event: string, listener: (event?: { data: unknown }) => void): void
  close(): void
}

/** Hands over a port whenever one is ready, for as long as the window lives. */
export type PortSource = (onPort: (port: EnginePort) => void) => void

const retryDelaysMs = [50, 100, 200, 400, 800, 1_500, 3_000]

/** Electron: the preload script posts a MessagePort to the window, and another after each engine restart. */
export const portsFromPreload: PortSource = (onPort) => {
  window.addEventListener('message', (event) => {
    if (event.source !== window || event.data !== 'brainix:engine-port') return
    const port = event.ports[0]
    if (port) onPort(portFromMessagePort(port))
  })
}

/** Browser shell: a WebSocket to this page's own origin, opened again with a growing pause when it drops. */
export const portsFromWebSocket: PortSource = (onPort) => {
  let failures = 0
  const open = () => {
    const url = new URL('/engine', window.location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => {
      failures = 0
      onPort(portFromWebSocket(socket))
    })
    socket.addEventListener('close', () => {
      const delayMs = retryDelaysMs[Math.min(failures, retryDelaysMs.length - 1)]
      failures += 1
      window.setTimeout(open, delayMs)
    })
  }
  open()
}

export function portFromMessagePort(port: MessagePort): EnginePort {
  const closed = listeners()
  let open = true
  const close = () => {
    if (!open) return
    open = false
    port.close()
    closed.call()
  }
  port.addEventListener('close', close)
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event, listener) => {
      if (event === 'close') return closed.add(listener)
      port.addEventListener('message', (message) => listener({ data: message.data }))
      port.start()
    },
    close,
  }
}

function portFromWebSocket(socket: WebSocket): EnginePort {
  const closed = listeners()
  socket.addEventListener('close', closed.call)
  return {
    postMessage: (message) => {
      if (typeof message === 'string' || message instanceof ArrayBuffer) socket.send(message)
      else if (message instanceof Uint8Array) socket.send(Uint8Array.from(message))
      else throw new TypeError('Only text and bytes go to the engine.')
    },
    on: (event, listener) => {
      if (event === 'close') return closed.add(listener)
      socket.addEventListener('message', (message) => listener({ data: message.data }))
    },
    close: () => socket.close(),
  }
}

function listeners(): { add(listener: () => void): void; call(): void } {
  const all: (() => void)[] = []
  return {
    add: (listener) => {
      all.push(listener)
    },
    call: () => {
      for (const listener of all) listener()
    },
  }
}
