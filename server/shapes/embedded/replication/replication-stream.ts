import { setTimeout as after } from 'node:timers/promises'
import type { ClientConfig } from 'pg'
import pg from 'pg'
import { LogicalReplicationService } from 'pg-logical-replication'
import { quoteIdentifier } from '../identifiers.ts'
import { formatLsn, parseLsn } from './lsn.ts'
import { decodePgoutput, type PgoutputMessage } from './pgoutput-decoder.ts'
import { databaseIdentity, ensureSlot, type ReadySlot } from './slot.ts'

/** What the stream tells, and what it asks. Calls are synchronous: the next message waits until one returns. */
export interface StreamListener {
  /** A connection is about to start. Returns the position to start from. */
  onConnect(slot: ReadySlot): number
  /** Changes flow from here on. */
  onActive(): void
  onMessage(message: PgoutputMessage): void
  /** Nothing more up to this position. */
  onIdle(walEndLsn: number): void
  /** The connection is gone; a transaction under way will be sent again. */
  onDisconnect(): void
  /** Makes everything so far safe on disk and returns the position Postgres may forget. */
  makeDurable(): Promise<number>
  onError(error: Error): void
}

const ACKNOWLEDGE_EVERY_MS = 1000
const PING_EVERY_MS = 10_000
const SILENCE_LIMIT_MS = 40_000
// Often it is the slot that is not free yet: Postgres notices late that the connection before is gone.
const MAX_BACKOFF_MS = 1000

/** Follows a logical replication slot for as long as it is open, reconnecting whenever it must. */
export class ReplicationStream {
  readonly #config: ClientConfig
  readonly #names: { slot: string; publication: string }
  readonly #listener: StreamListener
  #status: 'starting' | 'waiting' | 'active' = 'starting'
  #closing = new AbortController()
  #running: Promise<void> | undefined
  #activeWaiters = new Set<() => void>()

  constructor(config: ClientConfig, names: { slot: string; publication: string }, listener: StreamListener) {
    this.#config = config
    this.#names = names
    this.#listener = listener
  }

