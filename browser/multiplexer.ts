import { z } from 'zod'
import type { MessagePortLike } from '../src/shared/contract/port.ts'

export interface Port extends MessagePortLike {
  close(): void
}

export interface Multiplexer {
  /** Opens a port; the other side learns of it by name. */
  open(name: string): Port
  /** Takes in one message of the channel. What is not one of ours is ignored. */
  receive(message: unknown): void
  /** The channel is gone: every port closes. */
  closeAll(): void
}

const channelMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), port: z.number().int(), name: z.string() }),
  z.object({ kind: z.literal('data'), port: z.number().int(), data: z.unknown() }),
  z.object({ kind: z.literal('close'), port: z.number().int() }),
])
type ChannelMessage = z.infer<typeof channelMessage>

interface Entry {
  port: Port
  deliver(data: unknown): void
  end(): void
}

/**
 * Many message ports over the one channel between two processes. Only one side opens ports, so numbers never collide.
 * Messages that arrive before anybody listens wait.
 */
export function createMultiplexer(
  send: (message: ChannelMessage) => void,
  onOpen: (name: string, port: Port) => void,
): Multiplexer {
  const entries = new Map<number, Entry>()
  let lastNumber = 0

  function add(number: number): Port {
    const entry = createEntry(
      (data) => send({ kind: 'data', port: number, data }),
      () => {
        if (entries.delete(number)) send({ kind: 'close', port: number })
      },
    )
    entries.set(number, entry)
    return entry.port
  }

  return {
    open(name) {
      lastNumber += 1
      send({ kind: 'open', port: lastNumber, name })
      return add(lastNumber)
    },
    receive(raw) {
      const parsed = channelMessage.safeParse(raw)
      if (!parsed.success) return
      const message = parsed.data
      if (message.kind === 'open') return onOpen(message.name, add(message.port))
      const entry = entries.get(message.port)
      if (message.kind === 'data') return entry?.deliver(message.data)
      entries.delete(message.port)
      entry?.end()
    },
    closeAll() {
      const open = [...entries.values()]
      entries.clear()
      for (const entry of open) entry.end()
    },
  }
}

function createEntry(send: (data: unknown) => void, closed: () => void): Entry {
  const messageListeners: ((event: { data: unknown }) => void)[] = []
  const closeListeners: (() => void)[] = []
  let waiting: unknown[] | null = []
  let isOpen = true

  function deliver(data: unknown): void {
    if (!isOpen) return
    if (waiting) waiting.push(data)
    else for (const listener of messageListeners) listener({ data })
  }
  function end(): void {
    if (!isOpen) return
    isOpen = false
    for (const listener of closeListeners) listener()
  }
  function on(event: 'message', listener: (event: { data: unknown }) => void): void
  function on(event: 'close', listener: () => void): void
  function on(
    ...[event, listener]: ['message', (event: { data: unknown }) => void] | ['close', () => void]
  ): void {
    if (event === 'close') {
      closeListeners.push(listener)
      return
    }
    messageListeners.push(listener)
    const early = waiting ?? []
    waiting = null
    for (const data of early) deliver(data)
  }

  const port: Port = {
    postMessage: (message) => {
      if (isOpen) send(message)
    },
    on,
    close() {
      closed()
      end()
    },
  }
  return { port, deliver, end }
}
