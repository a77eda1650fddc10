import type { ClientLink, ClientOptions } from '@orpc/client'
import { ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { AppError, appErrorData } from '../../shared/errors/app-error.ts'
import type { EnginePort } from './engine-port.ts'

export type EngineConnection = 'starting' | 'open' | 'restarting'

type Context = Record<never, never>

interface Line {
  link: RPCLink<Context>
  open: boolean
}

/** An engine that dies this often under one call dies because of it. */
const maxTriesPerCall = 4

/**
 * Carries calls to whichever engine process is alive. A call made while there is none waits for the next one, and a
 * call whose engine died is made again: every call of the contract may be repeated, since rows are named by the caller.
 */
export class EngineLink implements ClientLink<Context> {
  private current: Line | null = null
  private state: EngineConnection = 'starting'
  private readonly waiting = new Set<() => void>()
  private readonly watchers = new Set<() => void>()

  get connection(): EngineConnection {
    return this.state
  }

  /** Calls back whenever `connection` changed or another engine took over. Returns how to stop. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  attach(port: EnginePort): void {
    const before = this.current
    if (before) before.open = false
    let line: Line | null = null
    // Registered before the RPC link, so that a call it fails already finds the line closed.
    port.on('close', () => {
      if (line) line.open = false
      if (this.current === line) this.change(null, 'restarting')
    })
    line = { link: new RPCLink<Context>({ port }), open: true }
    this.change(line, 'open')
    for (const resume of this.waiting) resume()
    this.waiting.clear()
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<Context>): Promise<unknown> {
    for (let tries = 1; ; tries += 1) {
      const line = await this.openLine(options.signal)
      try {
        return await line.link.call(path, input, options)
      } catch (error) {
        if (line.open || options.signal?.aborted) throw asAppError(error)
        if (tries === maxTriesPerCall) {
          throw new AppError('unavailable', 'BrainiX stopped while answering this. Your work is safe.')
        }
      }
    }
  }

  private async openLine(signal: AbortSignal | undefined): Promise<Line> {
    while (!this.current?.open) {
      signal?.throwIfAborted()
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve)
        signal?.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    return this.current
  }

  private change(line: Line | null, state: EngineConnection): void {
    this.current = line
    this.state = state
    for (const watcher of this.watchers) watcher()
  }
}

/** What the engine threw, as the one error type of the product. */
export function asAppError(error: unknown): AppError {
  if (error instanceof ORPCError) {
    const data = appErrorData.safeParse(error.data)
    if (data.success) return AppError.fromData(data.data)
    if (error.code === 'BAD_REQUEST')
      return new AppError('bad-input', 'BrainiX could not use what was entered.')
  }
  return AppError.from(error)
}
