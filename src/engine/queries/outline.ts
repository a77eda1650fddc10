import { and, asc, eq, inArray } from 'drizzle-orm'
import { lessons, modules } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments, progress, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import type { EnrollmentView, OutlineModule } from '../../shared/contract/views.ts'
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
