import { afterEach, beforeEach, expect, it } from 'vitest'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool, inTransaction, someoneWaits } from '../../tests/support/small-school.ts'

let school: TestDatabase
beforeEach(async () => {
  school = await createSmallSchool()
})
afterEach(() => school.drop())

const freeLesson = `DELETE FROM answers; DELETE FROM quiz_attempts; DELETE FROM quizzes`
const notes = async () =>
  (
    await school.pool.query(
      `SELECT id, lesson_id, course_id, lesson_title, course_title, content FROM notes ORDER BY id`,
    )
  ).rows

it('a lesson that is deleted leaves what learners wrote about it, and tells their devices', async () => {
  await school.pool.query(freeLesson)
  await school.pool.query(`UPDATE notes SET updated_at = '2026-01-01Z'; DELETE FROM change_feed`)
  await school.pool.query(`DELETE FROM lessons WHERE id = 'l-commit'`)
  const kept = {
    id: 'n-ann',
    lesson_id: 'l-commit',
    course_id: 'git',
    lesson_title: 'Commit',
    course_title: 'Version Control with Git',
    content: 'Remember',
  }
  expect(await notes()).toEqual([kept])
  const feed = await school.pool.query(
    `SELECT DISTINCT user_id, row_id FROM change_feed WHERE table_name = 'notes'`,
  )
  expect(feed.rows).toEqual([{ user_id: 'ann', row_id: 'n-ann' }])
  // nobody wrote on it
  const moved = await school.pool.query(`SELECT 1 FROM notes WHERE updated_at <> '2026-01-01Z'`)
  expect(moved.rowCount).toBe(0)
  expect((await school.pool.query('SELECT 1 FROM deleted_notes')).rowCount).toBe(0)

  await school.pool.query(`UPDATE notes SET content = 'Remember still', course_id = 'sql'`)
  expect(await notes()).toEqual([{ ...kept, content: 'Remember still' }])
})

it('so does a course, with its title', async () => {
  await school.pool.query(`${freeLesson}; DELETE FROM order_items; DELETE FROM enrollments`)
  await school.pool.query(`DELETE FROM courses WHERE id = 'git'`)
  expect(await notes()).toMatchObject([
    { id: 'n-ann', course_id: 'git', lesson_title: 'Commit', course_title: 'Version Control with Git' },
  ])
})

it('so does a module; a person who goes takes their notes along', async () => {
  await school.pool.query(freeLesson)
  await school.pool.query(`DELETE FROM modules WHERE id = 'm-git'`)
  expect(await notes()).toMatchObject([{ lesson_title: 'Commit' }])
  await school.pool.query(
    `DELETE FROM order_items; DELETE FROM orders; DELETE FROM enrollments; DELETE FROM users WHERE id = 'ann'`,
  )
  expect(await notes()).toEqual([])
})

it('no note is made for, or moved to, a lesson that is not there', async () => {
  for (const statement of [
    `INSERT INTO notes (id, user_id, lesson_id, content) VALUES ('n', 'ann', 'nowhere', 'x')`,
    `UPDATE notes SET lesson_id = 'nowhere'`,
  ])
    await expect(school.pool.query(statement)).rejects.toMatchObject({ code: '23503' })
  await school.pool.query(`${freeLesson}; DELETE FROM lessons WHERE id = 'l-commit'`)
  await school.pool.query(`UPDATE notes SET lesson_id = 'l-merge'`)
  expect(await notes()).toMatchObject([{ lesson_id: 'l-merge', lesson_title: null, course_title: null }])
})

it('a note made in the very moment its lesson is deleted is kept as well', async () => {
  await school.pool.query(freeLesson)
  let deleting: Promise<unknown> = Promise.resolve()
  await inTransaction(school.pool, async (client) => {
    await client.query(
      `INSERT INTO notes (id, user_id, lesson_id, content) VALUES ('late', 'ann', 'l-commit', 'x')`,
    )
    deleting = school.pool.query(`DELETE FROM lessons WHERE id = 'l-commit'`)
    await someoneWaits(school.pool)
  })
  await deleting
  expect(await notes()).toMatchObject([
    { id: 'late', lesson_title: 'Commit' },
    { id: 'n-ann', lesson_title: 'Commit' },
  ])
})
