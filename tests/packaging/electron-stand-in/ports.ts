import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

/** Carries another port beside a message, as Electron's `ports` do. */
interface Envelope {
  data: unknown
  ports: MessagePort[]
}

const innerPorts = new WeakMap<MessagePortMain, MessagePort>()

/** Electron's MessagePortMain over a real MessagePort: silent until `start`, messages wait. */
export class MessagePortMain extends EventEmitter {
  constructor(inner: MessagePort) {
    super()
    innerPorts.set(this, inner)
    inner.once('close', () => this.emit('close'))
  }

  override on(event: string | symbol, listener: (...args: unknown[]) => void): this {
    if (event !== 'message' && event !== 'close')
      throw new Error(`MessagePortMain has no event "${String(event)}"`)
    return super.on(event, listener)
  }

  start(): void {
    innerOf(this).on('message', (envelope: Envelope) => {
      this.emit('message', {
        data: envelope.data,
        ports: envelope.ports.map((port) => new MessagePortMain(port)),
      })
    })
  }

  postMessage(data: unknown, transfer: MessagePortMain[] = []): void {
    const ports = transfer.map(takeInner)
    innerOf(this).postMessage({ data, ports }, ports)
  }

  close(): void {
    innerOf(this).close()
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new MessagePortMain(port1)
    this.port2 = new MessagePortMain(port2)
  }
}

/** The port beneath, for transferring it: afterwards the outer one is of no use, as in Electron. */
export function takeInner(port: MessagePortMain): MessagePort {
  const inner = innerOf(port)
  innerPorts.delete(port)
  inner.removeAllListeners()
  return inner
}

function innerOf(port: MessagePortMain): MessagePort {
  const inner = innerPorts.get(port)
  if (!inner) throw new Error('this port was transferred and cannot be used here any more')
  return inner
}

/** Wraps what a raw port carries and hands out, so that the other end can be any pair of functions. */
export function pumpPort(port: MessagePort, onData: (data: unknown) => void, onClose: () => void) {
  port.on('message', (envelope: Envelope) => onData(envelope.data))
  port.once('close', onClose)
  return {
    post: (data: unknown) => port.postMessage({ data, ports: [] }),
    close: () => port.close(),
  }
}
