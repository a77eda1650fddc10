import { and, eq } from 'drizzle-orm'
import { enrollments } from '../../../drizzle/schema/sqlite/learning.ts'
import { keptCourses } from '../../../drizzle/schema/sqlite/local.ts'
import type { QueryContext } from './query.ts'

/** Courses a person learns in or keeps, each with whether they want all of it or only the lessons they chose. */
export function learningToKeep({ read, userId }: QueryContext): { courseId: string; partial: boolean }[] {
  const kept = read
    .select({ courseId: keptCourses.courseId, partial: keptCourses.partial })
    .from(keptCourses)
    .all()
  const learning = read
    .select({ courseId: enrollments.courseId })
    .from(enrollments)
    .where(and(eq(enrollments.userId, userId), eq(enrollments.status, 'ACTIVE')))
    .all()
  const missing = learning.filter(({ courseId }) => !kept.some((course) => course.courseId === courseId))
  return [...missing.map(({ courseId }) => ({ courseId, partial: false })), ...kept]
}
