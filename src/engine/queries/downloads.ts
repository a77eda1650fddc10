import { asc, eq, sql } from 'drizzle-orm'
import { courses } from '../../../drizzle/schema/sqlite/courses.ts'
import { blobs, keptCourses } from '../../../drizzle/schema/sqlite/local.ts'
import type { DownloadsView } from '../../shared/contract/views.ts'
import { keepState, type QueryContext } from './query.ts'

/** What is kept on this device and what it weighs. */
export function readDownloads(
  context: QueryContext,
  freeBytes: number | null,
  limitBytes: number | null,
): DownloadsView {
  const kept = context.read
    .select({
      courseId: keptCourses.courseId,
      partial: keptCourses.partial,
      title: courses.title,
      slug: courses.slug,
      mediaBytes: courses.mediaBytes,
    })
    .from(keptCourses)
    .leftJoin(courses, eq(courses.id, keptCourses.courseId))
    .orderBy(asc(keptCourses.requestedAtMs))
    .all()
  const used = context.read
    .select({ bytes: sql<number>`coalesce(sum(${blobs.sizeBytes}), 0)` })
    .from(blobs)
    .get()
  return {
    items: kept.map((row) => ({
      courseId: row.courseId,
      title: row.title ?? 'A course that is no longer offered',
      slug: row.slug ?? '',
      partial: row.partial,
      keep: keepState(context, row.courseId, row.mediaBytes ?? 0),
    })),
    usedBytes: used?.bytes ?? 0,
    freeBytes,
    limitBytes,
  }
}
