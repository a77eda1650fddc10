import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { openShapeLog, type ShapeLog, type ShapeLogOptions } from '../shape-log.ts'

/** A shape log behind real HTTP on loopback, for tests; it can be stopped and started again over the same storage. */
export class ShapeLogServer {
  readonly #options: ShapeLogOptions
  readonly #folder: string
  #log: ShapeLog | undefined
  #server: ServerType | undefined
  #port = 0

  private constructor(options: ShapeLogOptions, folder: string) {
    this.#options = options
    this.#folder = folder
  }

  static async start(databaseUrl: string, options: Partial<ShapeLogOptions> = {}): Promise<ShapeLogServer> {
    const folder = mkdtempSync(join(tmpdir(), 'brainix-shapes-'))
    const server = new ShapeLogServer(
      { storagePath: join(folder, 'log.sqlite'), ...options, databaseUrl },
      folder,
    )
    await server.start()
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/v1/shape`
  }

  get healthUrl(): string {
    return `http://127.0.0.1:${this.#port}/v1/health`
  }

  get storagePath(): string {
    return this.#options.storagePath
  }

  get log(): ShapeLog {
    if (!this.#log) throw new Error('the shape log is stopped')
    return this.#log
  }

  async start(): Promise<void> {
    const log = await openShapeLog(this.#options)
    this.#log = log
    await new Promise<void>((resolve) => {
      // The same port again after a restart, as a gateway would have.
      this.#server = serve({ fetch: log.fetch, hostname: '127.0.0.1', port: this.#port }, ({ port }) => {
        this.#port = port
        resolve()
      })
    })
  }

  async stop(): Promise<void> {
    const server = this.#server
    if (server && 'closeAllConnections' in server) server.closeAllConnections()
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
    await this.#log?.close()
    this.#log = undefined
  }

  async remove(): Promise<void> {
    if (this.#log) await this.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
