import { boundFilter, isShapeName, type ShapeName, shapes } from '../../shared/contract/shapes.ts'
import { personalTables } from '../../shared/contract/wire.ts'
import { type MirrorTable, mirrorTable } from '../db/mirror.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { RawRow } from '../db/row-store.ts'
import type { Tx } from '../db/write-door.ts'
import { readState } from '../outbox/device-state.ts'
import { isPersonalTable } from './personal-rows.ts'
import { doubtWhole } from './shape-cursors.ts'
import type { ChangeMessage, ShapeId } from './shape-messages.ts'

/**
 * Applies changes of a shape in their order. Once a pull has come, the person's own rows come by pulls alone, which are
 * exact: a shape that is behind would make them old again, or bring back what they deleted. `isFirst`: nothing of the shape
 * is likely to be here yet.
 */
export function applyMessages(
  tx: Tx,
  shape: ShapeId,
  messages: readonly ChangeMessage[],
  userId: string,
  isFirst = false,
): void {
  const table = mirrorTable(shapes[shape.name].table)
  const overlay = onlyAdds(shape.name)
  let inserts: ChangeMessage['value'][] = []
  const flush = () => {
    if (overlay) tx.confirmed.overlayWire(table, inserts)
    else tx.confirmed.upsertWire(table, inserts, isFirst)
    inserts = []
  }
  const returning = deletedAndBack(messages)
  const ownAreHere = isPersonalTable(table.name) && readState(tx.sqlite, 'cursor') !== null
  for (const message of messages) {
    const { headers, value } = message
    if (ownAreHere && tellsOfOwn(tx, table, message, userId)) continue
    if (headers.operation === 'insert') {
      inserts.push(value)
      continue
    }
    if (returning.has(message)) continue
    flush()
    if (headers.operation === 'update') tx.confirmed.overlayWire(table, [value])
    // A first fetch retells the past: what left the shape long ago may be here again through another one.
    else leaveShape(tx, shape, table, value.id ?? '', userId, isFirst ? 'dropped' : 'left')
  }
  flush()
  if (messages.length > 0) tx.touch(table.name)
}

/**
 * Applies a part of a shape's first fetch, batch by batch, so that no more of it than that is in memory; from the first
 * change on that is no new row, what comes is applied together: a deletion may be taken back.
 */
export function applyFirst(
  tx: Tx,
  shape: ShapeId,
  batches: Iterable<readonly ChangeMessage[]>,
  userId: string,
): void {
  const together: ChangeMessage[] = []
  for (const batch of batches) {
    if (together.length === 0 && batch.every(({ headers }) => headers.operation === 'insert'))
      applyMessages(tx, shape, batch, userId, true)
    else for (const message of batch) together.push(message)
  }
  applyMessages(tx, shape, together, userId, true)
}

/**
 * The deletions that a later message about the same row takes back (a lesson unpublished and published again). They are
 * passed over: the row would lose what only other shapes carry of it, and those may have told their part already.
 */
function deletedAndBack(messages: readonly ChangeMessage[]): ReadonlySet<ChangeMessage> {
  const deletions = new Set<ChangeMessage>()
  if (!messages.some(({ headers }) => headers.operation === 'delete')) return deletions
  const later = new Set<string | null | undefined>()
  for (const message of messages.toReversed()) {
    if (message.headers.operation === 'delete' && later.has(message.value.id)) deletions.add(message)
    later.add(message.value.id)
  }
  return deletions
}

/** Rows that match a shape's filter now, by id. */
export function idsInShape(sqlite: Sqlite, shape: ShapeId): string[] {
  const { sql, values } = filterSql(shape)
  const { table } = shapes[shape.name]
  return (sqlite.prepare(`SELECT id FROM ${table} WHERE ${sql}`).all(...values) as { id: string }[]).map(
    (row) => row.id,
  )
}

/** Whether any row matches a shape's filter now: a large course need not be read for that. */
export function holdsRows(sqlite: Sqlite, shape: ShapeId): boolean {
  const { sql, values } = filterSql(shape)
  const { table } = shapes[shape.name]
  return sqlite.prepare(`SELECT 1 FROM ${table} WHERE ${sql} LIMIT 1`).get(...values) !== undefined
}

