import type pg from 'pg'
import type { LogStore } from '../log/log-store.ts'
import { RequestError } from '../request-error.ts'
import { loadTable, type TableInfo } from '../table-info.ts'
import { publishTable, writersToFinish } from './publication.ts'

// Long enough for ordinary work on the table to end, short enough to tell the asker while he waits.
const PATIENCE_MS = 8000
const PAUSE_MS = 100

/** Knows which tables' changes reach the stream whole, and sees to it that more do. */
export class PublishedTables {
  readonly #pool: pg.Pool
  readonly #publication: string
  readonly #store: LogStore
  readonly #inFlight = new Map<number, Promise<void>>()
  #queue: Promise<void> = Promise.resolve()

  constructor(pool: pg.Pool, publication: string, store: LogStore) {
    this.#pool = pool
    this.#publication = publication
    this.#store = store
  }

  /** Returns when a snapshot of the table may be taken. @throws RequestError when that cannot be */
  ensure(table: TableInfo): Promise<void> {
    if (this.#store.isPrepared(table.oid) && table.published && table.fullIdentity) return Promise.resolve()
    const running = this.#inFlight.get(table.oid)
    if (running) return running
    const published = this.#publish(table).finally(() => this.#inFlight.delete(table.oid))
    this.#inFlight.set(table.oid, published)
    return published
  }

  /** Publishes tables nobody has asked for yet. What does not succeed is left to whoever asks: he is told why. */
  async ensureAhead(names: readonly string[]): Promise<void> {
    for (const name of names)
      try {
        const table = await loadTable(this.#pool, this.#publication, { schema: 'public', name })
        if (table) await this.ensure(table)
      } catch {}
  }

  /** Notes that a table has left the stream. */
  forget(oid: number): void {
    this.#store.setPrepared(oid, false)
  }

  async #publish(table: TableInfo): Promise<void> {
    const giveUpAt = Date.now() + PATIENCE_MS
    while (!(await this.#attempt(table, Date.now() < giveUpAt)))
      await new Promise((next) => setTimeout(next, PAUSE_MS))
    await writersToFinish(this.#pool, table.oid)
    this.#store.setPrepared(table.oid, true)
  }

  /** False when others held the table and another attempt may be made. */
  async #attempt(table: TableInfo, retry: boolean): Promise<boolean> {
    // Two changes of one publication at a time would fail on each other.
    const turn = this.#queue.then(() => publishTable(this.#pool, this.#publication, table))
    this.#queue = turn.catch(() => {})
    try {
      await turn
      return true
    } catch (error) {
      if (retry && error instanceof RequestError && error.status === 503) return false
      throw error
    }
  }
}
