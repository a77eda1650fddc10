import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { contractVersion } from '../../../src/shared/contract/wire.ts'
import { createId } from '../../../src/shared/domain/ids.ts'
import type { TestDatabase } from '../../../tests/support/postgres.ts'
import { createSmallSchool } from '../../../tests/support/small-school.ts'
import { applyBatch } from '../apply-batch.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`DELETE FROM sync_rejections; DELETE FROM sync_conflicts`)
  await school.pool.query(`UPDATE notes SET content = 'red\nor blue' WHERE id = 'n-ann'`)
  await school.pool.query(`INSERT INTO sync_rejections (id, user_id, client_id, number, mutation, code, reason, payload)
    VALUES ('rej', 'ann', 'laptop-ann', 1, 'notes.edit', 'not-found', 'Gone.', '{"args":"kept"}')`)
  await school.pool.query(`INSERT INTO sync_conflicts (id, user_id, table_name, row_id, field, base, mine, theirs) VALUES
    ('con', 'ann', 'notes', 'n-ann', 'content', '', 'red', 'blue'),
    ('odd', 'ann', 'courses', 'git', 'price', '1', '2', '3')`)
})

async function push(name: string, args: unknown, madeAtMs = Date.now(), userId = 'ann') {
  const answer = await applyBatch(
    school.pool,
    { userId, role: userId === 'ann' ? 'STUDENT' : 'INSTRUCTOR' },
    { clientId: createId(), contractVersion, mutations: [{ number: 1, name, args, madeAtMs }] },
  )
  return answer.rejected.map((refusal) => refusal.code)
}

const rows = async (sql: string) => (await school.pool.query(sql)).rows

it('[QR-2] the first decision about a refusal stays, and so does what was refused', async () => {
  expect(await push('attention.resolveRejection', { rejectionId: 'rej', outcome: 'resent' })).toEqual([])
  expect(await push('attention.resolveRejection', { rejectionId: 'rej', outcome: 'discarded' })).toEqual([])
  expect(
    await rows(`SELECT resolution, payload, resolved_at >= created_at AS later FROM sync_rejections`),
  ).toEqual([{ resolution: 'resent', payload: { args: 'kept' }, later: true }])
})

it('deciding about a refusal that a restored centre does not know is no new refusal', async () => {
  expect(await push('attention.resolveRejection', { rejectionId: 'gone', outcome: 'resent' })).toEqual([])
})

it('a clock years behind does not date a decision before what it decides about', async () => {
  await push('conflicts.resolve', { conflictId: 'con', baseContent: '', content: null }, 1)
  expect(
    await rows(`SELECT resolved_at >= created_at AS later FROM sync_conflicts WHERE id = 'con'`),
  ).toEqual([{ later: true }])
})

it('ending a conflict sets the text of the note and keeps both sides', async () => {
  const args = { conflictId: 'con', baseContent: 'red\nor blue', content: 'purple' }
  expect(await push('conflicts.resolve', args)).toEqual([])
  expect(await rows(`SELECT content FROM notes WHERE id = 'n-ann'`)).toEqual([{ content: 'purple' }])
  expect(
    await rows(`SELECT mine, theirs, resolved_at IS NOT NULL AS done FROM sync_conflicts WHERE id = 'con'`),
  ).toEqual([{ mine: 'red', theirs: 'blue', done: true }])
})

it('two devices that end a conflict differently lose neither text: it is a conflict again', async () => {
  const base = { conflictId: 'con', baseContent: 'red\nor blue' }
  await push('conflicts.resolve', { ...base, content: 'purple' })
  expect(await push('conflicts.resolve', { ...base, content: 'green' })).toEqual([])
  const [note] = await rows(`SELECT content FROM notes WHERE id = 'n-ann'`)
  expect(note.content).toContain('purple')
  expect(note.content).toContain('green')
  expect(
    await rows(`SELECT mine, theirs FROM sync_conflicts WHERE resolved_at IS NULL AND row_id = 'n-ann'`),
  ).toEqual([{ mine: 'green', theirs: 'purple' }])
})

it('what cannot be set is refused with its text, and stays undecided', async () => {
  const args = { baseContent: '', content: 'text' }
  expect(await push('conflicts.resolve', { ...args, conflictId: 'odd' })).toEqual(['bad-input'])
  expect(await push('conflicts.resolve', { ...args, conflictId: 'gone' })).toEqual(['not-found'])
  expect(await rows(`SELECT 1 FROM sync_conflicts WHERE id = 'odd' AND resolved_at IS NULL`)).toHaveLength(1)
  expect(await push('conflicts.resolve', { ...args, conflictId: 'odd', content: null })).toEqual([])
})

it('two titles of a draft are decided by whoever teaches the course, and never become empty', async () => {
  await school.pool.query(`INSERT INTO sync_conflicts (id, user_id, table_name, row_id, field, base, mine, theirs) VALUES
    ('draft', 'ida', 'courses', 'git', 'title', 'Git', 'Mine', 'Theirs'),
    ('stray', 'ann', 'courses', 'git', 'title', 'Git', 'Mine', 'Theirs')`)
  const base = { baseContent: 'Version Control with Git' }
  const resolve = (conflictId: string, content: string, as: string) =>
    push('conflicts.resolve', { ...base, conflictId, content }, Date.now(), as)
  expect(await resolve('draft', ' ', 'ida')).toEqual(['bad-input'])
  expect(await resolve('stray', 'Not hers', 'ann')).toEqual(['forbidden'])
  expect(await resolve('draft', 'Both', 'ida')).toEqual([])
  expect(await rows(`SELECT title FROM courses WHERE id = 'git'`)).toEqual([{ title: 'Both' }])
  expect(await rows(`SELECT resolved_at FROM sync_conflicts WHERE id = 'draft'`)).not.toEqual([
    { resolved_at: null },
  ])
})
