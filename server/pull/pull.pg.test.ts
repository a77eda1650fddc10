import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contractVersion } from '../../src/shared/contract/wire.ts'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool } from '../../tests/support/small-school.ts'
import { pull } from './pull.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())

const ann = { userId: 'ann', role: 'STUDENT' } as const
const request = { clientId: 'device-of-ann', contractVersion, cursor: null }

it('a connection that is lost in the middle of a pull fails that pull and nothing else', async () => {
  const pool = new pg.Pool({ connectionString: school.url, max: 1 })
  pool.on('error', () => {})
  const lines = pull(pool, ann, request)
  expect(await lines.next()).toMatchObject({ value: { kind: 'begin' } })
  await school.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'idle in transaction'`,
  )
  await new Promise((resolve) => setTimeout(resolve, 50)) // an error nobody listens to would end the process here
  await expect(
    (async () => {
      for await (const _line of lines);
    })(),
  ).rejects.toThrow()
  let last: unknown
  for await (const line of pull(pool, ann, request)) last = line
  expect(last).toMatchObject({ kind: 'end' })
  await pool.end()
})

it('a device that hangs up in the middle leaves no transaction open', async () => {
  const pool = new pg.Pool({ connectionString: school.url, max: 1 })
  for await (const line of pull(pool, ann, request)) if (line.kind === 'rows') break
  expect(pool.idleCount).toBe(1)
  const { rows } = await pool.query(
    `SELECT count(*)::int AS open FROM pg_stat_activity
     WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  )
  expect(rows).toEqual([{ open: 0 }])
  await pool.end()
})
