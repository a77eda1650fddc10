import { afterAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from './postgres.ts'

let database: TestDatabase
afterAll(() => database.drop())

it('gives each test an empty database of its own with logical replication', async () => {
  database = await createTestDatabase()
  const level = await database.pool.query('SHOW wal_level')
  expect(level.rows[0].wal_level).toBe('logical')
  const tables = await database.pool.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`)
  expect(tables.rowCount).toBe(0)
})
