import { z } from 'zod'
import { mirrorTable } from '../../src/engine/db/mirror.ts'
import { fromWire } from '../../src/engine/db/wire-values.ts'
import { boundFilter, type ShapeName, shapes } from '../../src/shared/contract/shapes.ts'
import { courseId, type GatewayFixture, type Subject } from '../support/gateway-fixture.ts'

type Row = Record<string, unknown>

const message = z.looseObject({
  key: z.string().optional(),
  value: z.record(z.string(), z.string().nullable()).optional(),
  headers: z.looseObject({ operation: z.enum(['insert', 'update', 'delete']).optional() }),
})

/** A reader of one named shape by plain requests through the gateway, as somebody. It keeps what it was given. */
export class ShapeReader {
  readonly rows = new Map<string, Record<string, string | null>>()
  readonly #gateway: GatewayFixture
  readonly #name: ShapeName
  readonly #subject: Subject
  #position: { offset: string; handle: string | null } = { offset: '-1', handle: null }
  /** A log that is gone: a cache on the way may still have its beginning. */
  #expired: string | null = null

  constructor(gateway: GatewayFixture, name: ShapeName, subject: Subject) {
    this.#gateway = gateway
    this.#name = name
    this.#subject = subject
  }

  /** Reads on to the end of the log. A log that is gone is begun anew. */
  async toEnd(): Promise<void> {
    for (let upToDate = false; !upToDate; ) {
      const query = new URLSearchParams(needsCourse(this.#name) ? { courseId } : {})
      query.set('offset', this.#position.offset)
      if (this.#position.handle) query.set('handle', this.#position.handle)
      if (this.#expired) query.set('expired_handle', this.#expired)
      const response = await this.#gateway.ask(`/v1/shapes/${this.#name}?${query}`, this.#subject)
      const body: unknown = await response.json()
      if (response.status === 409) {
        this.rows.clear()
        this.#expired = this.#position.handle
        this.#position = { offset: '-1', handle: null }
        continue
      }
      if (response.status !== 200)
        throw new Error(`${this.#name}: status ${response.status}: ${JSON.stringify(body)}`)
      for (const { value, headers } of z.array(message).parse(body)) this.#apply(headers.operation, value)
      this.#position = {
        offset: response.headers.get('electric-offset') ?? '',
        handle: response.headers.get('electric-handle'),
      }
      upToDate = response.headers.has('electric-up-to-date')
    }
  }

  /** What it was given, as the values a device keeps, by id. */
  values(): Row[] {
    return [...this.rows.values()].map((row) => valuesOf(this.#name, row)).sort(byId)
  }

  #apply(operation: string | undefined, value: Record<string, string | null> = {}): void {
    const id = value.id ?? ''
    if (operation === 'insert') this.rows.set(id, value)
    else if (operation === 'update') this.rows.set(id, { ...this.rows.get(id), ...value })
    else if (operation === 'delete') this.rows.delete(id)
  }
}

/** What the centre has of a shape: columns and rows as the contract says, as the values a device keeps, by id. */
export async function shapeAtCentre(gateway: GatewayFixture, name: ShapeName): Promise<Row[]> {
  const filter = Object.entries(boundFilter(name, { courseId }))
  const where = filter.map(([column], at) => `"${column}"::text = $${at + 1}`).join(' AND ') || 'true'
  const { rows } = await gateway.database.pool.query<Record<string, string | null>>({
    text: `SELECT ${shapes[name].columns.map((column) => `"${column}"`).join(', ')} FROM ${shapes[name].table} WHERE ${where}`,
    values: filter.map(([, value]) => String(value)),
    types: { getTypeParser: () => (value: string) => value },
  })
  return rows.map((row) => valuesOf(name, row)).sort(byId)
}

function needsCourse(name: ShapeName): boolean {
  return Object.values(shapes[name].filter).some((value) => typeof value === 'object')
}

function valuesOf(name: ShapeName, row: Record<string, string | null>): Row {
  const { byName } = mirrorTable(shapes[name].table)
  return Object.fromEntries(
    Object.entries(row).map(([column, text]) => [column, fromWire(byName.get(column)?.kind ?? 'text', text)]),
  )
}

function byId(left: Row, right: Row): number {
  return String(left.id) < String(right.id) ? -1 : 1
}
