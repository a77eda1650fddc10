import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool, inTransaction, someoneWaits } from '../../tests/support/small-school.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())

async function rows(sql: string, ...values: unknown[]) {
  return (await school.pool.query(sql, values)).rows
}

/** The present version of a quiz, its keys in the order of the question ids, and how many versions there are. */
async function version(quizId = 'q-commit') {
  const [found] = await rows(
    `SELECT v.id, v.snapshot, (SELECT count(*)::int FROM quiz_versions WHERE quiz_id = q.id) AS count, c.content_version
     FROM quizzes q JOIN quiz_versions v ON v.id = q.version_id JOIN courses c ON c.id = q.course_id WHERE q.id = $1`,
    quizId,
  )
  return {
    id: found.id as string,
    count: found.count as number,
    contentVersion: Number(found.content_version),
    title: found.snapshot.quiz.title,
    keys: found.snapshot.questions.map((question: { correctAnswer: string }) => question.correctAnswer),
  }
}

describe('versions of a quiz', () => {
  it('are made by whoever writes: every change that shows, and every change of a key', async () => {
    const first = await version()
    expect(first).toMatchObject({ title: 'Check', keys: ['a', '["a","b"]'] })
    const seen = new Set([first.id])
    for (const [statement, expected] of [
      [`UPDATE questions SET correct_answer = 'b' WHERE id = 'qu-one'`, { keys: ['b', '["a","b"]'] }],
      [`UPDATE quizzes SET title = 'Check again' WHERE id = 'q-commit'`, { title: 'Check again' }],
      [
        `INSERT INTO questions (id, quiz_id, text, correct_answer) VALUES ('qu-three', 'q-commit', '?', 'c')`,
        { keys: ['b', 'c', '["a","b"]'] },
      ],
      [`DELETE FROM questions WHERE id = 'qu-three'`, { keys: ['b', '["a","b"]'] }],
      [`UPDATE questions SET correct_answer = 'a' WHERE id = 'qu-one'`, { keys: ['a', '["a","b"]'] }],
    ] as const) {
      const before = await version()
      await school.pool.query(statement)
      const after = await version()
      expect(after, statement).toMatchObject({
        ...expected,
        count: before.count + 1,
        contentVersion: before.contentVersion + 1,
      })
      expect(seen, 'an old key coming back must not be told').not.toContain(after.id)
      seen.add(after.id)
    }
  })

  it('are one a transaction, and none for what changes nothing', async () => {
    const before = await version()
    await school.pool.query(`UPDATE quizzes SET title = title; UPDATE questions SET points = points`)
    expect(await version()).toEqual(before)
    await inTransaction(school.pool, async (client) => {
      await client.query(`UPDATE questions SET correct_answer = 'b' WHERE id = 'qu-one'`)
      await client.query('SAVEPOINT inner_step')
      await client.query(`UPDATE questions SET points = 3 WHERE id = 'qu-two'`)
      await client.query('RELEASE SAVEPOINT inner_step')
      await client.query(`UPDATE quizzes SET version_id = 'made up' WHERE id = 'q-commit'`)
    })
    const after = await version()
    expect(after).toMatchObject({ keys: ['b', '["a","b"]'] })
    expect(after.id).not.toBe('made up')
  })

  it('of a new quiz hold its questions, however many statements wrote them', async () => {
    await inTransaction(school.pool, async (client) => {
      await client.query(`INSERT INTO quizzes (id, title, lesson_id) VALUES ('q-new', 'New', 'l-merge')`)
      for (const id of ['n1', 'n2', 'n3'])
        await client.query(
          `INSERT INTO questions (id, quiz_id, text, correct_answer) VALUES ($1, 'q-new', '?', $1)`,
          [id],
        )
    })
    expect(await version('q-new')).toMatchObject({ count: 1, keys: ['n1', 'n2', 'n3'] })
  })

  it('keep both changes of two people who change two questions at once', async () => {
    await inTransaction(school.pool, async (client) => {
      await client.query(`UPDATE questions SET correct_answer = 'x' WHERE id = 'n1'`)
      const other = school.pool.query(`UPDATE questions SET correct_answer = 'y' WHERE id = 'n2'`)
      await someoneWaits(school.pool)
      await client.query('COMMIT')
      await other
      await client.query('BEGIN')
    })
    expect(await version('q-new')).toMatchObject({ keys: ['x', 'y', 'n3'] })
  })

  it('are not what a quiz edit counts as: updated_at stays where only a question moved', async () => {
    const updatedAt = () => rows(`SELECT updated_at FROM quizzes WHERE id = 'q-new'`)
    const before = await updatedAt()
    await school.pool.query(`UPDATE questions SET text = 'Why?' WHERE id = 'n1'`)
    expect(await updatedAt()).toEqual(before)
  })

  it('outlive the quiz, and what was done with it may still arrive', async () => {
    await school.pool.query(`DELETE FROM questions WHERE id = 'n3'`)
    await school.pool.query(`DELETE FROM quizzes WHERE id = 'q-new'`)
    await school.pool.query(`
      INSERT INTO quiz_attempts (id, user_id, quiz_id) VALUES ('at-late', 'ann', 'q-new');
      INSERT INTO answers (id, attempt_id, question_id, selected_answer) VALUES ('an-late', 'at-late', 'n3', 'n3')`)
    expect(await rows(`SELECT course_id FROM quiz_attempts WHERE id = 'at-late'`)).toEqual([
      { course_id: 'git' },
    ])
  })
})

describe('what attempts and answers hang on', () => {
  it('must be, or have been', async () => {
    const quiz = `INSERT INTO quiz_attempts (id, user_id, quiz_id) VALUES ('x', 'ann', 'never-was')`
    await expect(school.pool.query(quiz)).rejects.toMatchObject({ code: '23503', table: 'quiz_attempts' })
    const question = `INSERT INTO answers (id, attempt_id, question_id, selected_answer) VALUES ('x', 'at-ann', $1, 'a')`
    // n3 was, but in another quiz
    for (const id of ['never-was', 'n3'])
      await expect(school.pool.query(question, [id])).rejects.toMatchObject({
        code: '23503',
        table: 'answers',
      })
  })

  it('cannot be deleted or renamed under them', async () => {
    for (const statement of [
      `DELETE FROM quizzes WHERE id = 'q-commit'`,
      `DELETE FROM questions WHERE id = 'qu-one'`,
      `DELETE FROM lessons WHERE id = 'l-commit'`,
      `UPDATE questions SET id = 'other' WHERE id = 'qu-one'`,
      `UPDATE quizzes SET id = 'other' WHERE id = 'q-commit'`,
    ])
      await expect(school.pool.query(statement), statement).rejects.toMatchObject({ code: '23503' })
  })

  it('cannot be deleted while the first answer is on its way', async () => {
    await inTransaction(school.pool, async (client) => {
      await client.query(
        `INSERT INTO answers (id, attempt_id, question_id, selected_answer) VALUES ('an-two', 'at-ann', 'qu-two', 'a')`,
      )
      const deletion = school.pool.query(`DELETE FROM questions WHERE id = 'qu-two'`)
      const refused = expect(deletion).rejects.toMatchObject({ code: '23503' })
      await someoneWaits(school.pool)
      await client.query('COMMIT')
      await refused
      await client.query('BEGIN')
    })
  })
})
