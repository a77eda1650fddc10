import type { ShapeGroup } from '../../shared/contract/shape-definition.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { Tx } from '../db/write-door.ts'
import type { ShapeId, ShapePosition } from './shape-messages.ts'

/** When a group was last found whole, and at which `content_version`; null when it never was. */
export function verifiedGroup(
  sqlite: Sqlite,
  group: ShapeGroup,
  courseId: string,
): { version: number; atMs: number } | null {
  const row = sqlite
    .prepare(
      `SELECT verified_version AS version, verified_at_ms AS atMs FROM shape_groups
       WHERE group_name = ? AND course_id = ?`,
    )
    .get(group, courseId) as { version: number; atMs: number } | undefined
  return row ?? null
}

/** How far a shape is here. `upToDate`: it was once followed to its end. */
export interface Cursor extends ShapePosition {
  upToDate: boolean
}

export function readCursor(sqlite: Sqlite, shape: ShapeId): Cursor | null {
  const row = sqlite
    .prepare(
      'SELECT handle, "offset", up_to_date AS upToDate FROM shape_cursors WHERE name = ? AND course_id = ?',
    )
    .get(shape.name, shape.courseId) as
    | { handle: string | null; offset: string; upToDate: number }
    | undefined
  return row ? { handle: row.handle, offset: row.offset, upToDate: row.upToDate === 1 } : null
}

export function samePosition(sqlite: Sqlite, shape: ShapeId, position: ShapePosition): boolean {
  const cursor = readCursor(sqlite, shape)
  return cursor?.handle === position.handle && cursor.offset === position.offset
}

export function writeCursor(tx: Tx, shape: ShapeId, position: ShapePosition, upToDate: boolean): void {
  tx.sqlite
    .prepare(
      `INSERT OR REPLACE INTO shape_cursors (name, course_id, handle, "offset", up_to_date) VALUES (?, ?, ?, ?, ?)`,
    )
    .run(shape.name, shape.courseId, position.handle, position.offset, Number(upToDate))
}

/** @param version the course's `content_version` the centre compared at. */
export function rememberWhole(
  tx: Tx,
  group: ShapeGroup,
  courseId: string,
  version: number,
  nowMs: number,
): void {
  tx.sqlite
    .prepare(
      `INSERT OR REPLACE INTO shape_groups (group_name, course_id, verified_version, verified_at_ms)
       VALUES (?, ?, ?, ?)`,
    )
    .run(group, courseId, version, nowMs)
  tx.touch('shape_groups')
}

/** A group that was whole is to be compared again, whatever version its course has. */
export function doubtWhole(tx: Tx, group: ShapeGroup, courseId: string): void {
  tx.sqlite
    .prepare(
      'UPDATE shape_groups SET verified_version = -1, verified_at_ms = 0 WHERE group_name = ? AND course_id = ?',
    )
    .run(group, courseId)
}
