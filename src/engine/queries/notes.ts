import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { courses, lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { notes } from '../../../drizzle/schema/sqlite/learning.ts'
import { baseRows } from '../../../drizzle/schema/sqlite/local.ts'
import type { NoteView } from '../../shared/contract/views.ts'
import type { QueryContext } from './query.ts'

/** The person's notes, the latest first. `search` finds all its words anywhere in the text. */
export function listNotes(
  { read, userId }: QueryContext,
  filter: { courseId?: string | undefined; lessonId?: string | undefined; search?: string | undefined },
): NoteView[] {
  const conditions: SQL[] = [eq(notes.userId, userId)]
  if (filter.courseId) conditions.push(eq(notes.courseId, filter.courseId))
  if (filter.lessonId) conditions.push(eq(notes.lessonId, filter.lessonId))
  for (const word of filter.search?.trim().split(/\s+/).filter(Boolean) ?? [])
    conditions.push(sql`${notes.content} LIKE ${`%${word.replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`)
  return read
    .select({
      note: notes,
      lessonTitle: lessons.title,
      courseTitle: courses.title,
      waiting: baseRows.rowId,
    })
    .from(notes)
    .leftJoin(lessons, eq(lessons.id, notes.lessonId))
    .leftJoin(courses, eq(courses.id, notes.courseId))
    .leftJoin(baseRows, and(eq(baseRows.tableName, 'notes'), eq(baseRows.rowId, notes.id)))
    .where(and(...conditions))
    .orderBy(desc(notes.updatedAt), desc(notes.id))
    .all()
    .map(({ note, lessonTitle, courseTitle, waiting }) => ({
      id: note.id,
      lessonId: note.lessonId,
      lessonTitle: lessonTitle ?? note.lessonTitle ?? 'A lesson that is not on this device',
      lessonGone: lessonTitle === null && note.lessonTitle !== null,
      courseId: note.courseId,
      courseTitle: courseTitle ?? note.courseTitle ?? 'A course that is not on this device',
      content: note.content,
      videoSecond: note.videoSecond,
      createdAtMs: note.createdAt,
      updatedAtMs: note.updatedAt,
      delivery: waiting === null ? 'received' : 'on this device',
    }))
}
