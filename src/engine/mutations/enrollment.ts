import { and, count, eq, sql } from 'drizzle-orm'
import { courses, lessons, modules } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments, progress } from '../../../drizzle/schema/sqlite/learning.ts'
import { coursePercent } from '../../shared/domain/progress.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { preparedQuery } from '../db/prepared-query.ts'
import type { ReadDb } from '../db/read-db.ts'
import type { Tx } from '../db/write-door.ts'
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

const enrollmentQuery = preparedQuery((read) =>
  read
    .select()
    .from(enrollments)
    .where(
      and(
        eq(enrollments.userId, sql.placeholder('userId')),
        eq(enrollments.courseId, sql.placeholder('courseId')),
      ),
    )
    .prepare(),
)

export function findEnrollment(read: ReadDb, userId: string, courseId: string): Enrollment | undefined {
  return enrollmentQuery(read).get({ userId, courseId })
}

const courseOfLessonQuery = preparedQuery((read) =>
  read
    .select({ courseId: lessons.courseId })
    .from(lessons)
    .where(eq(lessons.id, sql.placeholder('lessonId')))
    .prepare(),
)

/** The course of a lesson; undefined where the lesson is not on this device. */
export function courseOfLesson(read: ReadDb, lessonId: string): string | undefined {
  return courseOfLessonQuery(read).get({ lessonId })?.courseId
}

/** The person's enrollment in the course a lesson belongs to. */
export function enrollmentOfLesson(
  { tx, userId }: MutationContext,
  lessonId: string,
): Enrollment | undefined {
  const courseId = courseOfLesson(tx.read, lessonId)
  return courseId === undefined ? undefined : findEnrollment(tx.read, userId, courseId)
}

/** From the modules on: counted in an index of lessons, which a large course would make slow to read. */
const lessonsOfCourse = preparedQuery((read) =>
  read
    .select({ lessons: count() })
    .from(modules)
    .innerJoin(lessons, eq(lessons.moduleId, modules.id))
    .where(
      and(
        eq(modules.courseId, sql.placeholder('courseId')),
        eq(modules.published, true),
        eq(lessons.published, true),
      ),
    )
    .prepare(),
)

/** Lessons counted in a transaction: no mutation adds or removes one, and a rebase asks again for each that waits. */
const countedIn = new WeakMap<Tx, Map<string, number>>()

function countLessons(tx: Tx, courseId: string): number {
  const counted = countedIn.get(tx) ?? new Map<string, number>()
  countedIn.set(tx, counted)
  const known = counted.get(courseId) ?? lessonsOfCourse(tx.read).get({ courseId })?.lessons ?? 0
  counted.set(courseId, known)
  return known
}

const completedLessons = preparedQuery((read) =>
  read
    .select({ lessons: count() })
    .from(progress)
    .innerJoin(lessons, eq(lessons.id, progress.lessonId))
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .where(
      and(
        eq(progress.enrollmentId, sql.placeholder('enrollmentId')),
        eq(progress.completed, true),
        eq(lessons.courseId, sql.placeholder('courseId')),
        eq(lessons.published, true),
        eq(modules.published, true),
      ),
    )
    .prepare(),
)

/** Computes a course's percentage anew from its lessons on this device. */
export function recomputePercentage({ tx, madeAtMs }: MutationContext, enrollment: Enrollment): void {
  const { id: enrollmentId, courseId } = enrollment
  const all = countLessons(tx, courseId)
  const done = completedLessons(tx.read).get({ enrollmentId, courseId })?.lessons ?? 0
  const finished = all > 0 && done >= all
  tx.local.update(enrollments, enrollment.id, {
    progress: coursePercent(done, all),
    ...(finished ? { completedAt: enrollment.completedAt ?? madeAtMs } : {}),
    ...(finished && enrollment.status === 'ACTIVE' ? { status: 'COMPLETED' } : {}),
  })
}
