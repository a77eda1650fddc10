import type { ShapeDefinition } from '../definition.ts'
import { EqualityIndex } from '../filter/equality-index.ts'
import type { TableInfo } from '../table-info.ts'
import type { LogStore, StoredShape } from './log-store.ts'
import { Shape } from './shape.ts'
import type { SnapshotFiles } from './snapshot-files.ts'

/** The shapes on one table. */
export interface TableShapes {
  table: TableInfo
  shapes: Set<Shape>
  index: EqualityIndex<Shape>
}

/** All live shapes: by definition, by handle, by table. */
export class ShapeRegistry {
  readonly #store: LogStore
  readonly #files: SnapshotFiles
  readonly #maxShapes: number
  readonly #byKey = new Map<string, Shape>()
  readonly #byHandle = new Map<string, Shape>()
  readonly #byTable = new Map<number, TableShapes>()
  #lastHandleMicros: number

  constructor(store: LogStore, files: SnapshotFiles, maxShapes: number) {
    this.#store = store
    this.#files = files
    this.#maxShapes = maxShapes
    this.#lastHandleMicros = Number(store.remembered('last-handle-micros') ?? 0)
  }

  byKey(key: string): Shape | undefined {
    return this.#byKey.get(key)
  }

  byHandle(handle: string): Shape | undefined {
    return this.#byHandle.get(handle)
  }

  onTable(oid: number): TableShapes | undefined {
    return this.#byTable.get(oid)
  }

  tableOids(): number[] {
    return [...this.#byTable.keys()]
  }

  all(): Iterable<Shape> {
    return this.#byHandle.values()
  }

  /** Adds a new shape, whose changes are followed from now on. */
  create(definition: ShapeDefinition): Shape {
    this.endIfTableChanged(definition.table)
    this.#makeRoom()
    const handle = `${definition.hash}-${this.#nextMicros()}`
    const shape = new Shape(this.#store.addShape(handle, definition.raw, definition.key), handle, definition)
    this.#register(shape)
    return shape
  }

  /** Takes up a shape from an earlier run. */
  restore(stored: StoredShape, definition: ShapeDefinition): void {
    this.#register(new Shape(stored.id, stored.handle, definition, stored))
  }

  /** Ends a shape: whoever reads it must fetch anew, under another handle. */
  end(shape: Shape, failure?: Error): void {
    if (shape.gone) return
    shape.gone = true
    shape.failure = failure
    if (this.#byKey.get(shape.definition.key) === shape) this.#byKey.delete(shape.definition.key)
    this.#byHandle.delete(shape.handle)
    const { oid } = shape.definition.table
    const onTable = this.#byTable.get(oid)
    onTable?.shapes.delete(shape)
    onTable?.index.delete(shape, shape.equalityTest)
    if (onTable?.shapes.size === 0) this.#byTable.delete(oid)
    this.#store.removeShape(shape.id)
    this.#files.remove(shape.handle).catch(() => {})
    shape.wake()
  }

  endTable(oid: number): void {
    for (const shape of [...(this.#byTable.get(oid)?.shapes ?? [])]) this.end(shape)
  }

  endAll(): void {
    for (const shape of [...this.#byHandle.values()]) this.end(shape)
  }

  /** Ends the shapes on a table that is no longer what they were defined on. */
  endIfTableChanged(table: TableInfo): void {
    const known = this.#byTable.get(table.oid)
    if (known && known.table.fingerprint !== table.fingerprint) this.endTable(table.oid)
    // What cannot change a shape, such as NOT NULL, is kept up to date for the schema header.
    else if (known) known.table = table
  }

  #register(shape: Shape): void {
    const { table, key } = shape.definition
    this.#byKey.set(key, shape)
    this.#byHandle.set(shape.handle, shape)
    const onTable = this.#byTable.get(table.oid) ?? {
      table,
      shapes: new Set(),
      index: new EqualityIndex<Shape>(),
    }
    this.#byTable.set(table.oid, onTable)
    onTable.shapes.add(shape)
    onTable.index.add(shape, shape.equalityTest)
  }

  // Never the same twice, even if the clock is set back while nobody runs.
  #nextMicros(): number {
    this.#lastHandleMicros = Math.max(this.#lastHandleMicros + 1, Date.now() * 1000)
    this.#store.remember('last-handle-micros', String(this.#lastHandleMicros))
    return this.#lastHandleMicros
  }

  #makeRoom(): void {
    if (this.#byHandle.size < this.#maxShapes) return
    const idle = [...this.#byHandle.values()].filter((shape) => shape.waiting === 0)
    idle.sort((a, b) => a.usedAt - b.usedAt)
    for (const shape of idle.slice(0, Math.ceil(this.#maxShapes / 20))) this.end(shape)
  }
}
