import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool, inTransaction, someoneWaits } from '../../tests/support/small-school.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())

async function one<T = Record<string, unknown>>(query: string, values: unknown[] = []): Promise<T> {
  const found = await school.pool.query(query, values)
  return found.rows[0]
}

describe('columns copied from the parent', () => {
  it('are filled whatever the writer leaves out', async () => {
    const found = await one(`
      SELECT (SELECT course_id FROM lessons WHERE id = 'l-commit') AS lesson,
        (SELECT course_id FROM resources WHERE id = 'r-commit') AS resource,
        (SELECT course_id FROM quizzes WHERE id = 'q-commit') AS quiz,
        (SELECT course_id || ' ' || quiz_type FROM questions WHERE id = 'qu-one') AS question,
        (SELECT course_id FROM quiz_attempts WHERE id = 'at-ann') AS attempt,
        (SELECT course_id FROM notes WHERE id = 'n-ann') AS note,
        (SELECT user_id FROM progress WHERE id = 'pr-ann') AS progress,
        (SELECT user_id FROM answers WHERE id = 'an-one') AS answer,
        (SELECT user_id FROM order_items WHERE id = 'i-ann') AS item`)
    expect(found).toEqual({
      lesson: 'git',
      resource: 'git',
      quiz: 'git',
      question: 'git GRADED',
      attempt: 'git',
      note: 'git',
      progress: 'ann',
      answer: 'ann',
      item: 'ann',
    })
  })

  it('are kept whatever the writer claims', async () => {
    await school.pool.query(`
      INSERT INTO lessons (id, title, position, module_id, course_id) VALUES ('l-lie', 'Lie', 9, 'm-git', 'sql');
      UPDATE lessons SET course_id = 'sql' WHERE id = 'l-commit';
      UPDATE questions SET quiz_type = 'PRACTICE', course_id = 'sql' WHERE id = 'qu-one';
      UPDATE progress SET user_id = 'ben' WHERE id = 'pr-ann';
      UPDATE answers SET user_id = 'ben' WHERE id = 'an-one';
      UPDATE order_items SET user_id = 'ben' WHERE id = 'i-ann';
      UPDATE notes SET course_id = 'sql' WHERE id = 'n-ann';
      UPDATE quiz_attempts SET course_id = 'sql' WHERE id = 'at-ann'`)
    const wrong = await school.pool.query(`
      SELECT id FROM lessons WHERE id IN ('l-lie', 'l-commit') AND course_id <> 'git'
      UNION ALL SELECT id FROM questions WHERE course_id <> 'git' OR quiz_type <> 'GRADED'
      UNION ALL SELECT id FROM progress WHERE user_id <> 'ann' UNION ALL SELECT id FROM answers WHERE user_id <> 'ann'
      UNION ALL SELECT id FROM order_items WHERE user_id <> 'ann' UNION ALL SELECT id FROM notes WHERE course_id <> 'git'
      UNION ALL SELECT id FROM quiz_attempts WHERE course_id <> 'git'`)
    expect(wrong.rows).toEqual([])
    await school.pool.query(`DELETE FROM lessons WHERE id = 'l-lie'`)
  })

  it('leave a missing parent to the foreign key, which says what is wrong', async () => {
    await expect(
      school.pool.query(
        `INSERT INTO lessons (id, title, position, module_id) VALUES ('x', 'X', 1, 'nowhere')`,
      ),
    ).rejects.toThrow(/foreign key constraint "lessons_module_id_modules_id_fk"/)
    await expect(
      school.pool.query(
        `INSERT INTO questions (id, quiz_id, text, correct_answer) VALUES ('x', 'nowhere', 'X', 'x')`,
      ),
    ).rejects.toThrow(/foreign key constraint/)
  })

  it('follow a module to another course, all the way down, and both courses show it', async () => {
    const before = await one<Record<string, number>>(VERSIONS)
    await school.pool.query(`UPDATE modules SET course_id = 'sql' WHERE id = 'm-git'`)
    const stale = await school.pool.query(`
      SELECT id FROM lessons WHERE course_id = 'git' UNION ALL SELECT id FROM resources WHERE course_id = 'git'
      UNION ALL SELECT id FROM quizzes WHERE course_id = 'git' UNION ALL SELECT id FROM questions WHERE course_id = 'git'
      UNION ALL SELECT id FROM notes WHERE course_id = 'git' UNION ALL SELECT id FROM quiz_attempts WHERE course_id = 'git'`)
    expect(stale.rows).toEqual([])
    const after = await one<Record<string, number>>(VERSIONS)
    expect(after.git).toBeGreaterThan(before.git ?? Number.NaN)
    expect(after.sql).toBeGreaterThan(before.sql ?? Number.NaN)
    await school.pool.query(`UPDATE modules SET course_id = 'git' WHERE id = 'm-git'`)
  })

  it('follow a lesson to a module of another course', async () => {
    await school.pool.query(`UPDATE lessons SET module_id = 'm-sql' WHERE id = 'l-commit'`)
    expect(await one(`SELECT course_id FROM questions WHERE id = 'qu-one'`)).toEqual({ course_id: 'sql' })
    await school.pool.query(`UPDATE lessons SET module_id = 'm-git' WHERE id = 'l-commit'`)
    expect(await one(`SELECT course_id FROM questions WHERE id = 'qu-one'`)).toEqual({ course_id: 'git' })
  })

  it('follow a quiz that changes its type', async () => {
    await school.pool.query(`UPDATE quizzes SET type = 'FINAL_EXAM' WHERE id = 'q-commit'`)
    const types = await school.pool.query(
      `SELECT DISTINCT quiz_type FROM questions WHERE quiz_id = 'q-commit'`,
    )
    expect(types.rows).toEqual([{ quiz_type: 'FINAL_EXAM' }])
    await school.pool.query(`UPDATE quizzes SET type = 'GRADED' WHERE id = 'q-commit'`)
  })

  it('follow an enrollment, an attempt and an order to another person', async () => {
    await school.pool.query(`
      UPDATE enrollments SET user_id = 'ben' WHERE id = 'e-ann';
      UPDATE quiz_attempts SET user_id = 'ben' WHERE id = 'at-ann';
      UPDATE orders SET user_id = 'ben' WHERE id = 'o-ann'`)
    const owners = await one(`
      SELECT (SELECT user_id FROM progress WHERE id = 'pr-ann') AS progress,
        (SELECT user_id FROM answers WHERE id = 'an-one') AS answer,
        (SELECT user_id FROM order_items WHERE id = 'i-ann') AS item`)
    expect(owners).toEqual({ progress: 'ben', answer: 'ben', item: 'ben' })
    await school.pool.query(`
      UPDATE enrollments SET user_id = 'ann' WHERE id = 'e-ann';
      UPDATE quiz_attempts SET user_id = 'ann' WHERE id = 'at-ann';
      UPDATE orders SET user_id = 'ann' WHERE id = 'o-ann'`)
  })

  it.each([
    [
      `UPDATE modules SET course_id = 'sql' WHERE id = 'm-git'`,
      `INSERT INTO lessons (id, title, position, module_id) VALUES ('l-late', 'Late', 9, 'm-git')`,
      `SELECT course_id AS now FROM lessons WHERE id = 'l-late'`,
      'sql',
    ],
    [
      `UPDATE quizzes SET type = 'FINAL_EXAM' WHERE id = 'q-commit'`,
      `INSERT INTO questions (id, quiz_id, text, correct_answer) VALUES ('qu-late', 'q-commit', 'Late?', 'a')`,
      `SELECT quiz_type AS now FROM questions WHERE id = 'qu-late'`,
      'FINAL_EXAM',
    ],
    [
      `UPDATE enrollments SET user_id = 'ben' WHERE id = 'e-ann'`,
      `INSERT INTO progress (id, enrollment_id, lesson_id) VALUES ('pr-late', 'e-ann', 'l-merge')`,
      `SELECT user_id AS now FROM progress WHERE id = 'pr-late'`,
      'ben',
    ],
  ])('are right whichever of %s and %s comes first', async (move, add, read, expected) => {
    for (const [first, second] of [
      [move, add],
      [add, move],
    ] as const) {
      const one = await school.pool.connect()
      const other = await school.pool.connect()
      try {
        await one.query('BEGIN')
        await other.query('BEGIN')
        await one.query(first)
        const waiting = other.query(second)
        await someoneWaits(school.pool)
        await one.query('COMMIT')
        await waiting
        await other.query('COMMIT')
      } finally {
        one.release()
        other.release()
      }
      const { rows } = await school.pool.query(read)
      expect(rows).toEqual([{ now: expected }])
      await school.pool.query(`
        UPDATE modules SET course_id = 'git' WHERE id = 'm-git'; UPDATE quizzes SET type = 'GRADED';
        UPDATE enrollments SET user_id = 'ann' WHERE id = 'e-ann'; DELETE FROM lessons WHERE id = 'l-late';
        DELETE FROM questions WHERE id = 'qu-late'; DELETE FROM progress WHERE id = 'pr-late'`)
    }
  })

  it('are right with six writers adding lessons while two move the module to and fro', async () => {
    await school.pool.query(
      `INSERT INTO modules (id, title, position, course_id) VALUES ('m-busy', 'Busy', 5, 'git')`,
    )
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let round = 0; round < 12; round++)
          await inTransaction(school.pool, async (client) => {
            if (writer % 4 === 0)
              await client.query(`UPDATE modules SET course_id = $1 WHERE id = 'm-busy'`, [
                round % 2 ? 'git' : 'sql',
              ])
            else
              await client.query(
                `INSERT INTO lessons (id, title, position, module_id) VALUES ($1, 'Busy', 1, 'm-busy')`,
                [`l-busy-${writer}-${round}`],
              )
          })
      }),
    )
    const lessons = await one(`
      SELECT count(*)::int AS lessons, count(*) FILTER (WHERE l.course_id <> m.course_id)::int AS wrong
      FROM lessons l JOIN modules m ON m.id = l.module_id WHERE m.id = 'm-busy'`)
    expect(lessons).toEqual({ lessons: 72, wrong: 0 })
    await school.pool.query(`DELETE FROM modules WHERE id = 'm-busy'`)
  })
})

