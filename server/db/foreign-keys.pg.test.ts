import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../tests/support/postgres.ts'
import { migratePostgres } from './migrate.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await migratePostgres(database.url)
})
afterAll(() => database.drop())

/**
 * As the schema document says, and by its default where it says nothing: a needed parent stays, an optional one is let
 * go. Attempts and answers restrict their quiz and question too, by triggers: see quiz-versions.pg.test.ts. Notes outlive their
 * lesson, by triggers: see notes-outlive-lessons.pg.test.ts.
 */
const RULES = {
  cascade: [
    'answers.attempt_id → quiz_attempts',
    'blog_comments.blog_id → blogs',
    'blog_comments.user_id → users',
    'cart.course_id → courses',
    'cart.user_id → users',
    'deleted_notes.user_id → users',
    'instructor_profiles.user_id → users',
    'lessons.module_id → modules',
    'media_files.course_id → courses',
    'messages.receiver_id → users',
    'messages.sender_id → users',
    'modules.course_id → courses',
    'notes.user_id → users',
    'order_items.order_id → orders',
    'progress.enrollment_id → enrollments',
    'progress.lesson_id → lessons',
    'question_reviews.user_id → users',
    'questions.quiz_id → quizzes',
    'quizzes.lesson_id → lessons',
    'resources.lesson_id → lessons',
    'reviews.course_id → courses',
    'reviews.user_id → users',
    'student_profiles.user_id → users',
    'study_sessions.user_id → users',
    'sync_clients.user_id → users',
    'sync_conflicts.user_id → users',
    'sync_rejections.user_id → users',
    'sync_requests.client_id → sync_clients',
    'wishlist.course_id → courses',
    'wishlist.user_id → users',
  ],
  restrict: [
    'blogs.author_id → users',
    'course_analytics.course_id → courses',
    'courses.category_id → categories',
    'courses.instructor_id → users',
    'enrollments.course_id → courses',
    'enrollments.user_id → users',
    'order_items.course_id → courses',
    'orders.user_id → users',
    'quiz_attempts.user_id → users',
  ],
  'set null': [
    'blog_comments.parent_id → blog_comments',
    'categories.parent_id → categories',
    'media_files.lesson_id → lessons',
    'messages.course_id → courses',
    'notes.enrollment_id → enrollments',
    'orders.coupon_id → coupons',
  ],
}

it('every foreign key does what the document says when its parent goes', async () => {
  const found = await database.pool.query(`
    SELECT CASE confdeltype WHEN 'c' THEN 'cascade' WHEN 'r' THEN 'restrict' WHEN 'n' THEN 'set null' END AS rule,
      conrelid::regclass || '.' || attname || ' → ' || confrelid::regclass AS key
    FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'`)
  const rules = Object.fromEntries(Object.keys(RULES).map((rule) => [rule, [] as string[]]))
  for (const { rule, key } of found.rows) rules[rule]?.push(key)
  for (const keys of Object.values(rules)) keys.sort()
  expect(rules).toEqual(RULES)
})

it.each([0, 6, -1])('refuses a rating of %i', async (rating) => {
  await database.pool.query(`
    INSERT INTO users (id, clerk_id, email, name) VALUES ('u', 'k', 'u@school.test', 'U') ON CONFLICT DO NOTHING;
    INSERT INTO categories (id, name, slug) VALUES ('g', 'G', 'g') ON CONFLICT DO NOTHING;
    INSERT INTO courses (id, title, slug, description, price, instructor_id, category_id)
    VALUES ('c', 'C', 'c', 'C', 1, 'u', 'g') ON CONFLICT DO NOTHING`)
  await expect(
    database.pool.query(
      `INSERT INTO reviews (id, user_id, course_id, rating, comment) VALUES ('r', 'u', 'c', $1, 'x')`,
      [rating],
    ),
  ).rejects.toThrow(/reviews_rating_check/)
})
