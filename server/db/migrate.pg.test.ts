import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../tests/support/postgres.ts'
import { migratePostgres } from './migrate.ts'

describe('bringing a database up to date', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  it('lets four gateways start at once, and migrates once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => migratePostgres(database.url)))
    const done = await database.pool.query('SELECT hash FROM drizzle.__drizzle_migrations')
    expect(new Set(done.rows.map((row) => row.hash)).size).toBe(done.rowCount)
    await migratePostgres(database.url)
    const again = await database.pool.query('SELECT hash FROM drizzle.__drizzle_migrations')
    expect(again.rowCount).toBe(done.rowCount)
  })

  it('leaves a database it cannot migrate as it was, and says why', async () => {
    const foreign = await createTestDatabase()
    try {
      await foreign.pool.query('CREATE TABLE users (id integer PRIMARY KEY)')
      await expect(migratePostgres(foreign.url)).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining('relation "users" already exists'),
      })
      const tables = await foreign.pool.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)
      expect(tables.rows).toEqual([{ tablename: 'users' }])
    } finally {
      await foreign.drop()
    }
  })

  it('names what is wrong with the address', async () => {
    await expect(migratePostgres('mysql://127.0.0.1/x')).rejects.toMatchObject({ code: 'bad-input' })
    await expect(migratePostgres('postgres://127.0.0.1:1/x')).rejects.toMatchObject({ code: 'unavailable' })
    const missing = new URL(database.url)
    missing.pathname = '/no_such_database'
    await expect(migratePostgres(missing.href)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('no_such_database'),
    })
  })
})
