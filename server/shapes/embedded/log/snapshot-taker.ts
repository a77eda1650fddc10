import type pg from 'pg'
import { z } from 'zod'
import { copyOut } from '../copy-out.ts'
import { parseLsn } from '../replication/lsn.ts'
import type { PublishedTables } from '../replication/published-tables.ts'
import { RequestError, unavailable } from '../request-error.ts'
import { fromTable, snapshotQuery } from '../snapshot-sql.ts'
import { ChunkWriter, PagePool } from './chunk-writer.ts'
import type { LogStore, Snapshot } from './log-store.ts'
import type { Shape } from './shape.ts'
import type { ShapeRegistry } from './shape-registry.ts'
import type { SnapshotFiles } from './snapshot-files.ts'
import type { TransactionApplier } from './transaction-applier.ts'

// Each running snapshot holds a connection and a chunk or two in memory.
const CONCURRENT = 4

interface Parts {
  pool: pg.Pool
  tables: PublishedTables
  store: LogStore
  files: SnapshotFiles
  registry: ShapeRegistry
  applier: TransactionApplier
  chunkBytes: number
}

/** Takes the initial snapshots of new shapes, a few at a time. */
export class SnapshotTaker {
  readonly #parts: Parts
  readonly #pages = new PagePool()
  readonly #waiting: (() => void)[] = []
  readonly #taking = new Set<Promise<void>>()
  #running = 0
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Breaks off what is under way, and waits until nothing of it touches the disk any more. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#taking)
  }

  /** Starts the snapshot of a shape just created. What goes wrong ends the shape, with the reason. */
  start(shape: Shape): void {
    const { registry, applier } = this.#parts
    const since = applier.sequence
    this.#start(shape, since).catch((error: unknown) => {
      if (!this.#closed) registry.end(shape, asFailure(error))
    })
  }

  async #start(shape: Shape, since: number): Promise<void> {
    // A table that somebody holds must not keep the snapshots of others waiting.
    await this.#parts.tables.ensure(shape.definition.table)
    const taking = this.#inTurn(() => this.#take(shape, since))
    this.#taking.add(taking)
    await taking.finally(() => this.#taking.delete(taking))
  }

  async #take(shape: Shape, since: number): Promise<void> {
    const { pool } = this.#parts
    if (shape.gone || this.#closed) return
    const client = await pool.connect()
    let snapshot: Snapshot
    try {
      snapshot = await this.#begin(client, shape, since)
      await this.#parts.applier.snapshotTaken(shape, snapshot)
      shape.wake()
      await this.#copy(client, shape, snapshot)
      await client.query('COMMIT')
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
    if (shape.snapshotDone) await this.#keep(shape, snapshot)
  }

  async #begin(client: pg.PoolClient, shape: Shape, since: number): Promise<Snapshot> {
    for (;;) {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      await client.query(`SET LOCAL lock_timeout = '5s'`)
      // The lock comes before the snapshot: a table that is rewritten in between would look empty.
      await client.query(`LOCK TABLE ${fromTable(shape.definition.table)} IN ACCESS SHARE MODE`)
      const snapshot = await currentSnapshot(client)
      if (!this.#missedBy(snapshot, since)) return snapshot
      await client.query('ROLLBACK')
      await new Promise((next) => setTimeout(next, 2))
    }
  }

  /**
   * A commit can reach the stream a moment before it becomes visible to others. One that came before the shape was
   * followed, and that the snapshot does not hold either, would be in neither.
   */
  #missedBy(snapshot: Snapshot, since: number): boolean {
    return snapshot.xip.some((xid) =>
      this.#parts.applier.hadArrived(Number(BigInt.asUintN(32, BigInt(xid))), since),
    )
  }

  async #copy(client: pg.PoolClient, shape: Shape, snapshot: Snapshot): Promise<void> {
    const { chunkBytes } = this.#parts
    const writer = new ChunkWriter(this.#parts.files, this.#pages, shape, chunkBytes)
    try {
      if (shape.definition.log === 'full')
        await copyOut(client, snapshotQuery(shape.definition), (row) => {
          if (shape.gone || this.#closed) throw new Error('nobody wants the snapshot any more')
          return writer.add(row)
        })
      const { xmin, xmax, xip } = snapshot
      await writer.add(
        Buffer.from(JSON.stringify({ headers: { control: 'snapshot-end', xmin, xmax, xip_list: xip } })),
        true,
      )
      await writer.finish()
    } finally {
      await writer.settle()
    }
    if (shape.gone || this.#closed) return
    shape.snapshotDone = true
    shape.wake()
  }

  /** Nobody who reads the snapshot waits for the disk: a snapshot that it does not have yet is begun anew after a crash. */
  async #keep(shape: Shape, snapshot: Snapshot): Promise<void> {
    const { store, files } = this.#parts
    try {
      await files.makeDurable(shape.handle, shape.chunkSizes.length)
    } catch (error) {
      if (shape.gone) return
      throw error
    }
    if (!shape.gone) store.snapshotFinished(shape.id, snapshot, shape.chunkSizes)
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#running >= CONCURRENT) await new Promise<void>((next) => this.#waiting.push(next))
    this.#running++
    try {
      await work()
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }
}

async function currentSnapshot(client: pg.ClientBase): Promise<Snapshot> {
  const taken = await client.query(
    'SELECT pg_current_snapshot()::text AS snapshot, pg_current_wal_insert_lsn()::text AS lsn',
  )
  const row = z.object({ snapshot: z.string(), lsn: z.string() }).parse(taken.rows[0])
  const [xmin = '', xmax = '', xip = ''] = row.snapshot.split(':')
  return { xmin, xmax, xip: xip === '' ? [] : xip.split(','), lsn: parseLsn(row.lsn) }
}

function asFailure(error: unknown): Error {
  if (error instanceof RequestError) return error
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === '55P03') return unavailable('Snapshot timed out while waiting for a table lock', error)
  // 08: connection trouble, 57: Postgres is going down, 53: it has no room; all of them pass.
  if (!/^[0-9A-Z]{5}$/.test(code) || /^(08|57|53)/.test(code))
    return unavailable('The database cannot be reached. Try again.', error)
  const reason = error instanceof Error ? error.message : String(error)
  return new RequestError(500, `Failed creating the snapshot: ${reason}`, { cause: error })
}
