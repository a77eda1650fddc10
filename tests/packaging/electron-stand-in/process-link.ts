import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { MessagePortMain, pumpPort } from './ports.ts'

/** What travels between a main process and its utility process. Ports cannot, so their messages do, by number. */
export type LinkMessage =
  | { link: 'message'; data: unknown; ports: number[] }
  | { link: 'port-data'; port: number; data: unknown }
  | { link: 'port-close'; port: number }

export interface ProcessLink {
  send(data: unknown, ports: MessagePort[]): void
  receive(message: LinkMessage): void
  closeAll(): void
}

/** One end of the link between two processes, over any channel. `step` keeps the numbers of both ends apart. */
export function createProcessLink(
  first: 1 | 2,
  transmit: (message: LinkMessage) => void,
  onMessage: (event: { data: unknown; ports: MessagePortMain[] }) => void,
): ProcessLink {
  const pumps = new Map<number, ReturnType<typeof pumpPort>>()
  let next: number = first

  function attach(number: number, port: MessagePort): void {
    const pump = pumpPort(
      port,
      (data) => transmit({ link: 'port-data', port: number, data }),
      () => {
        if (pumps.delete(number)) transmit({ link: 'port-close', port: number })
      },
    )
    pumps.set(number, pump)
  }

  return {
    send(data, ports) {
      const numbers = ports.map((port) => {
        next += 2
        attach(next, port)
        return next
      })
      transmit({ link: 'message', data, ports: numbers })
    },
    receive(message) {
      if (message.link === 'port-data') return pumps.get(message.port)?.post(message.data)
      if (message.link === 'port-close') {
        const pump = pumps.get(message.port)
        pumps.delete(message.port)
        return pump?.close()
      }
      const ports = message.ports.map((number) => {
        const { port1, port2 } = new MessageChannel()
        attach(number, port1)
        return new MessagePortMain(port2)
      })
      onMessage({ data: message.data, ports })
    },
    closeAll() {
      const open = [...pumps.values()]
      pumps.clear()
      for (const pump of open) pump.close()
    },
  }
}

export function isLinkMessage(message: unknown): message is LinkMessage {
  return typeof message === 'object' && message !== null && 'link' in message
}
