import { and, asc, desc, eq, gte, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { categories, courses } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments } from '../../../drizzle/schema/sqlite/learning.ts'
import { keptCourses, shapeCursors } from '../../../drizzle/schema/sqlite/local.ts'
import { users } from '../../../drizzle/schema/sqlite/people.ts'
import type { catalogueQuery } from '../../shared/contract/api.ts'
import type { CatalogueFacets, CataloguePage, CourseCard } from '../../shared/contract/views.ts'
import { preparedQuery } from '../db/prepared-query.ts'
import type { ReadDb } from '../db/read-db.ts'
import { keepState, type QueryContext } from './query.ts'

const row = sql<number>`${courses}.rowid`

/**
 * The schema document's catalogue listing: featured first, then the most students, then the newest. Each order is an index
 * from end to end (rows that are equal come by their number), so that every page is reached without sorting.
 */
const orders = {
  recommended: [desc(courses.featured), desc(courses.totalStudents), desc(courses.createdAt), desc(row)],
  newest: [desc(courses.createdAt), desc(row)],
  rating: [desc(courses.averageRating), desc(courses.totalReviews), desc(row)],
  title: [asc(sql`${courses.title} COLLATE NOCASE`), asc(row)],
}

export function listCatalogue(context: QueryContext, query: z.output<typeof catalogueQuery>): CataloguePage {
  const where = filter(context, query)
  const total =
    context.read.select({ count: sql<number>`count(*)` }).from(courses).where(where).get()?.count ?? 0
  const rows = context.read
    .select({ row })
    .from(courses)
    .where(where)
    .orderBy(...orders[query.sort])
    .limit(query.limit)
    .offset(query.offset)
    .all()
  return { total, courses: rows.map((found) => cardAt(context, found.row)).filter((card) => card !== null) }
}

export function readFacets({ read, search }: QueryContext): CatalogueFacets {
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
    tags: search.commonTags(200),
    received: received?.upToDate === true,
  }
}

const cardQuery = (by: SQL) =>
  preparedQuery((read) =>
    read
      .select({ course: courses, instructor: users, category: categories, enrollment: enrollments })
      .from(courses)
      .leftJoin(users, eq(users.id, courses.instructorId))
      .leftJoin(categories, eq(categories.id, courses.categoryId))
      .leftJoin(
        enrollments,
        and(eq(enrollments.courseId, courses.id), eq(enrollments.userId, sql.placeholder('userId'))),
      )
      .where(by)
      .prepare(),
  )
const cardById = cardQuery(eq(courses.id, sql.placeholder('course')))
const cardByRow = cardQuery(eq(row, sql.placeholder('course')))
type CardRow = ReturnType<ReturnType<typeof cardById>['get']>

/** A course as a card, or null when the catalogue does not have it. */
export function courseCard(context: QueryContext, courseId: string): CourseCard | null {
  return cardOf(context, cardById(context.read).get({ course: courseId, userId: context.userId }))
}

function cardAt(context: QueryContext, courseRow: number): CourseCard | null {
  return cardOf(context, cardByRow(context.read).get({ course: courseRow, userId: context.userId }))
}

function cardOf(context: QueryContext, found: CardRow): CourseCard | null {
  if (!found) return null
  const { course, instructor, category, enrollment } = found
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
    // Kept as text of one digit and decimals, which is in the order of its numbers.
    conditions.push(gte(courses.averageRating, String(query.minRating)))
  if (query.tag) {
    conditions.push(mentioned(context, `${query.tag} `))
    conditions.push(sql`EXISTS (SELECT 1 FROM json_each(${courses.tags}) WHERE value = ${query.tag})`)
  }
  if (query.onDevice)
    conditions.push(inArray(courses.id, context.read.select({ id: keptCourses.courseId }).from(keptCourses)))
  if (query.search) {
    const found = mentioned(context, query.search)
    if (found) conditions.push(found)
    else for (const word of query.search.trim().split(/\s+/).filter(Boolean)) conditions.push(mentions(word))
  }
  return and(...conditions)
}

/** The courses the index of words names; undefined where it cannot tell (yet). */
function mentioned({ search }: QueryContext, text: string): SQL | undefined {
  const rows = search.courseRows(text)
  return rows === null ? undefined : sql`${row} IN (SELECT value FROM json_each(${JSON.stringify(rows)}))`
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
