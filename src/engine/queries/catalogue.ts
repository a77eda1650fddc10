import { and, asc, desc, eq, gte, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { categories, courses } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments } from '../../../drizzle/schema/sqlite/learning.ts'
import { keptCourses, shapeCursors } from '../../../drizzle/schema/sqlite/local.ts'
import { users } from '../../../drizzle/schema/sqlite/people.ts'
import type { catalogueQuery } from '../../shared/contract/api.ts'
import type { CatalogueFacets, CataloguePage, CourseCard } from '../../shared/contract/catalogue-views.ts'
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

type Query = z.output<typeof catalogueQuery>

/** Up to so many matches are gathered and sorted; more are taken from the order's index as they come. */
const sortedAtMost = 5000
const walkedAtOnce = 2000

export function listCatalogue(context: QueryContext, query: Query): CataloguePage {
  const found = query.search ? context.search.courseRows(query.search) : null
  const narrowed = filter(context, query, found === null)
  const wordsAlone = found !== null && narrowed.length === 1
  const among = found && !wordsAlone ? isAmong(found) : undefined
  const total = wordsAlone ? found.length : countOf(context, query, and(...narrowed, among))
  const rows =
    total <= query.offset
      ? []
      : wordsAlone && total > sortedAtMost
        ? walk(context, query, new Set(found))
        : pageOf(context, query, and(...narrowed, found ? isAmong(found) : undefined), total)
  return { total, courses: rows.map((at) => cardAt(context, at)).filter((card) => card !== null) }
}

function countOf({ read }: QueryContext, query: Query, where: SQL | undefined): number {
  const found = read.get<{ count: number }>(
    sql`SELECT count(*) AS count FROM ${courses} ${hasOnlyFilters(query) ? inFilters : sql.empty()} WHERE ${where}`,
  )
  return found.count
}

/** All that is asked stands in one index. SQLite would not always take it by itself: it has no statistics here. */
const inFilters = sql.raw('INDEXED BY courses_filters_idx')
const hasOnlyFilters = ({ search, onDevice, tag }: Query) => !search && !onDevice && !tag

function pageOf({ read }: QueryContext, query: Query, where: SQL | undefined, total: number): number[] {
  // Few of many: walking the whole order to come across them would take longer than sorting them.
  const gather = total <= sortedAtMost && hasOnlyFilters(query)
  return read
    .all<{ row: number }>(
      sql`SELECT ${row} AS row FROM ${courses} ${gather ? inFilters : sql.empty()}
          WHERE ${where} ORDER BY ${sql.join(orders[query.sort], sql`, `)}
          LIMIT ${query.limit} OFFSET ${query.offset}`,
    )
    .map((found) => found.row)
}

/** Many of many: along the order, until the page is full. */
function walk({ read }: QueryContext, query: Query, found: ReadonlySet<number>): number[] {
  const rows: number[] = []
  let passed = 0
  for (let from = 0; rows.length < query.limit; from += walkedAtOnce) {
    const some = read.all<{ row: number }>(
      sql`SELECT ${row} AS row FROM ${courses} WHERE ${eq(courses.published, true)}
          ORDER BY ${sql.join(orders[query.sort], sql`, `)} LIMIT ${walkedAtOnce} OFFSET ${from}`,
    )
    for (const at of some)
      if (found.has(at.row) && passed++ >= query.offset && rows.length < query.limit) rows.push(at.row)
    if (some.length < walkedAtOnce) break
  }
  return rows
}

function isAmong(rows: readonly number[]): SQL {
  return sql`${row} IN (SELECT value FROM json_each(${JSON.stringify(rows)}))`
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

/** @param wordByWord the words have to be looked for in the courses themselves: the index cannot tell. */
function filter(context: QueryContext, query: Query, wordByWord: boolean): (SQL | undefined)[] {
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
    const named = context.search.courseRows(`${query.tag} `)
    if (named) conditions.push(isAmong(named))
    conditions.push(sql`EXISTS (SELECT 1 FROM json_each(${courses.tags}) WHERE value = ${query.tag})`)
  }
  if (query.onDevice)
    conditions.push(inArray(courses.id, context.read.select({ id: keptCourses.courseId }).from(keptCourses)))
  if (query.search && wordByWord)
    for (const word of query.search.trim().split(/\s+/).filter(Boolean)) conditions.push(mentions(word))
  return conditions
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
