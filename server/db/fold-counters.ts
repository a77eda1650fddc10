import type pg from 'pg'
import { readCommitted } from './read-committed.ts'

/** How many rows got a new value. */
export interface FoldedCounters {
  courses: number
  instructors: number
  categories: number
}

/** Any constant: one gateway folds at a time, the others have nothing to do. */
const LOCK = 7_241_002

/**
 * Recomputes the counters of the courses, instructors and categories that moved since the last time (marked by
 * triggers in `counter_changes`, whoever the writer was), writing only rows whose value differs.
 *
 * Nothing is missed: a mark commits with the change it stands for, so a mark that can be consumed here stands for a
 * change the later statements can see (READ COMMITTED: each sees at least what the one before saw). A change that
 * commits in between is counted at once and its mark folds again, to the same value.
 *
 * Students are enrollments not cancelled; an instructor's or a category's are different people over its published
 * courses. Revenue is price minus discount of the items of completed orders.
 * @returns zeros when another fold is running; its marks stay for the next one.
 */
export function foldCounters(pool: pg.Pool): Promise<FoldedCounters> {
  return readCommitted(pool, fold)
}

async function fold(client: pg.PoolClient): Promise<FoldedCounters> {
  const nothing = { courses: 0, instructors: 0, categories: 0 }
  const lock = await client.query<{ ours: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS ours', [LOCK])
  if (!lock.rows[0]?.ours) return nothing
  const moved = await client.query<Moved>(TAKE_MARKS)
  const marks = moved.rows[0]
  if (!marks || marks.marks === 0) return nothing
  // in the order of their ids, as the triggers that bump content_version lock them
  await client.query('SELECT 1 FROM courses WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE', [
    marks.courses,
  ])
  const courses = await client.query(FOLD_COURSES, [marks.courses])
  const instructors = await client.query(FOLD_INSTRUCTORS, [marks.courses, marks.instructors])
  const categories = await client.query(FOLD_CATEGORIES, [marks.courses, marks.categories])
  return {
    courses: courses.rowCount ?? 0,
    instructors: instructors.rowCount ?? 0,
    categories: categories.rowCount ?? 0,
  }
}

interface Moved {
  marks: number
  courses: string[]
  instructors: string[]
  categories: string[]
}

const TAKE_MARKS = `
  WITH taken AS (DELETE FROM counter_changes RETURNING course_id, instructor_id, category_id)
  SELECT count(*)::integer AS marks,
    coalesce(array_agg(DISTINCT course_id) FILTER (WHERE course_id IS NOT NULL), '{}') AS courses,
    coalesce(array_agg(DISTINCT instructor_id) FILTER (WHERE instructor_id IS NOT NULL), '{}') AS instructors,
    coalesce(array_agg(DISTINCT category_id) FILTER (WHERE category_id IS NOT NULL), '{}') AS categories
  FROM taken`

// The greatest amount numeric(10, 2) holds: a counter at its end must not stop the folding of all the others.
const MOST_MONEY = '99999999.99'

const FOLD_COURSES = `
  UPDATE courses SET total_students = f.students, total_reviews = f.reviews, average_rating = f.rating,
    total_revenue = f.revenue
  FROM (
    SELECT c.id,
      (SELECT count(*)::integer FROM enrollments e WHERE e.course_id = c.id AND e.status <> 'CANCELLED') AS students,
      r.reviews, r.rating, s.revenue
    FROM courses c,
      LATERAL (
        SELECT count(*)::integer AS reviews, coalesce(round(avg(rating), 1), 0) AS rating
        FROM reviews WHERE course_id = c.id
      ) r,
      LATERAL (
        SELECT least(coalesce(sum(i.price - i.discount), 0), ${MOST_MONEY}) AS revenue
        FROM order_items i JOIN orders o ON o.id = i.order_id
        WHERE i.course_id = c.id AND o.status = 'COMPLETED'
      ) s
    WHERE c.id = ANY ($1)
  ) f
  WHERE courses.id = f.id
    AND (courses.total_students, courses.total_reviews, courses.average_rating, courses.total_revenue)
      IS DISTINCT FROM (f.students, f.reviews, f.rating, f.revenue)`

const FOLD_INSTRUCTORS = `
  UPDATE instructor_profiles p SET total_courses = f.courses, total_students = f.students,
    average_rating = f.rating, total_revenue = f.revenue
  FROM (
    SELECT p.id, t.courses, t.students, t.rating, t.revenue
    FROM instructor_profiles p,
      LATERAL (
        SELECT
          (SELECT count(*)::integer FROM courses c WHERE c.instructor_id = p.user_id AND c.published) AS courses,
          (
            SELECT count(DISTINCT e.user_id)::integer FROM courses c JOIN enrollments e ON e.course_id = c.id
            WHERE c.instructor_id = p.user_id AND c.published AND e.status <> 'CANCELLED'
          ) AS students,
          (
            SELECT coalesce(round(avg(r.rating), 1), 0) FROM courses c JOIN reviews r ON r.course_id = c.id
            WHERE c.instructor_id = p.user_id AND c.published
          ) AS rating,
          (
            SELECT least(coalesce(sum(c.total_revenue), 0), ${MOST_MONEY}) FROM courses c
            WHERE c.instructor_id = p.user_id
          ) AS revenue
      ) t
    WHERE p.user_id = ANY ($2) OR p.user_id IN (SELECT instructor_id FROM courses WHERE id = ANY ($1))
  ) f
  WHERE p.id = f.id
    AND (p.total_courses, p.total_students, p.average_rating, p.total_revenue)
      IS DISTINCT FROM (f.courses, f.students, f.rating, f.revenue)`

const FOLD_CATEGORIES = `
  UPDATE categories SET total_courses = f.courses, total_students = f.students
  FROM (
    SELECT g.id,
      (SELECT count(*)::integer FROM courses c WHERE c.category_id = g.id AND c.published) AS courses,
      (
        SELECT count(DISTINCT e.user_id)::integer FROM courses c JOIN enrollments e ON e.course_id = c.id
        WHERE c.category_id = g.id AND c.published AND e.status <> 'CANCELLED'
      ) AS students
    FROM categories g
    WHERE g.id = ANY ($2) OR g.id IN (SELECT category_id FROM courses WHERE id = ANY ($1))
  ) f
  WHERE categories.id = f.id
    AND (categories.total_courses, categories.total_students) IS DISTINCT FROM (f.courses, f.students)`
