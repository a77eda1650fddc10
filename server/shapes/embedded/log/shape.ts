import type { ShapeDefinition } from '../definition.ts'
import { integerColumnsOf } from '../definition.ts'
import { type EqualityTest, necessaryEquality } from '../filter/equality-index.ts'
import type { Relation } from '../replication/pgoutput-decoder.ts'
import { type MessageMaker, messageMaker, type RowChange, type TransactionInfo } from './change-messages.ts'
import type { Snapshot, StoredShape } from './log-store.ts'
import { type LogOffset, SNAPSHOT_END } from './offset.ts'

/** A transaction kept back until it is known whether the snapshot holds it already. */
export interface HeldTransaction extends TransactionInfo {
  changes: RowChange[]
}

/** One shape: what its log holds, and who waits for more of it. Only what is committed is ever visible here. */
export class Shape {
  readonly id: number
  readonly handle: string
  readonly definition: ShapeDefinition
  readonly equalityTest: EqualityTest | undefined
  /** Undefined until the snapshot has been taken; transactions are held back until then. */
  snapshot: Snapshot | undefined
  held: HeldTransaction[] = []
  /** Sizes of the snapshot's chunks that can be read, in bytes. */
  readonly chunkSizes: number[]
  snapshotDone: boolean
  /** End of the log: what a reader who has everything holds. */
  last: LogOffset
  readonly chunkEnds: LogOffset[]
  openBytes: number
  logBytes: number
  usedAt = Date.now()
  /** Set when the shape has ended; readers must fetch anew. */
  gone = false
  failure: Error | undefined
  #waiters = new Set<() => void>()
  #maker: { relation: Relation; make: MessageMaker | undefined } | undefined

  constructor(id: number, handle: string, definition: ShapeDefinition, stored?: StoredShape) {
    this.id = id
    this.handle = handle
    this.definition = definition
    this.equalityTest = necessaryEquality(definition.condition, integerColumnsOf(definition.table))
    this.snapshot = stored?.snapshot
    this.chunkSizes = stored?.chunkSizes ?? []
    this.snapshotDone = stored !== undefined
    this.last = stored?.last ?? SNAPSHOT_END
    this.chunkEnds = stored?.chunkEnds ?? []
    this.openBytes = stored?.openBytes ?? 0
    this.logBytes = stored?.logBytes ?? 0
  }

  get waiting(): number {
    return this.#waiters.size
  }

  /** Calls back once when anything about the shape has changed. Returns how to stop waiting. */
  onChange(callback: () => void): () => void {
    this.#waiters.add(callback)
    return () => this.#waiters.delete(callback)
  }

  wake(): void {
    const waiters = [...this.#waiters]
    this.#waiters.clear()
    for (const waiter of waiters) waiter()
  }

  /** Undefined when the relation's rows no longer are those the shape was defined on. */
  messagesFor(relation: Relation): MessageMaker | undefined {
    if (this.#maker?.relation !== relation)
      this.#maker = { relation, make: messageMaker(this.definition, relation) }
    return this.#maker.make
  }

  /** Whether the initial snapshot holds what the transaction did. */
  alreadyHas({ xid, lsn }: TransactionInfo): boolean {
    const { snapshot } = this
    if (!snapshot || lsn > snapshot.lsn) return false
    const xmax = BigInt(snapshot.xmax)
    // The stream gives 32 bits of 64. All that committed before the snapshot lies within 2^31 of it.
    const full = xmax - BigInt.asIntN(32, xmax - BigInt(xid))
    if (full >= xmax) return false
    return full < BigInt(snapshot.xmin) || !snapshot.xip.includes(String(full))
  }

  /** The end of the chunk that a reader at `offset` gets next. */
  chunkEndAfter(offset: LogOffset): LogOffset {
    let low = 0
    let high = this.chunkEnds.length
    while (low < high) {
      const middle = (low + high) >> 1
      const end = this.chunkEnds[middle]
      if (end && (end.lsn > offset.lsn || (end.lsn === offset.lsn && end.op > offset.op))) high = middle
      else low = middle + 1
    }
    return this.chunkEnds[low] ?? this.last
  }
}