/** A shape's filter as SQL over the mirror. */
export function filterSql(shape: ShapeId): { sql: string; values: (string | number)[] } {
  const filter = Object.entries(boundFilter(shape.name, { courseId: shape.courseId }))
  return {
    sql: filter.map(([column]) => `"${column}" = ?`).join(' AND ') || 'true',
    values: filter.map(([, value]) => (typeof value === 'boolean' ? Number(value) : value)),
  }
}

/**
 * A row is no longer in a shape: the centre says so (`left`), or this device no longer follows the shape (`dropped`). It
 * goes, unless it is the person's own or another shape on this device still has it; then only what nobody else carries
 * is cleared (the key of a question whose quiz is graded now).
 *
 * A row that left does not match the shape's filter any more, whatever its columns here still say; so a shape whose
 * filter asks for the same and more (the outline's `published`) does not have it either.
 */
export function leaveShape(
  tx: Tx,
  shape: ShapeId,
  table: MirrorTable,
  id: string,
  userId: string,
  why: 'left' | 'dropped',
): void {
  const row = tx.confirmed.find(table, id)
  if (!row) return
  const holders = activeShapes(tx.sqlite).filter(
    (other) =>
      shapes[other.name].table === table.name &&
      (other.name !== shape.name || other.courseId !== shape.courseId) &&
      matches(other, row),
  )
  const alsoLeft = why === 'left' ? holders.filter((other) => asksForAll(other, shape)) : []
  const others = holders.filter((other) => !alsoLeft.includes(other))
  // Unless the one that let it go was behind (a lesson unpublished and published again): then they miss what they brought.
  for (const { name, courseId } of alsoLeft) doubtWhole(tx, shapes[name].group, courseId)
  if (isOwn(table.name, row, userId)) return
  if (others.every((other) => onlyAdds(other.name))) {
    tx.confirmed.remove(table, id)
    return
  }
  const stillCarried = new Set<string>(others.flatMap((other) => [...shapes[other.name].columns]))
  const cleared: RawRow = {}
  for (const name of shapes[shape.name].columns) {
    const column = table.byName.get(name)
    if (column?.nullable && !stillCarried.has(name)) cleared[name] = null
  }
  tx.confirmed.update(table, id, cleared)
}

export function activeShapes(sqlite: Sqlite): ShapeId[] {
  const rows = sqlite.prepare('SELECT name, course_id AS courseId FROM shape_cursors').all() as {
    name: string
    courseId: string
  }[]
  return rows.filter((row): row is ShapeId => isShapeName(row.name))
}

/** A shape that lacks columns a row cannot be without (practice keys) only adds to rows other shapes bring. */
export function onlyAdds(name: ShapeName): boolean {
  const carried: readonly string[] = shapes[name].columns
  const { columns } = mirrorTable(shapes[name].table)
  return columns.some((column) => column.required && !carried.includes(column.name))
}

function matches(shape: ShapeId, row: RawRow): boolean {
  return Object.entries(boundFilter(shape.name, { courseId: shape.courseId })).every(
    ([column, value]) => row[column] === (typeof value === 'boolean' ? Number(value) : value),
  )
}

/** Whether the filter of one shape contains every condition of another's. */
function asksForAll(shape: ShapeId, other: ShapeId): boolean {
  const conditions = boundFilter(shape.name, { courseId: shape.courseId })
  return Object.entries(boundFilter(other.name, { courseId: other.courseId })).every(
    ([column, value]) => conditions[column] === value,
  )
}

/** Whether a change is of a row of the person's own. An update need not say whose it is. */
function tellsOfOwn(tx: Tx, table: MirrorTable, { headers, value }: ChangeMessage, userId: string): boolean {
  if (headers.operation === 'delete') return false
  if (isOwn(table.name, value, userId)) return true
  const present = headers.operation === 'update' ? tx.confirmed.find(table, value.id ?? '') : undefined
  return present !== undefined && isOwn(table.name, present, userId)
}

function isOwn(table: string, row: RawRow, userId: string): boolean {
  return isPersonalTable(table) && personalTables[table].some((column) => row[column] === userId)
}
