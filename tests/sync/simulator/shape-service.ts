import type pg from 'pg'
import type { ShapeUpstream } from '../../../server/shapes/upstream.ts'
import { shapeNames, shapes } from '../../../src/shared/contract/shapes.ts'

/** Column → Postgres' text of its value, as the replication stream has it. */
type Row = Record<string, string | null>
type Rows = ReadonlyMap<string, Row>

interface Message {
  key: string
  value: Row
  headers: { operation: 'insert' | 'update' | 'delete' }
}

interface Shape {
  handle: string
  table: string
  columns: readonly string[]
  wanted: readonly (readonly [column: string, value: string])[]
  /** What the shape held when it was first asked for, and everything since. */
  beginning: readonly Message[]
  log: { at: number; message: Message }[]
}

const booleanType = 16

/** Columns any shape carries or is filtered by, by table. The doorbell is a line of its own. */
const columnsOf = new Map<string, Set<string>>()
for (const name of shapeNames) {
  const { table, columns, filter } = shapes[name]
  if (name === 'doorbell') continue
  columnsOf.set(table, new Set([...(columnsOf.get(table) ?? []), ...columns, ...Object.keys(filter)]))
}

/**
 * A shape service that follows Postgres without a moment's delay: its log moves when it is told that something was
 * written, never by itself, so that a story is the same whenever it is told. It speaks the shape protocol as Electric
 * does: a beginning that stays, a log on top, updates that carry only what changed. What a service that runs by itself
 * does to devices is `npm run soak`'s to find.
 */
export class SimulatedShapes implements ShapeUpstream {
  readonly #pool: () => pg.Pool
  readonly #shapes = new Map<string, Shape>()
  readonly #tables = new Map<string, Rows>()
  readonly #booleans = new Set<string>()
  #stale = true
  #moved = 0
  #handles = 0
  #refusals = 0

