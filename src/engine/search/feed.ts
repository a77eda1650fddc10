import type { Sqlite } from '../db/open-database.ts'
import type { Tx, WriteDoor } from '../db/write-door.ts'
import { documentReader, type ReadDocument } from './read-documents.ts'
import { type SearchIndex, type SearchKind, searchKinds } from './search-index.ts'

const rowsAtOnce = 8
/** So many rows are read while somebody waits: about 10 ms. */
const littleRows = 64

/**
 * Brings the index after the database, slice by slice. Rows above a kind's mark are new; those at or below it that changed
 * or left stand in the queue, which triggers write in the transaction of the change. A batch is first safe in the index
 * and then noted in the database, with the batch's number (generation), so that after a crash of either
 * it is known what the other has:
 *   equal                the index is as the database says
 *   the index one ahead  the last batch was not noted: it is done again
 *   anything else        one of the two lost what the other knows: all is read again
 */
export class Feed {
  readonly #reader: Sqlite
  readonly #door: WriteDoor
  readonly #index: SearchIndex
  readonly #marks: Record<SearchKind, number>
  readonly #highest
  readonly #queued
  readonly #anyQueued
  readonly #above
  readonly #read: ReadDocument

  /** @param reader a connection to the person's database. @returns with the index as far as the database says it is. */
  constructor(reader: Sqlite, door: WriteDoor, index: SearchIndex) {
    this.#reader = reader
    this.#door = door
    this.#index = index
    this.#highest = Object.fromEntries(
      searchKinds.map((kind) => [kind, reader.prepare(`SELECT max(rowid) FROM ${kind}`).pluck()]),
    )
    this.#queued = reader.prepare('SELECT row FROM search_queue WHERE kind = ? LIMIT ?').pluck()
    this.#anyQueued = reader.prepare('SELECT EXISTS (SELECT 1 FROM search_queue)').pluck()
    this.#above = Object.fromEntries(
      searchKinds.map((kind) => [
        kind,
        reader
          .prepare(`SELECT rowid FROM ${kind} WHERE rowid > ? ORDER BY rowid LIMIT ${rowsAtOnce}`)
          .pluck(),
      ]),
    )
    this.#read = documentReader(reader)
    const noted = this.#noted('generation')
    if (index.generation !== noted && index.generation !== noted + 1)
      throw new RangeError('the index and the database do not belong together')
    this.#marks = {
      courses: this.#noted('courses'),
      lessons: this.#noted('lessons'),
      notes: this.#noted('notes'),
    }
    if (index.generation !== noted) this.#doLastBatchAgain()
  }

  /** Forgets in the database what was indexed: an empty index begins. */
  static begin(door: WriteDoor, index: SearchIndex): void {
    door.write((tx) => {
      tx.sqlite.exec('DELETE FROM search_queue')
      tx.sqlite.exec('DELETE FROM search_state')
      noteValue(tx, 'generation', index.generation)
    }, 'refetchable')
  }

  /**
   * The last batch was not noted, and what it read may have been lost with it (a power cut). It touched new rows, which
   * are above the marks, and those it looked at again.
   */
  #doLastBatchAgain(): void {
    const index = this.#index
    const lookedAt = searchKinds.map((kind) => ({ kind, rows: index.lookedAt(kind) }))
    const generation = index.write(() => {
      for (const kind of searchKinds) index.removeAbove(kind, this.#marks[kind])
      for (const { kind, rows } of lookedAt)
        for (const row of rows) this.#lookAt(kind, row, this.#marks[kind])
    })
    this.#note(generation, new Map())
  }

  /** As it is now. A row above the mark is taken out: as a new one it comes again. */
  #lookAt(kind: SearchKind, row: number, mark: number): void {
    const document = row <= mark ? this.#read(kind, row) : null
    if (document) this.#index.put(kind, row, document)
    else this.#index.remove(kind, row)
    this.#index.keepLookedAt(kind, row)
  }

  /** Whether the index lags behind, in one kind or in any. Microseconds. */
  isBehind(kind?: SearchKind): boolean {
    if (kind) return this.#highestOf(kind) > this.#marks[kind] || this.#queued.get(kind, 1) !== undefined
    return (
      this.#anyQueued.get() === 1 || searchKinds.some((each) => this.#highestOf(each) > this.#marks[each])
    )
  }

  /** How many of the rows that are here have been looked at; null where all have. */
  progress(): { done: number; total: number } | null {
    let done = 0
    let total = 0
    for (const kind of searchKinds) {
      const highest = this.#highestOf(kind)
      total += highest
      done += Math.min(highest, this.#marks[kind])
    }
    return done < total ? { done, total } : null
  }

  /** Does what is left of the kinds of which little is: whoever asks finds what was just written. @returns whether it did anything. */
  catchUpWithLittle(): boolean {
    const little = searchKinds.filter((kind) => this.isBehind(kind) && this.#rowsBehind(kind) <= littleRows)
    if (little.length > 0) this.slice(Number.POSITIVE_INFINITY, little)
    return little.length > 0
  }

  /**
   * Works for about `budgetMs`, own notes first. @returns whether there is more to do.
   * @throws what the index throws when it is damaged or the disk is full, and what the database throws.
   */
  slice(budgetMs: number, kinds: readonly SearchKind[] = searchKinds): boolean {
    if (!this.isBehind()) return false
    const seen = new Map<SearchKind, number[]>()
    const marks = { ...this.#marks }
    const generation = this.#index.write(() => {
      const deadlineMs = performance.now() + budgetMs
      for (const kind of kinds) {
        const highest = this.#highestOf(kind)
        seen.set(kind, this.#takeQueued(kind, marks[kind], deadlineMs))
        // Numbers above the highest row are given again: what comes there is new.
        marks[kind] = Math.min(marks[kind], highest)
        while (marks[kind] < highest && performance.now() < deadlineMs)
          marks[kind] = this.#takeNew(kind, marks[kind])
      }
    })
    Object.assign(this.#marks, marks)
    this.#note(generation, seen)
    return this.isBehind()
  }

  /** Rows that changed or left, until the time is up. */
  #takeQueued(kind: SearchKind, mark: number, deadlineMs: number): number[] {
    const taken: number[] = []
    for (const row of this.#queued.all(kind, 512) as number[]) {
      if (performance.now() >= deadlineMs) break
      this.#lookAt(kind, row, mark)
      taken.push(row)
    }
    return taken
  }

  /** @returns the new mark. */
  #takeNew(kind: SearchKind, mark: number): number {
    const rows = (this.#above[kind]?.all(mark) ?? []) as number[]
    for (const row of rows) {
      const document = this.#read(kind, row)
      if (document) this.#index.put(kind, row, document)
    }
    return rows.at(-1) ?? this.#highestOf(kind)
  }

  #note(generation: number, seen: ReadonlyMap<SearchKind, readonly number[]>, isNews = false): void {
    this.#door.write((tx) => {
      const values: [string, number][] = [...Object.entries(this.#marks), ['generation', generation]]
      for (const [name, value] of values) noteValue(tx, name, value)
      const forget = tx.sqlite.prepare('DELETE FROM search_queue WHERE kind = ? AND row = ?')
      for (const [kind, rows] of seen) for (const row of rows) forget.run(kind, row)
      if (isNews) tx.touch('search_state')
    }, 'refetchable')
  }

  #noted(name: string): number {
    const value = this.#reader.prepare('SELECT value FROM search_state WHERE name = ?').pluck().get(name)
    return typeof value === 'number' ? value : 0
  }

  #rowsBehind(kind: SearchKind): number {
    const queued = this.#queued.all(kind, littleRows + 1).length
    return queued + Math.max(0, this.#highestOf(kind) - this.#marks[kind])
  }

  #highestOf(kind: SearchKind): number {
    return Number(this.#highest[kind]?.get() ?? 0)
  }
}

function noteValue(tx: Tx, name: string, value: number): void {
  tx.sqlite.prepare('INSERT OR REPLACE INTO search_state (name, value) VALUES (?, ?)').run(name, value)
}
