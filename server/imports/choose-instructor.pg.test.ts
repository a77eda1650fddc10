import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../tests/support/postgres.ts'
import { migratePostgres } from '../db/migrate.ts'
import { chooseInstructor } from './choose-instructor.ts'

describe('for whom a course is imported', () => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await createTestDatabase()
    await migratePostgres(database.url)
  })
  afterAll(() => database.drop())

  it('is asked for where the centre has no instructor yet', async () => {
    await expect(chooseInstructor(database.pool, 'x')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is the named person, else who teaches it already, else the first instructor', async () => {
    await database.pool.query(
      `INSERT INTO users (id, clerk_id, email, name, role, created_at) VALUES
       ('l1', 'l1', 'learner@example.org', 'Learner', 'STUDENT', '2026-01-01'),
       ('t2', 't2', 'second@example.org', 'Second', 'INSTRUCTOR', '2026-01-03'),
       ('t1', 't1', 'first@example.org', 'First', 'INSTRUCTOR', '2026-01-02'),
       ('a1', 'a1', 'admin@example.org', 'Admin', 'ADMIN', '2026-01-01')`,
    )
    await database.pool.query(`INSERT INTO categories (id, name, slug) VALUES ('c', 'C', 'c')`)
    await database.pool.query(
      `INSERT INTO courses (id, title, slug, description, price, instructor_id, category_id)
       VALUES ('own', 'Taught', 'taught', '', 0, 't2', 'c')`,
    )
    expect(await chooseInstructor(database.pool, 'new')).toBe('t1')
    expect(await chooseInstructor(database.pool, 'taught')).toBe('t2')
    expect(await chooseInstructor(database.pool, 'taught', 'First@Example.org')).toBe('t1')
    expect(await chooseInstructor(database.pool, 'new', 'admin@example.org')).toBe('a1')
  })

  it('is never a learner or nobody', async () => {
    await expect(chooseInstructor(database.pool, 'x', 'learner@example.org')).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(chooseInstructor(database.pool, 'x', 'nobody@example.org')).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