  /** @param from a service that has followed the same rows to where this one begins. */
  constructor(pool: () => pg.Pool, from?: SimulatedShapes) {
    this.#pool = pool
    if (!from) return
    for (const [key, shape] of from.#shapes) this.#shapes.set(key, { ...shape, log: [...shape.log] })
    for (const [table, rows] of from.#tables) this.#tables.set(table, rows)
    for (const column of from.#booleans) this.#booleans.add(column)
    this.#moved = from.#moved
    this.#handles = from.#handles
  }

  /** Something may have been written. */
  touch(): void {
    this.#stale = true
  }

  /** The shapes of a table, or all, begin anew under other handles; requests that come before that are refused. */
  beginAnew(table: string | null, refusals = 0): void {
    for (const [key, shape] of this.#shapes)
      if (table === null || shape.table === table) this.#shapes.delete(key)
    this.#refusals = refusals
  }

  /** Brings the log up to what Postgres holds now. */
  async follow(): Promise<void> {
    if (!this.#stale) return
    this.#stale = false
    const known = [...this.#tables.keys()]
    if (known.length === 0) return
    this.#moved += 1
    for (const [table, rows] of await this.#read(known)) {
      const before = this.#tables.get(table) ?? new Map<string, Row>()
      this.#tables.set(table, rows)
      for (const shape of this.#shapes.values()) if (shape.table === table) this.#append(shape, before, rows)
    }
  }

  async fetch(query: URLSearchParams): Promise<Response> {
    if (this.#refusals > 0) {
      this.#refusals -= 1
      return reply(503, { message: 'The shape log is not following the database yet. Try again.' })
    }
    const table = query.get('table') ?? ''
    await this.follow()
    if (!this.#tables.has(table))
      for (const [name, rows] of await this.#read([table])) this.#tables.set(name, rows)
    const shape = this.#find(query, table)
    const handle = query.get('handle')
    const offset = query.get('offset') ?? '-1'
    const about = { 'electric-handle': shape.handle, 'electric-schema': '{}' }
    if (handle !== null && handle !== shape.handle)
      return reply(409, [{ headers: { control: 'must-refetch' } }], about)
    if (offset === '-1')
      return reply(200, [...shape.beginning, { headers: { control: 'snapshot-end' } }], {
        ...about,
        'electric-offset': '0_0',
      })
    const from = Number(offset.split('_')[0])
    if (!(from <= this.#moved)) return reply(400, { message: 'offset: out of bounds for this shape' })
    const last = shape.log.at(-1)?.at
    const messages = shape.log.filter(({ at }) => at > from).map(({ message }) => message)
    return reply(200, [...messages, { headers: { control: 'up-to-date' } }], {
      ...about,
      'electric-offset': last === undefined ? '0_inf' : `${last}_0`,
      'electric-up-to-date': '',
    })
  }

  #find(query: URLSearchParams, table: string): Shape {
    const key = [table, query.get('columns'), query.get('where'), ...parameters(query)].join('\n')
    const known = this.#shapes.get(key)
    if (known) return known
    this.#handles += 1
    const shape: Shape = {
      handle: `handle-${this.#handles}`,
      table,
      columns: (query.get('columns') ?? '').split(','),
      wanted: conditions(query),
      beginning: [],
      log: [],
    }
    const rows = [...(this.#tables.get(table) ?? [])].filter(([, row]) => isIn(shape, row))
    shape.beginning = rows.map(([id, row]) => {
      const value = pick(row, shape.columns)
      // A beginning is printed by a query, which spells booleans out.
      for (const column of shape.columns)
        if (this.#booleans.has(`${table}.${column}`) && row[column] !== null)
          value[column] = row[column] === 't' ? 'true' : 'false'
      return { key: id, value, headers: { operation: 'insert' } }
    })
    this.#shapes.set(key, shape)
    return shape
  }

  #append(shape: Shape, before: Rows, after: Rows): void {
    const tell = (operation: Message['headers']['operation'], id: string, value: Row) =>
      shape.log.push({ at: this.#moved, message: { key: id, value, headers: { operation } } })
    for (const [id, row] of before) {
      const now = after.get(id)
      if (isIn(shape, row) && !(now && isIn(shape, now))) tell('delete', id, { id })
    }
    for (const [id, row] of after) {
      if (!isIn(shape, row)) continue
      const then = before.get(id)
      if (!then || !isIn(shape, then)) tell('insert', id, pick(row, shape.columns))
      else {
        const changed = shape.columns.filter((column) => row[column] !== then[column])
        if (changed.length > 0) tell('update', id, pick(row, ['id', ...changed]))
      }
    }
  }

  async #read(tables: readonly string[]): Promise<Map<string, Rows>> {
    const text = tables
      .map((table) => {
        const columns = [...(columnsOf.get(table) ?? ['id'])].map((column) => `"${column}"`)
        return `SELECT ${columns.join(', ')} FROM ${table} ORDER BY id`
      })
      .join('; ')
    const asked = { text, types: { getTypeParser: () => (value: string) => value } }
    const answer: unknown = await this.#pool().query(asked)
    const results = (Array.isArray(answer) ? answer : [answer]) as pg.QueryResult<Row>[]
    return new Map(
      tables.map((table, at) => {
        const { rows = [], fields = [] } = results[at] ?? {}
        for (const { name, dataTypeID } of fields)
          if (dataTypeID === booleanType) this.#booleans.add(`${table}.${name}`)
        return [table, new Map(rows.map((row) => [String(row.id), row]))]
      }),
    )
  }
}

const isIn = (shape: Shape, row: Row) => shape.wanted.every(([column, value]) => row[column] === value)

const pick = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))

const parameters = (query: URLSearchParams) =>
  [...query].filter(([name]) => name.startsWith('params[')).map(([, value]) => value)

/** The filters of shapes are equalities, joined by AND. @throws Error for any other. */
function conditions(query: URLSearchParams): (readonly [string, string])[] {
  const where = query.get('where')
  if (!where) return []
  return where.split(' AND ').map((condition) => {
    const [, column, literal, parameter] =
      /^"(\w+)"(?:::text)? = (?:'(true|false)'|\$(\d+))$/.exec(condition) ?? []
    if (column === undefined) throw new Error(`a filter the simulator does not know: ${condition}`)
    if (literal !== undefined) return [column, literal === 'true' ? 't' : 'f']
    return [column, query.get(`params[${parameter}]`) ?? '']
  })
}

function reply(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}
