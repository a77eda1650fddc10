import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation } from '../mutation-context.ts'

/** Enrolls. Somebody who is enrolled already, by another device or the web, is asked nothing. */
export const enroll: CentreMutation<'enrollment.enroll'> = async ({ client, caller, madeAtMs }, args) => {
  const { rows } = await client.query<{
    free: boolean
    bought: boolean
    published: boolean
    enrolled: boolean
  }>({
    name: 'enroll-may',
    text: `SELECT c.published, coalesce(c.discount_price, c.price) = 0 AS free,
             EXISTS (SELECT 1 FROM order_items i JOIN orders o ON o.id = i.order_id
                     WHERE o.user_id = $1 AND o.status = 'COMPLETED' AND i.course_id = c.id) AS bought,
             EXISTS (SELECT 1 FROM enrollments e
                     WHERE e.user_id = $1 AND e.course_id = c.id AND e.status <> 'CANCELLED') AS enrolled
           FROM courses c WHERE c.id = $2`,
    values: [caller.userId, args.courseId],
  })
  const course = rows[0]
  if (course?.enrolled) return
  if (!course?.published) throw new AppError('not-found', 'This course is no longer offered.')
  if (!course.free && !course.bought && caller.role !== 'ADMIN')
    throw new AppError('forbidden', 'This course has to be bought before you can enroll.')
  await client.query({
    name: 'enroll',
    text: `INSERT INTO enrollments (id, user_id, course_id, enrolled_at, last_accessed_at)
           VALUES ($1, $2, $3, to_timestamp($4 / 1000.0), to_timestamp($4 / 1000.0))
           ON CONFLICT (user_id, course_id) DO UPDATE SET status = 'ACTIVE' WHERE enrollments.status = 'CANCELLED'`,
    values: [args.enrollmentId, caller.userId, args.courseId, madeAtMs],
  })
}

/** The place of the visit that arrives last is where "continue" leads. A lesson that is gone is no place. */
export const visit: CentreMutation<'enrollment.visit'> = async ({ client, caller, madeAtMs }, args) => {
  const { rowCount } = await client.query({
    name: 'visit',
    text: `UPDATE enrollments e SET
             last_lesson_id = coalesce((SELECT id FROM lessons WHERE id = $3 AND course_id = $2), e.last_lesson_id),
             last_accessed_at = greatest(e.last_accessed_at, to_timestamp($4 / 1000.0)),
             total_watch_time = (SELECT coalesce(sum(watched_seconds), 0) FROM progress WHERE enrollment_id = e.id)
           WHERE e.user_id = $1 AND e.course_id = $2`,
    values: [caller.userId, args.courseId, args.lessonId, madeAtMs],
  })
  if (rowCount === 0) throw new AppError('forbidden', 'You are not enrolled in the course of this lesson.')
}
