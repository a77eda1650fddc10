import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import type { EngineControlApi } from '../../src/shared/contract/host.ts'
import { type EngineMessage, engineReport } from '../../src/shared/shell/engine-messages.ts'
import { restartDelay } from '../../src/shared/shell/restart-delay.ts'
import { rpcPort } from '../../src/shared/shell/rpc-port.ts'
import type { HostRouter } from './host.ts'

type Control = ContractRouterClient<EngineControlApi>

export interface EngineProcess {
  /** A new line to the engine for one page; null while none runs (`onReady` tells when one does). */
  connect(): MessagePortMain | null
  /** The engine's private side; null while none runs. */
  control(): Control | null
  /** Lets the engine finish and ends it; kills one that does not end in time. */
  close(): Promise<void>
}

export interface EngineProcessOptions {
  entry: string
  home: string
  gatewayUrl: string | undefined
  host: HostRouter
  log: (line: string) => void
  /** A new engine answers: pages need a new line to it. */
  onReady: () => void
}

const closeWithinMs = 8_000

/** Keeps one engine alive in a utility process; when it dies a new one starts, ever more slowly if it keeps failing. */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  let running: { child: UtilityProcess; control: Control } | null = null
  let current: UtilityProcess | null = null
  let failures = 0
  let restart: NodeJS.Timeout | null = null
  let closing = false

  function start(): void {
    restart = null
    const startedAt = performance.now()
    const child = utilityProcess.fork(options.entry, [], { serviceName: 'BrainiX engine', stdio: 'pipe' })
    current = child
    for (const stream of [child.stdout, child.stderr])
      if (stream instanceof Readable)
        createInterface({ input: stream }).on('line', (line) => options.log(`engine: ${line}`))

    const host = new MessageChannelMain()
    const controlChannel = new MessageChannelMain()
    new RPCHandler(options.host).upgrade(rpcPort(host.port1))
    host.port1.start()
    const control: Control = createORPCClient(new RPCLink({ port: rpcPort(controlChannel.port1) }))
    controlChannel.port1.start()
    const open: EngineMessage = {
      kind: 'open',
      home: options.home,
      ...(options.gatewayUrl ? { gatewayUrl: options.gatewayUrl } : {}),
    }
    child.postMessage(open, [host.port2, controlChannel.port2])

    child.on('message', (message: unknown) => {
      if (!engineReport.safeParse(message).success) return
      running = { child, control }
      options.log(`engine pid ${child.pid}`)
      options.onReady()
    })
    child.once('exit', (code) => {
      running = null
      current = null
      host.port1.close()
      controlChannel.port1.close()
      if (closing) return
      const next = restartDelay(failures, performance.now() - startedAt)
      failures = next.failures
      options.log(`engine ended (code ${code}); starting it again in ${next.delayMs} ms`)
      restart = setTimeout(start, next.delayMs)
    })
  }

  start()
  return {
    connect() {
      if (!running) return null
      const { port1, port2 } = new MessageChannelMain()
      const page: EngineMessage = { kind: 'page' }
      running.child.postMessage(page, [port1])
      return port2
    },
    control: () => running?.control ?? null,
    async close() {
      closing = true
      if (restart) clearTimeout(restart)
      const last = current
      if (!last) return
      const ended = new Promise<void>((resolve) => last.once('exit', () => resolve()))
      const kill = setTimeout(() => last.kill(), closeWithinMs)
      const close: EngineMessage = { kind: 'close' }
      last.postMessage(close)
      await ended
      clearTimeout(kill)
    },
  }
}