describe('multiple_answers', () => {
  it.each([
    ['MULTIPLE_CHOICE', '["a","b"]', true],
    ['MULTIPLE_CHOICE', '  ["a", "b"]', true],
    ['MULTIPLE_CHOICE', '["a"]', false],
    ['MULTIPLE_CHOICE', 'a', false],
    ['MULTIPLE_CHOICE', '[a, b', false],
    ['MULTIPLE_CHOICE', '["\\u0000","b"]', false],
    ['FILL_IN_BLANK', '["a","b"]', false],
    ['ESSAY', '', false],
  ])('of %s with key %s is %s', async (type, key, expected) => {
    await school.pool.query(
      `INSERT INTO questions (id, quiz_id, text, type, correct_answer, multiple_answers)
       VALUES ('qu-x', 'q-commit', 'X', $1, $2, $3)`,
      [type, key, !expected],
    )
    expect(await one(`SELECT multiple_answers FROM questions WHERE id = 'qu-x'`)).toEqual({
      multiple_answers: expected,
    })
    await school.pool.query(`DELETE FROM questions WHERE id = 'qu-x'`)
  })

  it('follows an edit of the key', async () => {
    await school.pool.query(`UPDATE questions SET correct_answer = 'a' WHERE id = 'qu-two'`)
    expect(await one(`SELECT multiple_answers FROM questions WHERE id = 'qu-two'`)).toEqual({
      multiple_answers: false,
    })
    await school.pool.query(`UPDATE questions SET correct_answer = '["a","b"]' WHERE id = 'qu-two'`)
  })
})

