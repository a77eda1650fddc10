import type { PgoutputMessage, Relation, Tuple } from '../replication/pgoutput-decoder.ts'
import {
  closeMessage,
  type OpenMessage,
  type Row,
  type RowChange,
  type TransactionInfo,
} from './change-messages.ts'
import type { ChunkEnd, LogEntry, LogStore, Progress } from './log-store.ts'
import type { LogOffset } from './offset.ts'
import type { Shape } from './shape.ts'
import type { ShapeRegistry } from './shape-registry.ts'

// A transaction is written in parts of this size, so that its size does not matter.
const PART_BYTES = 4 << 20
const REMEMBERED_TRANSACTIONS = 10_000

/** What one transaction adds to one shape, not visible yet. */
interface Addition {
  /** The latest message, kept back until it is known whether another follows. */
  latest: OpenMessage | undefined
  last: LogOffset | undefined
  chunkEnds: LogOffset[]
  openBytes: number
  bytes: number
}

/**
 * Writes transactions into the logs of the shapes they concern. A transaction becomes visible to readers at once and
 * whole, when the store has all of it; until then nobody can be handed an offset beyond it.
 */
export class TransactionApplier {
  readonly #store: LogStore
  readonly #registry: ShapeRegistry
  readonly #chunkBytes: number
  readonly #maxLogBytes: number
  readonly #relations = new Map<number, Relation>()
  #progress: Progress
  #writer: TransactionWriter | undefined
  #changes = 0
  #skipping = false
  #held = new Map<Shape, RowChange[]>()
  #ending = new Set<number>()
  /** When the latest transactions began to arrive, by id. */
  #seen = new Map<number, number>()
  #sequence = 0
  #whenIdle: (() => void)[] = []

  constructor(
    store: LogStore,
    registry: ShapeRegistry,
    limits: { chunkBytes: number; maxLogBytes: number },
    progress: Progress,
  ) {
    this.#store = store
    this.#registry = registry
    this.#chunkBytes = limits.chunkBytes
    this.#maxLogBytes = limits.maxLogBytes
    this.#progress = progress
  }

  get progress(): Progress {
    return this.#progress
  }

  /** Counts transactions as they begin to arrive. */
  get sequence(): number {
    return this.#sequence
  }

  /** Whether a transaction had begun to arrive when the count stood at `sequence`. */
  hadArrived(xid: number, sequence: number): boolean {
    const arrived = this.#seen.get(xid)
    return arrived !== undefined && arrived <= sequence
  }

  /** Starts over at a position, after the log before it was lost. */
  restartAt(lsn: number): void {
    this.abandon()
    this.#progress = { processedLsn: lsn, lastSeenLsn: lsn }
    this.#store.commit([], [], this.#progress)
  }

  /** Forgets the transaction under way: it will come again from its beginning. */
  abandon(): void {
    this.#writer = undefined
    this.#held.clear()
    this.#ending.clear()
    this.#store.dropPartial()
    this.#relations.clear()
    this.#runWhenIdle()
  }

