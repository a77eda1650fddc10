import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../tests/support/postgres.ts'
import { migratePostgres } from '../db/migrate.ts'
import { createPeopleDirectory } from './people-directory.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await migratePostgres(database.url)
})
afterAll(() => database.drop())

const nobodyKnows = async () => ({ name: undefined, email: undefined })

it('knows of a changed role within five seconds, and does not ask Postgres each time until then', async () => {
  let nowMs = 1_000_000
  const people = createPeopleDirectory(database.pool, () => nowMs)
  const claims = { subject: 'riser', name: 'Ria', email: 'ria@example.org' }
  const first = await people.find(claims, nobodyKnows)
  expect(first).toMatchObject({ name: 'Ria', role: 'STUDENT' })
  await database.pool.query(`UPDATE users SET role = 'INSTRUCTOR' WHERE clerk_id = 'riser'`)
  nowMs += 4_999
  expect((await people.find(claims, nobodyKnows)).role).toBe('STUDENT')
  nowMs += 1
  expect(await people.find(claims, nobodyKnows)).toEqual({ ...first, role: 'INSTRUCTOR' })
})

it('takes name and address from the issuer when the token has none, and goes by the address without a name', async () => {
  const people = createPeopleDirectory(database.pool)
  const silent = (subject: string) => ({ subject, name: undefined, email: undefined })
  const told = await people.find(silent('told'), async () => ({ name: 'Told', email: 'told@example.org' }))
  expect(told).toMatchObject({ name: 'Told', email: 'told@example.org' })
  const unnamed = await people.find(silent('unnamed'), async () => ({
    name: undefined,
    email: 'un@example.org',
  }))
  expect(unnamed.name).toBe('un@example.org')
})

it('tries again after a failure instead of remembering it', async () => {
  const people = createPeopleDirectory(database.pool)
  const claims = { subject: 'late', name: undefined, email: undefined }
  await expect(people.find(claims, nobodyKnows)).rejects.toMatchObject({ code: 'not-signed-in' })
  const found = await people.find(claims, async () => ({ name: 'Late', email: 'late@example.org' }))
  expect(found.name).toBe('Late')
})
