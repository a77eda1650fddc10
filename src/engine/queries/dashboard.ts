import { and, desc, eq, gt, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { orderItems, orders } from '../../../drizzle/schema/sqlite/commerce.ts'
import { categories, courses, lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments, progress } from '../../../drizzle/schema/sqlite/learning.ts'
import { users } from '../../../drizzle/schema/sqlite/people.ts'
import type { DashboardView, Person } from '../../shared/contract/views.ts'
import { readingSeconds } from '../../shared/domain/progress.ts'
import { resumeLesson } from './outline.ts'
import { keepState, type QueryContext } from './query.ts'
import { latestAttempts } from './quiz.ts'

/** The schema document's dashboard query: active enrollments by last access, latest orders, progress statistics. */
export function readDashboard(context: QueryContext, person: Person): DashboardView {
  const { read, userId } = context
  const active = read
    .select({
      enrollment: enrollments,
      course: courses,
      instructorName: users.name,
      categoryName: categories.name,
      categoryColor: categories.color,
    })
    .from(enrollments)
    .innerJoin(courses, eq(courses.id, enrollments.courseId))
    .leftJoin(users, eq(users.id, courses.instructorId))
    .leftJoin(categories, eq(categories.id, courses.categoryId))
    .where(and(eq(enrollments.userId, userId), eq(enrollments.status, 'ACTIVE')))
    .orderBy(desc(enrollments.lastAccessedAt))
    .limit(10)
    .all()
  return {
    person,
    enrollments: active.map(({ enrollment, course, instructorName, categoryName, categoryColor }) => ({
      id: enrollment.id,
      course: {
        id: course.id,
        slug: course.slug,
        title: course.title,
        thumbnail: course.thumbnail,
        instructorName: instructorName ?? '',
        categoryName: categoryName ?? '',
        categoryColor: categoryColor ?? null,
      },
      progressPercent: Number(enrollment.progress),
      ...lessonCounts(context, enrollment.id, course.id),
      lastAccessedAtMs: enrollment.lastAccessedAt,
      device: keepState(context, course.id, course.mediaBytes),
    })),
    continueWith: active[0] ? nextThing(context, active[0].course, active[0].enrollment.lastLessonId) : null,
    orders: latestOrders(context),
    progress: progressStatistics(context),
    attempts: latestAttempts(context, 6),
  }
}

function nextThing(
  context: QueryContext,
  { id: courseId, title: courseTitle }: { id: string; title: string },
  lastLessonId: string | null,
): DashboardView['continueWith'] {
  const lesson = resumeLesson(context, courseId, lastLessonId)
  if (!lesson) return null
  const text = context.read
    .select({ content: lessons.content })
    .from(lessons)
    .where(eq(lessons.id, lesson.id))
    .get()?.content
  const totalSeconds = lesson.videoSeconds ?? (text ? readingSeconds(text) : null)
  return {
    courseId,
    courseTitle,
    lessonId: lesson.id,
    lessonTitle: lesson.title,
    minutesLeft:
      totalSeconds === null ? null : Math.max(1, Math.round((totalSeconds - lesson.watchedSeconds) / 60)),
  }
}

/** Completed and published lessons of an enrollment. */
export function lessonCounts({ read }: QueryContext, enrollmentId: string, courseId: string) {
  const completed = read
    .select({ count: sql<number>`count(*)` })
    .from(progress)
    .where(and(eq(progress.enrollmentId, enrollmentId), eq(progress.completed, true)))
    .get()
  const total = read
    .select({ count: sql<number>`count(*)` })
    .from(lessons)
    .where(and(eq(lessons.courseId, courseId), eq(lessons.published, true)))
    .get()
  return { completedLessons: completed?.count ?? 0, totalLessons: total?.count ?? 0 }
}

function latestOrders({ read, userId }: QueryContext): DashboardView['orders'] {
  const latest = read
    .select()
    .from(orders)
    .where(eq(orders.userId, userId))
    .orderBy(desc(orders.createdAt))
    .limit(5)
    .all()
  const items = read
    .select()
    .from(orderItems)
    .where(
      inArray(
        orderItems.orderId,
        latest.map((order) => order.id),
      ),
    )
    .all()
  return latest.map((order) => ({
    id: order.id,
    orderNumber: order.orderNumber,
    status: order.status,
    total: order.total ?? '0.00',
    currency: order.currency,
    createdAtMs: order.createdAt,
    items: items
      .filter((item) => item.orderId === order.id)
      .map((item) => ({ courseId: item.courseId, title: item.title, price: item.price ?? '0.00' })),
  }))
}

/** All there are less those of others: counting a table costs nothing, and a device holds hardly any of others. */
function progressStatistics({ read, userId }: QueryContext): DashboardView['progress'] {
  const of = (condition: SQL | undefined) =>
    read.select({ count: sql<number>`count(*)` }).from(progress).where(condition).get()?.count ?? 0
  const ofOthers = of(lt(progress.userId, userId)) + of(gt(progress.userId, userId))
  return {
    completedLessons: of(and(eq(progress.userId, userId), eq(progress.completed, true))),
    startedLessons: of(undefined) - ofOthers,
  }
}