  /** `active` while changes flow; `waiting` while Postgres or the slot cannot be had. */
  get status(): 'starting' | 'waiting' | 'active' {
    return this.#status
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Resolves once the stream has been active, or to false after `timeoutMs`. */
  untilActive(timeoutMs: number): Promise<boolean> {
    if (this.#status === 'active') return Promise.resolve(true)
    return new Promise((resolve) => {
      const done = (active: boolean) => {
        clearTimeout(timer)
        this.#activeWaiters.delete(onActive)
        resolve(active)
      }
      const onActive = () => done(true)
      const timer = setTimeout(() => done(false), timeoutMs)
      this.#activeWaiters.add(onActive)
    })
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    let backoffMs = 50
    while (!this.#closing.signal.aborted) {
      const startedAt = Date.now()
      try {
        await this.#follow()
      } catch (error) {
        if (!this.#closing.signal.aborted)
          this.#listener.onError(error instanceof Error ? error : new Error(String(error)))
      }
      if (this.#status === 'active') this.#status = 'waiting'
      this.#listener.onDisconnect()
      backoffMs = Date.now() - startedAt > 10_000 ? 50 : Math.min(backoffMs * 2, MAX_BACKOFF_MS)
      await this.#pause(backoffMs)
    }
  }

  async #follow(): Promise<void> {
    const ready = await this.#ready()
    if (this.#closing.signal.aborted) return
    const from = this.#listener.onConnect(ready)
    this.#closing.signal.throwIfAborted() // closed meanwhile: nobody would tell us again
    const service = new LogicalReplicationService(this.#config, {
      acknowledge: { auto: false, timeoutSeconds: 0 },
    })
    const connection = new Connection(service, this.#listener)
    const over = new AbortController()
    try {
      const ended = new Promise<never>((_, reject) => {
        service.on('error', reject)
        const onClosing = () => reject(new Error('closed'))
        this.#closing.signal.addEventListener('abort', onClosing, { once: true, signal: over.signal })
        service.on('start', () => {
          this.#status = 'active'
          for (const waiter of this.#activeWaiters) waiter()
          this.#listener.onActive()
          connection.keepAlive(reject)
        })
        connection.listen(reject)
      })
      const subscribed = service
        .subscribe(rawPgoutput(this.#names.publication), this.#names.slot, formatLsn(from))
        .then(() => Promise.reject(new Error('the replication connection ended')))
      await Promise.race([ended, subscribed])
    } finally {
      over.abort()
      await connection.close(this.#closing.signal.aborted)
    }
  }

  async #ready(): Promise<ReadySlot> {
    const client = new pg.Client(this.#config)
    client.on('error', () => {})
    await client.connect()
    try {
      return await ensureSlot(client, this.#names, await databaseIdentity(client))
    } finally {
      await client.end()
    }
  }

  async #pause(ms: number): Promise<void> {
    await after(ms, undefined, { signal: this.#closing.signal }).catch(() => {})
  }
}

/** One connection: hands messages on, and keeps Postgres informed of what it may forget. */
class Connection {
  readonly #service: LogicalReplicationService
  readonly #listener: StreamListener
  #timer: NodeJS.Timeout | undefined
  #heardAt = Date.now()
  #pingedAt = Date.now()
  #acknowledged = 0
  #busy = false

  constructor(service: LogicalReplicationService, listener: StreamListener) {
    this.#service = service
    this.#listener = listener
  }

  listen(fail: (error: Error) => void): void {
    this.#service.on('data', (_lsn: string, message: PgoutputMessage) => {
      this.#heardAt = Date.now()
      try {
        this.#listener.onMessage(message)
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)))
      }
    })
    this.#service.on('heartbeat', (lsn, _time, shouldRespond) => {
      this.#heardAt = Date.now()
      this.#listener.onIdle(parseLsn(lsn))
      // Only what is on disk is ever acknowledged, also when Postgres is impatient.
      if (shouldRespond) this.#tell(this.#acknowledged, false)
    })
  }

  keepAlive(fail: (error: Error) => void): void {
    this.#timer = setInterval(() => {
      if (Date.now() - this.#heardAt > SILENCE_LIMIT_MS)
        return fail(new Error('the replication connection has gone silent'))
      this.acknowledge().catch(fail)
    }, ACKNOWLEDGE_EVERY_MS)
  }

  async acknowledge(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      const lsn = await this.#listener.makeDurable()
      const ping = Date.now() - this.#pingedAt > PING_EVERY_MS
      if (lsn <= this.#acknowledged && !ping) return
      this.#acknowledged = Math.max(lsn, this.#acknowledged)
      if (ping) this.#pingedAt = Date.now()
      this.#tell(this.#acknowledged, ping)
    } finally {
      this.#busy = false
    }
  }

  async close(clean: boolean): Promise<void> {
    clearInterval(this.#timer)
    if (clean) await this.acknowledge().catch(() => {})
    this.#service.removeAllListeners()
    this.#service.on('error', () => {})
    await this.#service.stop().catch(() => {})
  }

  #tell(lsn: number, ping: boolean): void {
    // `acknowledge` adds one to what it is given, and one too many would skip a transaction that commits right there.
    if (lsn > 0) this.#service.acknowledge(formatLsn(lsn - 1), ping).catch(() => {})
  }
}

// The library's own parser turns values into JavaScript types; shapes carry Postgres' text.
function rawPgoutput(publication: string) {
  return {
    name: 'pgoutput',
    options: {},
    parse: decodePgoutput,
    start: (client: pg.Client, slotName: string, lastLsn: string) =>
      client.query(
        `START_REPLICATION SLOT ${quoteIdentifier(slotName)} LOGICAL ${lastLsn} (proto_version '1', publication_names '${quoteIdentifier(publication).replaceAll("'", "''")}')`,
      ),
  }
}