describe('updated_at', () => {
  const OLD = '2001-01-01T00:00:00.000Z'
  const read = async (table: string, id: string) =>
    (await one<{ at: Date }>(`SELECT updated_at AS at FROM ${table} WHERE id = $1`, [id])).at.toISOString()

  beforeEach(async () => {
    await school.pool.query(`
      UPDATE courses SET updated_at = '${OLD}'; UPDATE notes SET updated_at = '${OLD}';
      UPDATE instructor_profiles SET updated_at = '${OLD}'`)
  })

  it('moves with a change of any writer', async () => {
    await school.pool.query(`UPDATE notes SET content = content || '!' WHERE id = 'n-ann'`)
    await school.pool.query(`UPDATE courses SET title = 'Git' WHERE id = 'git'`)
    expect(await read('notes', 'n-ann')).not.toBe(OLD)
    expect(await read('courses', 'git')).not.toBe(OLD)
  })

  it('stays where the writer sets it', async () => {
    await school.pool.query(
      `UPDATE notes SET content = 'x', updated_at = '2020-02-02T00:00:00Z' WHERE id = 'n-ann'`,
    )
    expect(await read('notes', 'n-ann')).toBe('2020-02-02T00:00:00.000Z')
  })

  it('does not move when nothing changes, nor with what the centre derives or folds', async () => {
    await school.pool.query(`UPDATE notes SET content = content WHERE id = 'n-ann'`)
    await school.pool.query(`UPDATE lessons SET title = title || '.' WHERE id = 'l-commit'`)
    await school.pool.query(`UPDATE courses SET total_students = 7, average_rating = 4.5 WHERE id = 'git'`)
    await school.pool.query(`UPDATE instructor_profiles SET total_students = 7 WHERE id = 'p-ida'`)
    expect(await read('notes', 'n-ann')).toBe(OLD)
    expect(await read('courses', 'git')).toBe(OLD)
    expect(await read('instructor_profiles', 'p-ida')).toBe(OLD)
  })
})

