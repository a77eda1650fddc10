import type { Sqlite } from './open-database.ts'

export type SalvagedRow = Record<string, unknown>

export interface Salvaged {
  /** By rowid, as far as they could be read. */
  rows: SalvagedRow[]
  /** Whether the table was read from one end to the other without meeting damage. */
  whole: boolean
}

/** Seeks spent on finding rows between damaged pages, per table. */
const maxProbes = 2_000
/** Name of the rowid in what is read: no table has a column of it. */
const rowid = 'salvaged rowid'

/**
 * Reads a table of a damaged database as far as it goes: from the front until a page cannot be read, from the back
 * likewise, and what lies between by halving the range of rowids again and again, so that one bad page costs its own
 * rows only. Where the last page itself is bad, it leaps ahead by powers of two. Writes nothing.
 * @param columns those wanted; ones the table does not have are left out of the rows.
 */
export function salvageTable(sqlite: Sqlite, table: string, columns: readonly string[]): Salvaged {
  const present = columnsOf(sqlite, table)
  if (present === null) return { rows: [], whole: false }
  const wanted = columns.filter((column) => present.includes(column))
  // A table this file never had (it is of an older version) is whole without rows.
  if (wanted.length === 0) return { rows: [], whole: true }
  const reader = new TableReader(sqlite, table, wanted)
  for (let low = -1, probes = 0; probes < maxProbes; probes++) {
    const front = reader.walk('ASC', low, top)
    if (front === null) break
    const back = reader.walk('DESC', front, top)
    if (back === null) break
    const bound = back < top ? back : leapAhead(reader, front)
    if (bound === null) break
    readBetween(reader, front, bound + 1)
    if (bound === back) break
    low = bound
  }
  return reader.result()
}

const top = Number.MAX_SAFE_INTEGER

/** Halves the range between two rowids, broad before deep, until every part was read or the probes are spent. */
function readBetween(reader: TableReader, low: number, high: number): void {
  const gaps: [number, number][] = [[low, high]]
  let probes = 0
  for (let gap = gaps.shift(); gap && probes < maxProbes; gap = gaps.shift()) {
    probes += 1
    const front = reader.walk('ASC', ...gap)
    if (front === null) continue
    const back = reader.walk('DESC', front, gap[1])
    if (back === null || back - front <= 2) continue
    const middle = front + Math.floor((back - front) / 2)
    gaps.push([front, middle + 1], [middle, back])
  }
}

/** The first of the rowids after `front`, in growing leaps, behind which a row can be read; null when there is none. */
function leapAhead(reader: TableReader, front: number): number | null {
  for (let leap = 1; front + leap < top; leap *= 2) {
    const seen = reader.canRead(front + leap)
    if (seen !== 'damage') return seen === 'row' ? front + leap : null
  }
  return null
}

class TableReader {
  readonly #sqlite: Sqlite
  readonly #select: string
  readonly #rows = new Map<number, SalvagedRow>()
  #whole = true

  constructor(sqlite: Sqlite, table: string, columns: readonly string[]) {
    this.#sqlite = sqlite
    const list = [`_rowid_ AS "${rowid}"`, ...columns.map((column) => `"${column}"`)].join(', ')
    this.#select = `SELECT ${list} FROM "${table}" WHERE _rowid_ > ? AND _rowid_ < ? ORDER BY _rowid_`
  }

  /** Reads from one end of an open range. @returns the last rowid reached, or null when all of the range was read. */
  walk(direction: 'ASC' | 'DESC', above: number, below: number): number | null {
    let last = direction === 'ASC' ? above : below
    try {
      const rows = this.#sqlite.prepare(`${this.#select} ${direction}`).iterate(above, below)
      for (const { [rowid]: id, ...row } of rows as IterableIterator<SalvagedRow>) {
        last = Number(id)
        this.#rows.set(last, row)
      }
      return null
    } catch {
      this.#whole = false
      return last
    }
  }

  canRead(above: number): 'row' | 'end' | 'damage' {
    try {
      return this.#sqlite.prepare(`${this.#select} LIMIT 1`).get(above, top) ? 'row' : 'end'
    } catch {
      return 'damage'
    }
  }

  result(): Salvaged {
    const inOrder = [...this.#rows].sort(([left], [right]) => left - right)
    return { rows: inOrder.map(([, row]) => row), whole: this.#whole }
  }
}

/** Null when the file's own list of tables cannot be read. */
function columnsOf(sqlite: Sqlite, table: string): string[] | null {
  try {
    return (sqlite.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name)
  } catch {
    return null
  }
}
