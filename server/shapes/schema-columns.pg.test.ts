import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool } from '../../tests/support/small-school.ts'
import { readDigests } from './digests.ts'
import { schemaColumns, schemaType } from './schema-columns.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())

it('the schema knows the columns of the database, and calls their types what Postgres calls them', async () => {
  const { rows } = await school.pool.query<{ table: string; column: string; type: string }>(
    `SELECT relname AS table, attname AS column, format_type(atttypid, atttypmod) AS type
     FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped`,
  )
  const known = rows.filter(({ table }) => schemaColumns(table).length > 0)
  expect(new Set(known.map(({ table }) => table)).size).toBeGreaterThan(24)
  const plain = (type: string | undefined) => type?.replaceAll(' ', '').replace('charactervarying', 'varchar')
  for (const { table, column, type } of known)
    expect(`${table}.${column}: ${plain(schemaType(table, column))}`).toBe(
      `${table}.${column}: ${plain(type)}`,
    )
})

it('a column that others add to a table changes no digest, and keeps none from being read', async () => {
  const ofCourse = { courseId: 'git', userId: 'ann' }
  const read = async () => [
    await readDigests(school.pool, 'course', ofCourse),
    await readDigests(school.pool, 'personal', ofCourse),
  ]
  const before = await read()
  await school.pool.query(
    `ALTER TABLE lessons ADD COLUMN mood text DEFAULT 'new'; ALTER TABLE notes ADD COLUMN mood text DEFAULT 'new'`,
  )
  expect(await read()).toEqual(before)
})
