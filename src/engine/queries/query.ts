import { and, eq } from 'drizzle-orm'
import { baseRows, keptCourses, shapeGroups } from '../../../drizzle/schema/sqlite/local.ts'
import type { KeepState } from '../../shared/contract/catalogue-views.ts'
import type { Delivery } from '../../shared/contract/sync-views.ts'
import { keepStateOf } from '../../shared/domain/keep-state.ts'
import type { ReadDb } from '../db/read-db.ts'
import { wantedFilesOf } from './wanted-files.ts'

/** What the index of words knows of courses. */
export interface CourseSearch {
  /** Row numbers of the courses that match; null where the index cannot tell, or there are no words. */
  courseRows(typed: string): number[] | null
  /** The tags most courses have, by name. */
  commonTags(limit: number): string[]
}

/** What a query may know: the person's database and who they are. */
export interface QueryContext {
  read: ReadDb
  /** The index of words. */
  search: CourseSearch
  userId: string
  /** Bytes of a file that have come so far in the download under way. */
  bytesInFlight: (sha256: string) => number
}

/** Whether the centre has a row as it is here. */
export function deliveryOf(read: ReadDb, table: string, id: string): Delivery {
  const waiting = read
    .select({ id: baseRows.rowId })
    .from(baseRows)
    .where(and(eq(baseRows.tableName, table), eq(baseRows.rowId, id)))
    .get()
  return waiting ? 'on this device' : 'received'
}

/** Whether a course's content was received whole. */
export function hasContent(read: ReadDb, courseId: string): boolean {
  const group = read
    .select({ version: shapeGroups.verifiedVersion })
    .from(shapeGroups)
    .where(and(eq(shapeGroups.groupName, 'course'), eq(shapeGroups.courseId, courseId)))
    .get()
  return group !== undefined && group.version !== null
}

/** @param mediaBytes what the catalogue says of the course's size, before its files are known. */
export function keepState(context: QueryContext, courseId: string, mediaBytes: number): KeepState {
  const { read } = context
  const kept = read.select().from(keptCourses).where(eq(keptCourses.courseId, courseId)).get()
  if (!kept)
    return keepStateOf({
      kept: false,
      paused: false,
      error: null,
      contentWhole: false,
      totalBytes: mediaBytes,
      doneBytes: 0,
      missingFiles: 0,
    })
  const files = wantedFilesOf(read, courseId, kept.partial)
  return keepStateOf({
    kept: true,
    paused: kept.paused,
    error: kept.error,
    contentWhole: hasContent(read, courseId),
    totalBytes: Math.max(
      kept.partial ? 0 : mediaBytes,
      files.reduce((sum, file) => sum + file.sizeBytes, 0),
    ),
    doneBytes: files.reduce(
      (sum, file) => sum + (file.here ? file.sizeBytes : context.bytesInFlight(file.sha256)),
      0,
    ),
    missingFiles: files.filter((file) => !file.here).length,
  })
}
