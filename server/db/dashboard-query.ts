import { and, count, desc, eq, getTableColumns, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { orderItems, orders } from '../../drizzle/schema/commerce.ts'
import { courses } from '../../drizzle/schema/courses.ts'
import { enrollments, progress } from '../../drizzle/schema/learning.ts'
import { users } from '../../drizzle/schema/people.ts'

const RECENT_ENROLLMENTS = 10
const RECENT_ORDERS = 5

export type UserDashboardData = Awaited<ReturnType<typeof getUserDashboardData>>

/**
 * What a person's dashboard shows, of one instant: the ten active enrollments last opened, with their courses; the five
 * latest orders, with their items; and how many lessons are completed and not (`completed` of which none exist are absent).
 */
export async function getUserDashboardData(pool: pg.Pool, userId: string) {
  return drizzle(pool).transaction(
    async (tx) => {
      const active = await tx
        .select({
          enrollment: getTableColumns(enrollments),
          course: { id: courses.id, title: courses.title, thumbnail: courses.thumbnail },
          instructor: { name: users.name },
        })
        .from(enrollments)
        .innerJoin(courses, eq(courses.id, enrollments.courseId))
        .innerJoin(users, eq(users.id, courses.instructorId))
        .where(and(eq(enrollments.userId, userId), eq(enrollments.status, 'ACTIVE')))
        .orderBy(desc(enrollments.lastAccessedAt))
        .limit(RECENT_ENROLLMENTS)
      const recent = await tx
        .select()
        .from(orders)
        .where(eq(orders.userId, userId))
        .orderBy(desc(orders.createdAt))
        .limit(RECENT_ORDERS)
      const items = await tx
        .select({
          ...getTableColumns(orderItems),
          course: { title: courses.title, thumbnail: courses.thumbnail },
        })
        .from(orderItems)
        .innerJoin(courses, eq(courses.id, orderItems.courseId))
        .where(
          inArray(
            orderItems.orderId,
            recent.map((order) => order.id),
          ),
        )
        .orderBy(orderItems.id)
      const lessons = await tx
        .select({ completed: progress.completed, _count: count() })
        .from(progress)
        .innerJoin(enrollments, eq(enrollments.id, progress.enrollmentId))
        .where(eq(enrollments.userId, userId))
        .groupBy(progress.completed)
      return {
        enrollments: active.map(({ enrollment, course, instructor }) => ({
          ...enrollment,
          course: { ...course, instructor },
        })),
        orders: recent.map((order) => ({
          ...order,
          items: items.filter((item) => item.orderId === order.id),
        })),
        progress: lessons,
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}
