import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool } from '../../tests/support/small-school.ts'
import { pruneDeletedNotes } from './prune-deleted-notes.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())

it('forgets deleted notes after 90 days, and none before', async () => {
  await school.pool.query('DELETE FROM notes')
  const remembered = async () => (await school.pool.query('SELECT id FROM deleted_notes')).rows
  const dayMs = 86_400_000
  expect(await pruneDeletedNotes(school.pool, Date.now() + 89 * dayMs)).toBe(0)
  expect(await remembered()).toEqual([{ id: 'n-ann' }])
  expect(await pruneDeletedNotes(school.pool, Date.now() + 91 * dayMs)).toBe(1)
  expect(await remembered()).toEqual([])
})
