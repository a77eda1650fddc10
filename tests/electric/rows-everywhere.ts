import type pg from 'pg'
import { courseId } from '../support/gateway-fixture.ts'

/**
 * Rows in every table that has a named shape, hostile texts and nulls among them. Called with different prefixes before
 * and after a shape is first read, so that both ways of telling a row are seen: out of a snapshot and as a change.
 */
export async function insertEverywhere(pool: pg.Pool, prefix: string): Promise<void> {
  const id = (name: string) => `${prefix}-${name}`
  const hostile = `a & b = "c", {d} \\ 'e' 🌍 \u202eשלום\n${prefix}`
  const run = (text: string, ...values: unknown[]) => pool.query(text, values)
  await run(
    `INSERT INTO categories (id, name, slug, description) VALUES ($1::text, $2::text, $1::text, NULL)`,
    id('category'),
    hostile,
  )
  await run(
    `INSERT INTO users (id, clerk_id, email, name, role, bio)
     VALUES ($1::text, $1::text, $1::text || '@example.org', $2::text, 'INSTRUCTOR', $2::text), ($1::text || '-s', $1::text || '-s', $1::text || '-s@example.org', 'S', 'STUDENT', NULL)`,
    id('user'),
    hostile,
  )
  await run(
    `INSERT INTO instructor_profiles (id, user_id, title, expertise) VALUES ($1::text, $2::text, $3::text, ARRAY[$3::text, '', 'plain'])`,
    id('profile'),
    id('user'),
    hostile,
  )
  await run(
    `INSERT INTO courses (id, title, slug, description, price, tags, instructor_id, category_id, published)
     VALUES ($1::text, $2::text, $1::text, $2::text, 12.50, ARRAY[$2::text], $3::text, 'category', true), ($1::text || '-draft', $2::text, $1::text || '-draft', $2::text, 0, '{}', $3::text, 'category', false)`,
    id('course'),
    hostile,
    id('user'),
  )
  await run(
    `INSERT INTO reviews (id, user_id, course_id, rating, comment) VALUES ($1::text, $2::text, $3::text, 4, $4::text)`,
    id('review'),
    id('user-s'),
    courseId,
    hostile,
  )
  await run(
    `INSERT INTO blogs (id, author_id, title, slug, content, published, published_at)
     VALUES ($1::text, $2::text, $3::text, $1::text, $3::text, true, '2026-08-01 09:05:07.123+00'), ($1::text || '-draft', $2::text, $3::text, $1::text || '-draft', $3::text, false, NULL)`,
    id('blog'),
    id('user'),
    hostile,
  )
  await run(
    `INSERT INTO blog_comments (id, blog_id, user_id, content) VALUES ($1::text, $2::text, $3::text, $4::text)`,
    id('comment'),
    id('blog'),
    id('user-s'),
    hostile,
  )
  await run(
    `INSERT INTO modules (id, title, position, course_id, published) VALUES ($1::text, $2::text, 1, $3::text, true), ($1::text || '-draft', $2::text, 2, $3::text, false)`,
    id('module'),
    hostile,
    courseId,
  )
  await run(
    `INSERT INTO lessons (id, title, content, position, module_id, course_id, published, is_free)
     VALUES ($1::text, $2::text, $2::text, 1, $3::text, '', true, true),
       ($1::text || '-draft', $2::text, NULL, 2, $3::text, '', false, false)`,
    id('lesson'),
    hostile,
    id('module'),
  )
  await run(
    `INSERT INTO resources (id, title, type, url, lesson_id, course_id) VALUES ($1::text, $2::text, 'PDF', 'sheet.pdf', $3::text, '')`,
    id('resource'),
    hostile,
    id('lesson'),
  )
  await run(
    `INSERT INTO quizzes (id, title, type, lesson_id, course_id) VALUES ($1::text, $2::text, 'PRACTICE', $3::text, '')`,
    id('quiz'),
    hostile,
    id('lesson'),
  )
  await run(
    `INSERT INTO questions (id, quiz_id, course_id, quiz_type, text, options, correct_answer, explanation)
     VALUES ($1::text, $2::text, '', 'PRACTICE', $3::text, ARRAY[$3::text, 'b'], $3::text, NULL)`,
    id('question'),
    id('quiz'),
    hostile,
  )
  await run(
    `INSERT INTO media_files (id, course_id, sha256, size_bytes, mime_type, name) VALUES ($1::text, $2::text, $1::text, 4294967296, 'image/png', $3::text)`,
    id('media'),
    courseId,
    hostile,
  )
  await run(
    `INSERT INTO enrollments (id, user_id, course_id) VALUES ($1::text, $2::text, $3::text)`,
    id('enrollment'),
    id('user-s'),
    courseId,
  )
  await run(
    `INSERT INTO quiz_attempts (id, user_id, quiz_id) VALUES ($1::text, $2::text, $3::text)`,
    id('attempt'),
    id('user-s'),
    id('quiz'),
  )
}
