import type pg from 'pg'
import { migratePostgres } from '../../server/db/migrate.ts'
import { createTestDatabase, type TestDatabase } from './postgres.ts'

/**
 * A migrated database of the size plans are judged on: 10,000 courses (one in ten a draft, one in fifty featured) by
 * 500 instructors in 40 categories, 4,000 learners with 20,000 enrollments, 20,000 orders, 40,000 lessons' progress.
 */
export async function createLargeSchool(): Promise<TestDatabase> {
  const database = await createTestDatabase()
  await migratePostgres(database.url)
  await fill(database.pool)
  return database
}

async function fill(pool: pg.Pool): Promise<void> {
  await pool.query(LARGE_SCHOOL)
  await pool.query('VACUUM ANALYZE') // as autovacuum would have done; index-only scans need the visibility map
}

const LARGE_SCHOOL = `
  INSERT INTO users (id, clerk_id, email, name, role)
  SELECT 'u' || n, 'k' || n, 'u' || n || '@school.test', 'Person ' || n,
    CASE WHEN n <= 500 THEN 'INSTRUCTOR'::user_role WHEN n <= 503 THEN 'ADMIN' ELSE 'STUDENT' END
  FROM generate_series(1, 4503) n;
  INSERT INTO categories (id, name, slug) SELECT 'g' || n, 'Category ' || n, 'category-' || n FROM generate_series(1, 40) n;
  INSERT INTO courses (id, title, slug, description, price, level, instructor_id, category_id, published, featured,
    total_students, created_at)
  SELECT 'c' || n, 'Course ' || n, 'course-' || n,
    'Lessons on subject' || (n % 1000) || '. ' || repeat('Plain words that fill a page of text. ', 12), 20 + n % 80,
    (ARRAY['BEGINNER', 'INTERMEDIATE', 'ADVANCED'])[1 + n % 3]::course_level, 'u' || (1 + n % 500), 'g' || (1 + n % 40),
    n % 10 <> 0, n % 50 = 7, n * 7919 % 5000, timestamptz '2025-01-01' + n * interval '1 hour'
  FROM generate_series(1, 10000) n;
  INSERT INTO modules (id, title, position, course_id) SELECT 'm' || n, 'Module', 1, 'c' || n FROM generate_series(1, 2000) n;
  INSERT INTO lessons (id, title, position, module_id)
  SELECT 'l' || n, 'Lesson', n % 5, 'm' || (1 + n % 2000) FROM generate_series(1, 10000) n;
  INSERT INTO quizzes (id, title, lesson_id) SELECT 'q' || n, 'Quiz', 'l' || n FROM generate_series(1, 2000) n;
  INSERT INTO questions (id, quiz_id, text, correct_answer)
  SELECT 'qu' || n, 'q' || (1 + n % 2000), 'Which?', 'a' FROM generate_series(1, 6000) n;
  INSERT INTO enrollments (id, user_id, course_id, status, last_accessed_at)
  SELECT 'e' || n, 'u' || (504 + n % 4000), 'c' || (1 + (n * 13 + n / 4000 * 7) % 2000),
    CASE n / 4000 WHEN 4 THEN 'COMPLETED'::enrollment_status ELSE 'ACTIVE' END, timestamptz '2026-01-01' + n * interval '1 minute'
  FROM generate_series(0, 19999) n ON CONFLICT DO NOTHING;
  INSERT INTO progress (id, enrollment_id, lesson_id, completed)
  SELECT 'pr' || row_number() OVER (), e.id, l.id, l.position < 2
  FROM enrollments e JOIN lessons l ON l.course_id = e.course_id LIMIT 40000;
  INSERT INTO orders (id, order_number, user_id, subtotal, total, status, created_at)
  SELECT 'o' || n, 'N' || n, 'u' || (504 + n % 4000), 30, 30,
    (ARRAY['PENDING', 'COMPLETED', 'COMPLETED', 'COMPLETED', 'REFUNDED'])[1 + n % 5]::order_status,
    timestamptz '2026-01-01' + n * interval '1 minute'
  FROM generate_series(0, 19999) n;
  INSERT INTO order_items (id, order_id, course_id, title, price)
  SELECT 'i' || n, 'o' || n, 'c' || (1 + n % 10000), 'Course', 30 FROM generate_series(0, 19999) n;
  INSERT INTO reviews (id, user_id, course_id, rating, comment)
  SELECT 'r' || n, 'u' || (504 + n % 4000), 'c' || (1 + n % 2000), 1 + n % 5, 'Fine' FROM generate_series(1, 6000) n
  ON CONFLICT DO NOTHING;
`
