import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { reviews } from '../../drizzle/schema/community.ts'
import { categories, courses } from '../../drizzle/schema/courses.ts'
import { enrollments } from '../../drizzle/schema/learning.ts'
import { users } from '../../drizzle/schema/people.ts'

export interface CourseFilters {
  categoryId?: string
  instructorId?: string
  level?: (typeof courses.level.enumValues)[number]
  language?: string
  featured?: boolean
  /** Words as a person types them into a search box; quotes and a leading minus work. */
  search?: string
  /** How many at most. */
  limit: number
  /** How many to pass over. */
  offset: number
}

export type CourseWithDetails = Awaited<ReturnType<typeof getCoursesWithDetails>>[number]

/**
 * A page of the published catalogue: featured first, then by students, then the newest.
 * Amounts are exact decimal strings; `_count` is counted now, unlike the folded `totalStudents`.
 */
export async function getCoursesWithDetails(pool: pg.Pool, filters: CourseFilters) {
  return drizzle(pool)
    .select({
      id: courses.id,
      title: courses.title,
      slug: courses.slug,
      thumbnail: courses.thumbnail,
      price: courses.price,
      discountPrice: courses.discountPrice,
      averageRating: courses.averageRating,
      totalStudents: courses.totalStudents,
      level: courses.level,
      instructor: { id: users.id, name: users.name, avatar: users.avatar },
      category: { id: categories.id, name: categories.name, slug: categories.slug },
      _count: {
        enrollments: sql<number>`(select count(*)::integer from ${enrollments} where ${enrollments.courseId} = ${courses.id})`,
        reviews: sql<number>`(select count(*)::integer from ${reviews} where ${reviews.courseId} = ${courses.id})`,
      },
    })
    .from(courses)
    .innerJoin(users, eq(users.id, courses.instructorId))
    .innerJoin(categories, eq(categories.id, courses.categoryId))
    .where(and(...conditions(filters)))
    .orderBy(desc(courses.featured), desc(courses.totalStudents), desc(courses.createdAt), asc(courses.id))
    .limit(filters.limit)
    .offset(filters.offset)
}

/** The same expression as `idx_courses_search`, or the index would not be used. */
const searchable = sql`to_tsvector('english', ${courses.title} || ' ' || ${courses.description})`

function conditions(filters: CourseFilters): SQL[] {
  // literally `true`: a parameter would keep a generic plan from using the partial indexes
  const found = [sql`${courses.published} = true`]
  if (filters.categoryId !== undefined) found.push(eq(courses.categoryId, filters.categoryId))
  if (filters.instructorId !== undefined) found.push(eq(courses.instructorId, filters.instructorId))
  if (filters.level !== undefined) found.push(eq(courses.level, filters.level))
  if (filters.language !== undefined) found.push(eq(courses.language, filters.language))
  if (filters.featured !== undefined)
    found.push(filters.featured ? sql`${courses.featured} = true` : sql`${courses.featured} = false`)
  if (filters.search !== undefined)
    found.push(sql`${searchable} @@ websearch_to_tsquery('english', ${filters.search})`)
  return found
}
