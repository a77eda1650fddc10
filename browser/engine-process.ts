import { type ChildProcess, fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import { z } from 'zod'
import type { EngineControlApi } from '../src/shared/contract/host.ts'
import { engineFlags } from '../src/shared/shell/engine-flags.ts'
import { restartDelay } from '../src/shared/shell/restart-delay.ts'
import { rpcPort } from '../src/shared/shell/rpc-port.ts'
import type { HostRouter } from './host.ts'
import { createMultiplexer, type Multiplexer, type Port } from './multiplexer.ts'

type Control = ContractRouterClient<EngineControlApi>

export interface EngineProcess {
  /** Process id of the engine that runs now, null between two. */
  pid(): number | null
  /** A new line to the engine for one page; null when none answers within `waitMs`. */
  connect(waitMs: number): Promise<Port | null>
  /** The engine's private side; null when none answers within `waitMs`. */
  control(waitMs: number): Promise<Control | null>
  /** Lets the engine finish and ends it; kills one that does not end in time. */
  close(): Promise<void>
}

export interface EngineProcessOptions {
  entry: string
  args: string[]
  host: HostRouter
  log: (line: string) => void
  /** Told whenever an engine starts answering, and when it is gone. */
  onPid: (pid: number | null) => void
}

interface Running {
  child: ChildProcess
  channel: Multiplexer
  control: Control
}

const readyMessage = z.object({ kind: z.literal('ready') })
const closeWithinMs = 8_000

/**
 * Keeps one engine process alive. When it dies, for whatever reason, every line to it closes (the pages reconnect) and
 * a new one starts, ever more slowly if it keeps failing. Its database survives this by design.
 */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  let running: Running | null = null
  let child: ChildProcess | null = null
  let waiters: ((running: Running) => void)[] = []
  let failures = 0
  let restart: NodeJS.Timeout | null = null
  let closing = false

  function start(): void {
    restart = null
    const startedAt = performance.now()
    const started = fork(options.entry, options.args, {
      execArgv: [...process.execArgv, ...engineFlags],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child = started
    for (const stream of [started.stdout, started.stderr])
      if (stream) createInterface({ input: stream }).on('line', (line) => options.log(`engine: ${line}`))

    const channel = createMultiplexer(
      // The child may go between the check and the send; its exit is dealt with below.
      (message) => started.connected && started.send(message, () => undefined),
      () => undefined,
    )
    new RPCHandler(options.host).upgrade(rpcPort(channel.open('host')))
    const control: Control = createORPCClient(new RPCLink({ port: rpcPort(channel.open('control')) }))
    started.on('message', (message) => {
      if (!readyMessage.safeParse(message).success) return channel.receive(message)
      running = { child: started, channel, control }
      options.log(`engine pid ${started.pid}`)
      options.onPid(started.pid ?? null)
      const ready = waiters
      waiters = []
      for (const waiter of ready) waiter(running)
    })
    started.on('error', (error) => options.log(`engine: ${error.message}`))
    started.once('exit', (code, signal) => {
      running = null
      child = null
      channel.closeAll()
      options.onPid(null)
      if (closing) return
      const next = restartDelay(failures, performance.now() - startedAt)
      failures = next.failures
      options.log(`engine ended (${signal ?? `code ${code}`}); starting it again in ${next.delayMs} ms`)
      restart = setTimeout(start, next.delayMs)
    })
  }

  function whenRunning(waitMs: number): Promise<Running | null> {
    if (running || closing) return Promise.resolve(running)
    return new Promise((resolve) => {
      const waiter = (now: Running) => {
        clearTimeout(timer)
        resolve(now)
      }
      const timer = setTimeout(() => {
        waiters = waiters.filter((other) => other !== waiter)
        resolve(null)
      }, waitMs)
      waiters.push(waiter)
    })
  }

  start()
  return {
    pid: () => running?.child.pid ?? null,
    connect: async (waitMs) => (await whenRunning(waitMs))?.channel.open('page') ?? null,
    control: async (waitMs) => (await whenRunning(waitMs))?.control ?? null,
    async close() {
      closing = true
      if (restart) clearTimeout(restart)
      const last = child
      if (!last || last.exitCode !== null || last.signalCode !== null) return
      const ended = new Promise<void>((resolve) => last.once('exit', () => resolve()))
      const kill = setTimeout(() => last.kill('SIGKILL'), closeWithinMs)
      // Losing the channel is the engine's word to finish and leave.
      if (last.connected) last.disconnect()
      await ended
      clearTimeout(kill)
    },
  }
}
