import { filesNamedIn, lessonNeedsFile } from '../../shared/domain/lesson-files.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { Tx } from '../db/write-door.ts'

/** Files wanted on this device: `k` a kept course, `f` a file of it. Of a course kept in part, what its lessons need. */
export const wantedFiles = `kept_courses k JOIN media_files f ON f.course_id = k.course_id
  AND (NOT k.partial OR f.sha256 IN (SELECT sha256 FROM kept_files WHERE course_id = k.course_id))`

/** Wants a course, or more lessons of it. A course that is kept whole stays so. A pause and an error are over. */
export function want(tx: Tx, courseId: string, lessonIds: readonly string[] | null, nowMs: number): void {
  const known = keptAs(tx.sqlite, courseId)
  const partial = lessonIds !== null && (known?.partial ?? true)
  tx.sqlite
    .prepare(
      `INSERT INTO kept_courses (course_id, partial, paused, error, requested_at_ms) VALUES (?, ?, 0, NULL, ?)
       ON CONFLICT (course_id) DO UPDATE SET partial = excluded.partial, paused = 0, error = NULL`,
    )
    .run(courseId, partial ? 1 : 0, nowMs)
  tx.touch('kept_courses')
  if (!partial) {
    tx.sqlite.prepare('DELETE FROM kept_lessons WHERE course_id = ?').run(courseId)
  } else {
    const insert = tx.sqlite.prepare(
      'INSERT OR IGNORE INTO kept_lessons (course_id, lesson_id) VALUES (?, ?)',
    )
    for (const lessonId of lessonIds ?? []) insert.run(courseId, lessonId)
  }
  findFiles(tx, courseId)
}

/** Wants some lessons no more; of a course kept whole, all the others remain. The lessons' text stays with the course. */
export function unwant(tx: Tx, courseId: string, lessonIds: readonly string[]): void {
  const known = keptAs(tx.sqlite, courseId)
  if (!known) return
  if (!known.partial) {
    tx.sqlite
      .prepare(
        `INSERT OR IGNORE INTO kept_lessons (course_id, lesson_id) SELECT course_id, id FROM lessons WHERE course_id = ?`,
      )
      .run(courseId)
    tx.sqlite.prepare('UPDATE kept_courses SET partial = 1 WHERE course_id = ?').run(courseId)
  }
  const remove = tx.sqlite.prepare('DELETE FROM kept_lessons WHERE course_id = ? AND lesson_id = ?')
  for (const lessonId of lessonIds) remove.run(courseId, lessonId)
  tx.touch('kept_courses')
  findFiles(tx, courseId)
}

/**
 * Finds anew which files the wanted lessons of a course need: their own, and those their text, their video and their
 * resources name, as a picture may stand in several lessons.
 * @returns whether that is another answer than before.
 */
export function findFiles(tx: Tx, courseId: string): boolean {
  const files = keptAs(tx.sqlite, courseId)?.partial ? filesOfLessons(tx.sqlite, courseId) : []
  const before = tx.sqlite
    .prepare('SELECT sha256 FROM kept_files WHERE course_id = ? ORDER BY sha256')
    .pluck()
    .all(courseId)
  if (JSON.stringify(before) === JSON.stringify(files)) return false
  tx.sqlite.prepare('DELETE FROM kept_files WHERE course_id = ?').run(courseId)
  const insert = tx.sqlite.prepare('INSERT INTO kept_files (course_id, sha256) VALUES (?, ?)')
  for (const sha256 of files) insert.run(courseId, sha256)
  tx.touch('kept_courses')
  return true
}

function filesOfLessons(sqlite: Sqlite, courseId: string): string[] {
  const files = sqlite
    .prepare('SELECT sha256, lesson_id AS lessonId FROM media_files WHERE course_id = ?')
    .all(courseId) as { sha256: string; lessonId: string | null }[]
  const rows = sqlite
    .prepare(
      `SELECT l.id, coalesce(l.content, '') || ' ' || coalesce(l.video_url, '') || ' ' ||
         coalesce((SELECT group_concat(url, ' ') FROM resources WHERE lesson_id = l.id), '') AS text
       FROM kept_lessons k JOIN lessons l ON l.id = k.lesson_id WHERE k.course_id = ?`,
    )
    .all(courseId) as { id: string; text: string }[]
  const lessons = rows.map(({ id, text }) => ({ id, names: filesNamedIn(text) }))
  // What belongs to no lesson (the course's cover) belongs to all of them.
  const found = files.filter(
    (file) => file.lessonId === null || lessons.some((lesson) => lessonNeedsFile(lesson, file)),
  )
  return [...new Set(found.map(({ sha256 }) => sha256))].sort()
}

function keptAs(sqlite: Sqlite, courseId: string): { partial: 0 | 1 } | undefined {
  return sqlite.prepare('SELECT partial FROM kept_courses WHERE course_id = ?').get(courseId) as
    | { partial: 0 | 1 }
    | undefined
}
