import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { Api } from '../../../src/shared/contract/api.ts'
import { onlyKeys, strict } from './strict.ts'

export interface StandInPage {
  finishLoading(): void
  /** A message from the main process, ports beside it. */
  receive(channel: string, message: unknown, ports: MessagePort[]): void
  /** Asks the engine through the newest port the page was handed, waiting for one if need be. */
  askSession(): Promise<unknown>
  leave(): void
}

type IpcListener = (event: { ports: MessagePort[] }, message: unknown) => void

/** A window in which the real, built preload script runs, with nothing but what a sandboxed preload is given. */
export function createPage(preloadPath: string): StandInPage {
  const loadListeners: (() => void)[] = []
  const ipcListeners = new Map<string, IpcListener>()
  const exposed: Record<string, unknown> = {}
  const arrived: MessagePort[] = []
  let arrival = Promise.withResolvers<void>()

  const electron = strict('electron (preload)', {
    contextBridge: strict('contextBridge', {
      exposeInMainWorld(name: string, value: unknown) {
        exposed[name] = structuredClone(value)
      },
    }),
    ipcRenderer: strict('ipcRenderer', {
      on: (channel: string, listener: IpcListener) => ipcListeners.set(channel, listener),
    }),
  })
  const window = strict('window', {
    addEventListener(event: string, listener: () => void, options: object) {
      if (event !== 'load') throw new Error(`the preload listens for "${event}"`)
      onlyKeys('listener options', options, ['once'])
      loadListeners.push(listener)
    },
    postMessage(message: unknown, _origin: string, ports: MessagePort[]) {
      if (message !== 'brainix:engine-port' || ports.length !== 1) throw new Error('not an engine port')
      arrived.push(...ports)
      arrival.resolve()
    },
  })
  vm.runInNewContext(readFileSync(preloadPath, 'utf8'), {
    window,
    document: strict('document', { readyState: 'loading' }),
    exports: {},
    module: { exports: {} },
    require(name: string) {
      if (name !== 'electron') throw new Error(`a sandboxed preload cannot require "${name}"`)
      return electron
    },
  })

  return {
    finishLoading() {
      for (const listener of loadListeners) listener()
    },
    receive(channel, message, ports) {
      const listener = ipcListeners.get(channel)
      if (!listener) throw new Error(`the page does not listen for "${channel}"`)
      listener({ ports: ports.map(unwrap) }, message)
    },
    async askSession() {
      await arrival.promise
      const port = arrived.at(-1)
      if (!port) throw new Error('no port arrived')
      const client: ContractRouterClient<Api> = createORPCClient(new RPCLink({ port: pagePort(port) }))
      const lost = new Promise<never>((_resolve, reject) =>
        port.once('close', () => {
          arrived.splice(arrived.indexOf(port), 1)
          if (arrived.length === 0) arrival = Promise.withResolvers<void>()
          reject(new Error('the line to the engine was lost'))
        }),
      )
      return {
        shell: exposed.brainix,
        ports: arrived.length,
        session: await Promise.race([client.session.get(), lost]),
      }
    },
    leave() {
      for (const port of arrived.splice(0)) port.close()
    },
  }
}

/** A page's port carries bare data, where ports between Electron's processes carry data and ports. */
function unwrap(outer: MessagePort): MessagePort {
  const { port1, port2 } = new MessageChannel()
  outer.on('message', (envelope: { data: unknown }) => port1.postMessage(envelope.data))
  port1.on('message', (data) => outer.postMessage({ data, ports: [] }))
  outer.once('close', () => port1.close())
  port1.once('close', () => outer.close())
  return port2
}

function pagePort(port: MessagePort) {
  return {
    postMessage: (message: unknown) => port.postMessage(message),
    onMessage: { addListener: (listener: (data: unknown) => void) => void port.on('message', listener) },
    onDisconnect: { addListener: (listener: () => void) => void port.once('close', listener) },
  }
}