describe('content_version and media_bytes', () => {
  const versions = () => one<{ git: number; sql: number; git_bytes: number; sql_bytes: number }>(VERSIONS)
  const moved = async (statement: string) => {
    const before = await versions()
    await school.pool.query(statement)
    const after = await versions()
    return [after.git - before.git, after.sql - before.sql]
  }

  it.each([
    [
      `INSERT INTO modules (id, title, position, course_id) VALUES ('m-x', 'X', 7, 'git'), ('m-y', 'Y', 8, 'git')`,
      1,
      0,
    ],
    [`UPDATE modules SET title = title || '.' WHERE id IN ('m-x', 'm-y', 'm-sql')`, 1, 1],
    [`UPDATE modules SET title = title`, 0, 0],
    [`UPDATE modules SET title = 'no one' WHERE id = 'nowhere'`, 0, 0],
    [`DELETE FROM modules WHERE id IN ('m-x', 'm-y')`, 1, 0],
    [`UPDATE lessons SET content = 'text' WHERE id IN ('l-commit', 'l-merge')`, 1, 0],
    [`UPDATE resources SET title = 'Cheat sheet'`, 1, 0],
    [`UPDATE quizzes SET passing_score = 50`, 1, 0],
    [`UPDATE questions SET points = 2`, 1, 0],
    [`INSERT INTO notes (id, user_id, lesson_id, content) VALUES ('n-x', 'ann', 'l-commit', 'x')`, 0, 0],
  ])('%s', async (statement, git, sql) => {
    expect(await moved(statement)).toEqual([git, sql])
  })

  it('weigh the media files of each course', async () => {
    const add = `INSERT INTO media_files (id, course_id, lesson_id, sha256, size_bytes, mime_type, name) VALUES
      ('f1', 'git', 'l-commit', 'aa', 1000, 'image/png', 'a.png'), ('f2', 'git', NULL, 'bb', 5000000000, 'video/mp4', 'b.mp4'),
      ('f3', 'sql', NULL, 'aa', 1000, 'image/png', 'a.png')`
    expect(await moved(add)).toEqual([1, 1])
    expect(await versions()).toMatchObject({ git_bytes: 5_000_001_000, sql_bytes: 1000 })
    expect(await moved(`UPDATE media_files SET size_bytes = 10 WHERE id = 'f1'`)).toEqual([1, 0])
    expect(await moved(`UPDATE media_files SET course_id = 'sql' WHERE id = 'f2'`)).toEqual([1, 1])
    expect(await versions()).toMatchObject({ git_bytes: 10, sql_bytes: 5_000_001_000 })
    expect(await moved(`DELETE FROM media_files WHERE id = 'f3'`)).toEqual([0, 1])
    expect(await versions()).toMatchObject({ git_bytes: 10, sql_bytes: 5_000_000_000 })
    await school.pool.query('TRUNCATE media_files')
    expect(await versions()).toMatchObject({ git_bytes: 0, sql_bytes: 0 })
  })

  it('count every statement of eight writers, and none that was rolled back', async () => {
    const before = await versions()
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let round = 0; round < 10; round++) {
          const keep = inTransaction(school.pool, async (client) => {
            await client.query('SAVEPOINT s')
            await client.query(
              `INSERT INTO media_files (id, course_id, sha256, size_bytes, mime_type, name)
               SELECT $1 || c, c, $1, 100, 'text/plain', 'n' FROM unnest(ARRAY['sql', 'git']) AS c`,
              [`w${writer}-${round}-`],
            )
            if (round % 5 === 1) await client.query('ROLLBACK TO SAVEPOINT s')
            if (round % 5 === 2) throw new Error('changed my mind')
          })
          await keep.catch((error: Error) => expect(error.message).toBe('changed my mind'))
        }
      }),
    )
    const after = await versions()
    const kept = 8 * 6 // of ten rounds, two rolled back to the savepoint and two altogether
    expect(after).toEqual({
      git: before.git + kept,
      sql: before.sql + kept,
      git_bytes: kept * 100,
      sql_bytes: kept * 100,
    })
  })
})

const VERSIONS = `
  SELECT max(content_version) FILTER (WHERE id = 'git')::float AS git, max(content_version) FILTER (WHERE id = 'sql')::float AS sql,
    max(media_bytes) FILTER (WHERE id = 'git')::float AS git_bytes, max(media_bytes) FILTER (WHERE id = 'sql')::float AS sql_bytes
  FROM courses`
