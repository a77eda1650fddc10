import { and, asc, eq, inArray, isNull, ne, or } from 'drizzle-orm'
import { lessons, modules } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments, progress, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import type { EnrollmentView, OutlineModule } from '../../shared/contract/catalogue-views.ts'
import { deliveryOf, hasContent, type QueryContext } from './query.ts'

/** A course's published modules and lessons in order, with the person's ticks. Empty when the outline is not here. */
export function readOutline({ read, userId }: QueryContext, courseId: string): OutlineModule[] {
  const rows = read
    .select({ module: modules, lesson: lessons, progress })
    .from(modules)
    .innerJoin(lessons, and(eq(lessons.moduleId, modules.id), eq(lessons.published, true)))
    .leftJoin(progress, and(eq(progress.lessonId, lessons.id), eq(progress.userId, userId)))
    .where(and(eq(modules.courseId, courseId), eq(modules.published, true)))
    .orderBy(asc(modules.position), asc(modules.id), asc(lessons.position), asc(lessons.id))
    .all()
  const quizRows = read
    .select({ id: quizzes.id, title: quizzes.title, type: quizzes.type, lessonId: quizzes.lessonId })
    .from(quizzes)
    .where(eq(quizzes.courseId, courseId))
    .orderBy(asc(quizzes.createdAt), asc(quizzes.id))
    .all()
  const here = hasContent(read, courseId)
  const outline = new Map<string, OutlineModule>()
  for (const { module, lesson, progress: own } of rows) {
    const entry = outline.get(module.id) ?? { id: module.id, title: module.title, lessons: [] }
    outline.set(module.id, entry)
    entry.lessons.push({
      id: lesson.id,
      title: lesson.title,
      type: lesson.type,
      isFree: lesson.isFree,
      videoSeconds: lesson.videoDuration,
      completed: own?.completed ?? false,
      watchedSeconds: own?.watchedSeconds ?? 0,
      onDevice: here || lesson.content !== null,
      quizzes: quizRows
        .filter((quiz) => quiz.lessonId === lesson.id)
        .map(({ id, title, type }) => ({ id, title, type })),
    })
  }
  return [...outline.values()]
}

/**
 * The lesson to go on with: the one opened last while it is not completed, else the first one that is not, else the one
 * opened last, else the first. Asks for that one lesson: a course may have very many.
 */
export function resumeLesson(
  { read, userId }: QueryContext,
  courseId: string,
  lastLessonId: string | null,
): { id: string; title: string; videoSeconds: number | null; watchedSeconds: number } | null {
  const published = and(eq(modules.courseId, courseId), eq(modules.published, true))
  const lesson = () =>
    read
      .select({
        id: lessons.id,
        title: lessons.title,
        videoSeconds: lessons.videoDuration,
        watchedSeconds: progress.watchedSeconds,
      })
      .from(modules)
      .innerJoin(lessons, and(eq(lessons.moduleId, modules.id), eq(lessons.published, true)))
      .leftJoin(progress, and(eq(progress.lessonId, lessons.id), eq(progress.userId, userId)))
  const last = lastLessonId === null ? undefined : eq(lessons.id, lastLessonId)
  const open = or(isNull(progress.completed), ne(progress.completed, true))
  const wishes = [
    last && and(published, last, open),
    and(published, open),
    last && and(published, last),
    published,
  ]
  for (const wish of wishes) {
    const found =
      wish &&
      lesson()
        .where(wish)
        .orderBy(asc(modules.position), asc(modules.id), asc(lessons.position), asc(lessons.id))
        .limit(1)
        .get()
    if (found) return { ...found, watchedSeconds: found.watchedSeconds ?? 0 }
  }
  return null
}

export function enrollmentView({ read, userId }: QueryContext, courseId: string): EnrollmentView | null {
  const row = read
    .select()
    .from(enrollments)
    .where(
      and(
        eq(enrollments.userId, userId),
        eq(enrollments.courseId, courseId),
        inArray(enrollments.status, ['ACTIVE', 'COMPLETED']),
      ),
    )
    .get()
  return row
    ? {
        id: row.id,
        status: row.status,
        progressPercent: Number(row.progress),
        lastLessonId: row.lastLessonId,
        enrolledAtMs: row.enrolledAt,
        completedAtMs: row.completedAt,
        lastAccessedAtMs: row.lastAccessedAt,
        delivery: deliveryOf(read, 'enrollments', row.id),
      }
    : null
}
