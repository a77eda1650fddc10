import type pg from 'pg'
import type { LogStore } from '../log/log-store.ts'
import type { TableInfo } from '../table-info.ts'
import { publishTable, writersToFinish } from './publication.ts'

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

  /** Notes that a table has left the stream. */
  forget(oid: number): void {
    this.#store.setPrepared(oid, false)
  }

  async #publish(table: TableInfo): Promise<void> {
    // Two changes of one publication at a time would fail on each other.
    const turn = this.#queue.then(() => publishTable(this.#pool, this.#publication, table))
    this.#queue = turn.catch(() => {})
    await turn
    await writersToFinish(this.#pool, table.oid)
    this.#store.setPrepared(table.oid, true)
  }
}
