import { and, asc, desc, eq, gte, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { categories, courses } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments } from '../../../drizzle/schema/sqlite/learning.ts'
import { keptCourses, shapeCursors } from '../../../drizzle/schema/sqlite/local.ts'
import { users } from '../../../drizzle/schema/sqlite/people.ts'
import type { catalogueQuery } from '../../shared/contract/api.ts'
import type { CatalogueFacets, CataloguePage, CourseCard } from '../../shared/contract/views.ts'
import type { ReadDb } from '../db/read-db.ts'
import { keepState, type QueryContext } from './query.ts'

/** The schema document's catalogue listing: featured first, then the most students, then the newest. */
const orders = {
  recommended: [desc(courses.featured), desc(courses.totalStudents), desc(courses.createdAt)],
  newest: [desc(courses.createdAt)],
  rating: [desc(sql`CAST(${courses.averageRating} AS REAL)`), desc(courses.totalReviews)],
  title: [asc(sql`${courses.title} COLLATE NOCASE`)],
}

export function listCatalogue(context: QueryContext, query: z.output<typeof catalogueQuery>): CataloguePage {
  const where = filter(context, query)
  const total =
    context.read.select({ count: sql<number>`count(*)` }).from(courses).where(where).get()?.count ?? 0
  const rows = context.read
    .select({ id: courses.id })
    .from(courses)
    .where(where)
    .orderBy(...orders[query.sort], asc(courses.id))
    .limit(query.limit)
    .offset(query.offset)
    .all()
  return { total, courses: rows.map((row) => courseCard(context, row.id)).filter((card) => card !== null) }
}

export function readFacets({ read }: QueryContext): CatalogueFacets {
  const counts = new Map(
    read
      .select({ categoryId: courses.categoryId, count: sql<number>`count(*)` })
      .from(courses)
      .where(eq(courses.published, true))
      .groupBy(courses.categoryId)
      .all()
      .map((row) => [row.categoryId, row.count]),
  )
  const received = read
    .select({ upToDate: shapeCursors.upToDate })
    .from(shapeCursors)
    .where(eq(shapeCursors.name, 'courses'))
    .get()
  return {
    categories: read
      .select()
      .from(categories)
      .orderBy(asc(categories.name))
      .all()
      .map((row) => ({
        id: row.id,
        name: row.name,
        slug: row.slug,
        color: row.color,
        icon: row.icon,
        parentId: row.parentId,
        courseCount: counts.get(row.id) ?? 0,
      })),
    languages: read
      .selectDistinct({ language: courses.language })
      .from(courses)
      .where(eq(courses.published, true))
      .orderBy(asc(courses.language))
      .all()
      .map((row) => row.language),
    tags: read
      .all<{ tag: string }>(
        sql`SELECT DISTINCT value AS tag FROM courses, json_each(courses.tags) WHERE published ORDER BY tag LIMIT 200`,
      )
      .map((row) => row.tag),
    received: received?.upToDate === true,
  }
}

/** A course as a card, or null when the catalogue does not have it. */
export function courseCard(context: QueryContext, courseId: string): CourseCard | null {
  const row = context.read
    .select({ course: courses, instructor: users, category: categories, enrollment: enrollments })
    .from(courses)
    .leftJoin(users, eq(users.id, courses.instructorId))
    .leftJoin(categories, eq(categories.id, courses.categoryId))
    .leftJoin(enrollments, and(eq(enrollments.courseId, courses.id), eq(enrollments.userId, context.userId)))
    .where(eq(courses.id, courseId))
    .get()
  if (!row) return null
  const { course, instructor, category, enrollment } = row
  const enrolled = enrollment !== null && enrollment.status !== 'CANCELLED'
  return {
    id: course.id,
    title: course.title,
    slug: course.slug,
    shortDescription: course.shortDescription,
    thumbnail: course.thumbnail,
    price: course.price ?? '0.00',
    discountPrice: course.discountPrice,
    currency: course.currency,
    averageRating: course.averageRating,
    totalReviews: course.totalReviews,
    totalStudents: course.totalStudents,
    level: course.level,
    language: course.language,
    durationMinutes: course.duration,
    featured: course.featured,
    instructor: {
      id: course.instructorId,
      name: instructor?.name ?? '',
      avatar: instructor?.avatar ?? null,
    },
    category: {
      id: course.categoryId,
      name: category?.name ?? '',
      slug: category?.slug ?? '',
      color: category?.color ?? null,
    },
    enrolled,
    progressPercent: enrolled ? Number(enrollment.progress) : null,
    device: keepState(context, course.id, course.mediaBytes),
  }
}

function filter(context: QueryContext, query: z.output<typeof catalogueQuery>): SQL | undefined {
  const conditions: (SQL | undefined)[] = [eq(courses.published, true)]
  if (query.categoryId)
    conditions.push(inArray(courses.categoryId, withChildren(context.read, query.categoryId)))
  if (query.level) conditions.push(eq(courses.level, query.level))
  if (query.language) conditions.push(eq(courses.language, query.language))
  if (query.price) {
    const free = sql`CAST(coalesce(${courses.discountPrice}, ${courses.price}) AS REAL) = 0`
    conditions.push(query.price === 'free' ? free : sql`NOT ${free}`)
  }
  if (query.minRating !== undefined)
    conditions.push(gte(sql`CAST(${courses.averageRating} AS REAL)`, query.minRating))
  if (query.tag)
    conditions.push(sql`EXISTS (SELECT 1 FROM json_each(${courses.tags}) WHERE value = ${query.tag})`)
  if (query.onDevice)
    conditions.push(inArray(courses.id, context.read.select({ id: keptCourses.courseId }).from(keptCourses)))
  for (const word of query.search?.trim().split(/\s+/).filter(Boolean) ?? []) conditions.push(mentions(word))
  return and(...conditions)
}

function mentions(word: string): SQL | undefined {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
  const like = (
    column: SQL | typeof courses.title | typeof courses.shortDescription | typeof courses.description,
  ) => sql`${column} LIKE ${pattern} ESCAPE '\\'`
  return or(
    like(courses.title),
    like(courses.shortDescription),
    like(courses.description),
    sql`${courses.tags} LIKE ${pattern} ESCAPE '\\'`,
    sql`${courses.instructorId} IN (SELECT id FROM users WHERE name LIKE ${pattern} ESCAPE '\\')`,
  )
}

function withChildren(read: ReadDb, categoryId: string): string[] {
  return read
    .all<{ id: string }>(
      sql`WITH RECURSIVE below(id) AS (
            SELECT ${categoryId} UNION SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id
          ) SELECT id FROM below`,
    )
    .map((row) => row.id)
}
