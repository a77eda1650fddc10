import type pg from 'pg'
import { migratePostgres } from '../../server/db/migrate.ts'
import { createTestDatabase, type TestDatabase } from './postgres.ts'

/** A migrated database with a small school in it, written in plain SQL as another program would. */
export async function createSmallSchool(): Promise<TestDatabase> {
  const database = await createTestDatabase()
  await migratePostgres(database.url)
  await database.pool.query(SMALL_SCHOOL)
  return database
}

/** Runs the work in one transaction on one connection. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

/** Resolves once some connection to this database waits for a lock another one holds. */
export async function someoneWaits(pool: pg.Pool): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const waiting = await pool.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    if (waiting.rowCount) return
    await new Promise((done) => setTimeout(done, 5))
  }
  throw new Error('nobody came to wait')
}

// Two instructors (ida, ivo), two learners (ann, ben); course git of ida, course sql of ivo; ann learns git.
const SMALL_SCHOOL = `
  INSERT INTO users (id, clerk_id, email, name, role) VALUES
    ('ida', 'k-ida', 'ida@school.test', 'Ida', 'INSTRUCTOR'), ('ivo', 'k-ivo', 'ivo@school.test', 'Ivo', 'INSTRUCTOR'),
    ('ann', 'k-ann', 'ann@school.test', 'Ann', 'STUDENT'), ('ben', 'k-ben', 'ben@school.test', 'Ben', 'STUDENT');
  INSERT INTO instructor_profiles (id, user_id) VALUES ('p-ida', 'ida'), ('p-ivo', 'ivo');
  INSERT INTO student_profiles (id, user_id) VALUES ('s-ann', 'ann');
  INSERT INTO categories (id, name, slug) VALUES ('tools', 'Tools', 'tools'), ('data', 'Data', 'data');
  INSERT INTO courses (id, title, slug, description, price, instructor_id, category_id, published) VALUES
    ('git', 'Version Control with Git', 'git', 'Branches and merges', '40', 'ida', 'tools', true),
    ('sql', 'Asking Databases', 'sql', 'Joins and windows', '60', 'ivo', 'data', true);
  INSERT INTO modules (id, title, position, course_id) VALUES ('m-git', 'Basics', 1, 'git'), ('m-sql', 'Basics', 1, 'sql');
  INSERT INTO lessons (id, title, position, module_id) VALUES
    ('l-commit', 'Commit', 1, 'm-git'), ('l-merge', 'Merge', 2, 'm-git'), ('l-join', 'Join', 1, 'm-sql');
  INSERT INTO resources (id, title, type, url, lesson_id) VALUES ('r-commit', 'Sheet', 'PDF', 'sheet.pdf', 'l-commit');
  INSERT INTO quizzes (id, title, type, lesson_id) VALUES ('q-commit', 'Check', 'GRADED', 'l-commit');
  INSERT INTO questions (id, quiz_id, text, options, correct_answer) VALUES
    ('qu-one', 'q-commit', 'Which?', '{a,b}', 'a'), ('qu-two', 'q-commit', 'Which two?', '{a,b,c}', '["a","b"]');
  INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-ann', 'ann', 'git');
  INSERT INTO progress (id, enrollment_id, lesson_id) VALUES ('pr-ann', 'e-ann', 'l-commit');
  INSERT INTO notes (id, user_id, lesson_id, content) VALUES ('n-ann', 'ann', 'l-commit', 'Remember');
  INSERT INTO quiz_attempts (id, user_id, quiz_id) VALUES ('at-ann', 'ann', 'q-commit');
  INSERT INTO answers (id, attempt_id, question_id, selected_answer) VALUES ('an-one', 'at-ann', 'qu-one', 'a');
  INSERT INTO orders (id, order_number, user_id, subtotal, total) VALUES ('o-ann', 'N-1', 'ann', '40', '35');
  INSERT INTO order_items (id, order_id, course_id, title, price, discount) VALUES ('i-ann', 'o-ann', 'git', 'Git', '40', '5');
`
