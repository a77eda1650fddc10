import { and, eq } from 'drizzle-orm'
import { courses, lessons, modules } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments, progress } from '../../../drizzle/schema/sqlite/learning.ts'
import { coursePercent } from '../../shared/domain/progress.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { ReadDb } from '../db/read-db.ts'
import type { DeviceMutation, MutationContext } from './mutation.ts'

export type Enrollment = typeof enrollments.$inferSelect

export const enroll: DeviceMutation<'enrollment.enroll'> = ({ tx, userId, madeAtMs }, args) => {
  const existing = findEnrollment(tx.read, userId, args.courseId)
  if (existing) {
    if (existing.status === 'CANCELLED') tx.local.update(enrollments, existing.id, { status: 'ACTIVE' })
    return
  }
  if (!tx.read.select({ id: courses.id }).from(courses).where(eq(courses.id, args.courseId)).get())
    throw new AppError('not-found', 'This course is not in the catalogue of this device.')
  tx.local.insert(enrollments, {
    id: args.enrollmentId,
    userId,
    courseId: args.courseId,
    status: 'ACTIVE',
    enrolledAt: madeAtMs,
    lastAccessedAt: madeAtMs,
  })
}

/** The last visit is the place, whatever the clocks say. */
export const visit: DeviceMutation<'enrollment.visit'> = ({ tx, userId, madeAtMs }, args) => {
  const enrollment = findEnrollment(tx.read, userId, args.courseId)
  if (!enrollment) return
  tx.local.update(enrollments, enrollment.id, {
    lastLessonId: args.lessonId,
    lastAccessedAt: Math.max(enrollment.lastAccessedAt, madeAtMs),
  })
}

export function findEnrollment(read: ReadDb, userId: string, courseId: string): Enrollment | undefined {
  return read
    .select()
    .from(enrollments)
    .where(and(eq(enrollments.userId, userId), eq(enrollments.courseId, courseId)))
    .get()
}

/** The person's enrollment in the course a lesson belongs to. */
export function enrollmentOfLesson(
  { tx, userId }: MutationContext,
  lessonId: string,
): Enrollment | undefined {
  const lesson = tx.read
    .select({ courseId: lessons.courseId })
    .from(lessons)
    .where(eq(lessons.id, lessonId))
    .get()
  return lesson && findEnrollment(tx.read, userId, lesson.courseId)
}

/** Computes a course's percentage anew from its lessons on this device. */
export function recomputePercentage({ tx, madeAtMs }: MutationContext, enrollment: Enrollment): void {
  const counted = tx.read
    .select({ lessonId: lessons.id, completed: progress.completed })
    .from(lessons)
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .leftJoin(progress, and(eq(progress.lessonId, lessons.id), eq(progress.enrollmentId, enrollment.id)))
    .where(
      and(
        eq(lessons.courseId, enrollment.courseId),
        eq(lessons.published, true),
        eq(modules.published, true),
      ),
    )
    .all()
  const done = counted.filter((row) => row.completed === true).length
  const finished = counted.length > 0 && done >= counted.length
  tx.local.update(enrollments, enrollment.id, {
    progress: coursePercent(done, counted.length),
    ...(finished ? { completedAt: enrollment.completedAt ?? madeAtMs } : {}),
    ...(finished && enrollment.status === 'ACTIVE' ? { status: 'COMPLETED' } : {}),
  })
}