  /** Notes that everything up to here has been sent. */
  idle(walEndLsn: number): void {
    if (this.#writer || this.#skipping || walEndLsn <= this.#progress.processedLsn) return
    this.#progress = { ...this.#progress, processedLsn: walEndLsn }
  }

  handle(message: PgoutputMessage): void {
    switch (message.tag) {
      case 'begin':
        this.#begin({ xid: message.xid, lsn: message.finalLsn })
        break
      case 'commit':
        this.#commit(message.endLsn)
        break
      case 'relation':
        this.#relations.set(message.relation.oid, message.relation)
        break
      case 'insert':
        this.#change(message.oid, undefined, message.row)
        break
      case 'update':
        this.#change(message.oid, message.old, message.row)
        break
      case 'delete':
        this.#change(message.oid, message.old, undefined)
        break
      case 'truncate':
        for (const oid of message.oids) this.#endTable(oid)
        break
      case 'other':
        break
    }
  }

  /**
   * Gives a shape its snapshot and writes the transactions held back for it that are not in it. Waits for the end of
   * a transaction under way, which the shape may have seen only half of.
   */
  snapshotTaken(shape: Shape, snapshot: NonNullable<Shape['snapshot']>): Promise<void> {
    return new Promise((resolve) => {
      const apply = () => {
        shape.snapshot = snapshot
        const held = shape.held
        shape.held = []
        for (const transaction of held) {
          if (shape.gone) break
          const writer = new TransactionWriter(this.#store, this.#chunkBytes, transaction)
          for (const change of transaction.changes) this.#apply(writer, shape, change)
          writer.finish(undefined)
        }
        resolve()
      }
      if (this.#writer) this.#whenIdle.push(apply)
      else apply()
    })
  }

  #begin(transaction: TransactionInfo): void {
    // After a reconnection Postgres may send again what the log has already.
    this.#skipping = transaction.lsn < this.#progress.processedLsn
    this.#sequence++
    if (!this.#skipping) this.#seen.set(transaction.xid, this.#sequence)
    if (this.#seen.size > REMEMBERED_TRANSACTIONS)
      for (const xid of this.#seen.keys()) {
        this.#seen.delete(xid)
        break
      }
    this.#changes = 0
    this.#writer = this.#skipping
      ? undefined
      : new TransactionWriter(this.#store, this.#chunkBytes, transaction)
  }

  #change(oid: number, old: Tuple | undefined, row: Tuple | undefined): void {
    const position = this.#changes++
    const relation = this.#relations.get(oid)
    const onTable = this.#registry.onTable(oid)
    const writer = this.#writer
    if (!onTable || !relation || !writer) return
    const booleans = booleanIndexes(relation, onTable.table.columns)
    const change: RowChange = {
      relation,
      position,
      before: old && wholeRow(old, booleans),
      after: row && wholeRow(row, booleans),
    }
    const lookups = [change.before, change.after].flatMap((values) =>
      values ? [(name: string) => values[relation.columns.findIndex((column) => column.name === name)]] : [],
    )
    // Without the old row nothing is known about where it was; such shapes end below.
    const known = relation.fullIdentity ? onTable.index.candidates(...lookups) : onTable.shapes
    for (const shape of [...known]) {
      if (shape.snapshot) this.#apply(writer, shape, change)
      else {
        const held = this.#held.get(shape) ?? []
        this.#held.set(shape, held)
        held.push(change)
      }
    }
  }

  #apply(writer: TransactionWriter, shape: Shape, change: RowChange): void {
    if (shape.gone || shape.alreadyHas(writer.transaction)) return
    const make = shape.messagesFor(change.relation)
    if (make) for (const message of make(change, writer.transaction)) writer.add(shape, message)
    else this.#registry.endTable(shape.definition.table.oid)
  }

  #endTable(oid: number): void {
    if (this.#writer) this.#ending.add(oid)
  }

  #commit(endLsn: number): void {
    const writer = this.#writer
    this.#writer = undefined
    if (!writer) {
      this.#skipping = false
      return
    }
    for (const [shape, changes] of this.#held)
      if (!shape.gone) shape.held.push({ ...writer.transaction, changes })
    this.#held.clear()
    this.#progress = { processedLsn: endLsn, lastSeenLsn: writer.transaction.lsn }
    const grown = writer.finish(this.#progress)
    for (const oid of this.#ending) this.#registry.endTable(oid)
    this.#ending.clear()
    for (const shape of grown) if (shape.logBytes > this.#maxLogBytes) this.#registry.end(shape)
    this.#runWhenIdle()
  }

  #runWhenIdle(): void {
    for (const run of this.#whenIdle.splice(0)) run()
  }
}

/** Collects what a transaction adds to shapes, and makes it visible when it is complete. */
class TransactionWriter {
  readonly transaction: TransactionInfo
  readonly #store: LogStore
  readonly #chunkBytes: number
  readonly #additions = new Map<Shape, Addition>()
  #entries: LogEntry[] = []
  #entryBytes = 0

  constructor(store: LogStore, chunkBytes: number, transaction: TransactionInfo) {
    this.#store = store
    this.#chunkBytes = chunkBytes
    this.transaction = transaction
  }

  add(shape: Shape, message: OpenMessage): void {
    let addition = this.#additions.get(shape)
    if (!addition) {
      addition = { latest: undefined, last: undefined, chunkEnds: [], openBytes: shape.openBytes, bytes: 0 }
      this.#additions.set(shape, addition)
    }
    if (addition.latest) this.#write(shape, addition, addition.latest, false)
    addition.latest = message
  }

  /** Commits and publishes everything; returns the shapes that have grown. */
  finish(progress: Progress | undefined): Shape[] {
    const chunkEnds: ChunkEnd[] = []
    for (const [shape, addition] of this.#additions) {
      if (addition.latest) this.#write(shape, addition, addition.latest, true)
      for (const end of addition.chunkEnds) chunkEnds.push({ shapeId: shape.id, ...end })
    }
    const gone = new Set([...this.#additions.keys()].filter((shape) => shape.gone).map(({ id }) => id))
    if (gone.size > 0) this.#entries = this.#entries.filter((entry) => !gone.has(entry.shapeId))
    // Transactions of other tables only move the position on, which is written now and then.
    if (this.#entries.length > 0 || chunkEnds.length > 0)
      this.#store.commit(this.#entries, chunkEnds, progress)
    for (const [shape, addition] of this.#additions) {
      shape.chunkEnds.push(...addition.chunkEnds)
      shape.openBytes = addition.openBytes
      shape.logBytes += addition.bytes
      shape.last = addition.last ?? shape.last
      shape.wake()
    }
    return [...this.#additions.keys()]
  }

  #write(shape: Shape, addition: Addition, message: OpenMessage, last: boolean): void {
    const body = closeMessage(message, last)
    const bytes = Buffer.byteLength(body)
    const { lsn } = this.transaction
    const { op } = message
    this.#entries.push({ shapeId: shape.id, lsn, op, body })
    this.#entryBytes += bytes
    addition.last = { lsn, op }
    addition.bytes += bytes
    addition.openBytes += bytes
    if (addition.openBytes >= this.#chunkBytes) {
      addition.chunkEnds.push({ lsn, op })
      addition.openBytes = 0
    }
    if (this.#entryBytes < PART_BYTES || last) return
    this.#store.appendPartial(this.#entries)
    this.#entries = []
    this.#entryBytes = 0
  }
}

function booleanIndexes(
  relation: Relation,
  columns: { name: string; baseType: string; isArray: boolean }[],
): number[] {
  const cached = booleans.get(relation)
  if (cached) return cached
  const names = new Set(
    columns.filter((column) => column.baseType === 'bool' && !column.isArray).map(({ name }) => name),
  )
  const indexes = relation.columns.flatMap((column, index) => (names.has(column.name) ? [index] : []))
  booleans.set(relation, indexes)
  return indexes
}

const booleans = new WeakMap<Relation, number[]>()

// The stream prints booleans as t and f, `::text` in the snapshot as true and false.
function wholeRow(tuple: Tuple, booleanColumns: number[]): Row {
  const row = tuple.map((value) => value ?? null)
  for (const index of booleanColumns) {
    const value = row[index]
    if (value === 't') row[index] = 'true'
    else if (value === 'f') row[index] = 'false'
  }
  return row
}
