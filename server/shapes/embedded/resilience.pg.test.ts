import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts'
import { ask, changesOf, follow, readToEnd, upToDates } from './testing/readers.ts'
import { ShapeLogServer } from './testing/shape-log-server.ts'

const longPollMs = 10_000

let database: TestDatabase
let server: ShapeLogServer

beforeEach(async () => {
  database = await createTestDatabase()
  server = await ShapeLogServer.start(database.url, { chunkBytes: 10_000, longPollMs })
  await database.pool.query('CREATE TABLE items (id int PRIMARY KEY, body text)')
})
afterEach(async () => {
  await server.remove()
  await database.drop()
})

const params = { table: 'items' }
// The stock client waits a second and more after a refused connection; tests need not.
const backoffOptions = { initialDelay: 20, maxDelay: 100, multiplier: 1.5 }

async function followItems() {
  const reader = follow({ url: server.url, params, backoffOptions })
  await reader.until((messages) => upToDates(messages) > 0)
  return reader
}

const insert = (from: number, to: number) =>
  database.pool.query(
    `INSERT INTO items SELECT i, repeat('x', 300) FROM generate_series($1::int, $2::int) i`,
    [from, to],
  )

const idsOf = (changes: { value?: Record<string, unknown> | undefined }[]) =>
  changes.map(({ value }) => Number(value?.id))

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

async function slot() {
  const slots = await database.pool.query(
    'SELECT slot_name, active_pid FROM pg_replication_slots WHERE database = current_database()',
  )
  return slots.rows[0]
}

it('answers 200 long polls at the commit they wait for', async () => {
  const { handle, offset } = await readToEnd(server.url, params)
  const polls = Array.from({ length: 200 }, () =>
    ask(server.url, { ...params, handle, offset, live: 'true' }),
  )
  await new Promise((next) => setTimeout(next, 300))
  const startedAt = Date.now()
  await insert(1, 1)
  const replies = await Promise.all(polls)
  expect(Date.now() - startedAt).toBeLessThan(longPollMs)
  expect(replies.every(({ changes, upToDate }) => upToDate && idsOf(changes).join() === '1')).toBe(true)
})

it('frees a long poll whose asker goes away', async () => {
  const { handle, offset } = await readToEnd(server.url, params)
  const aborter = new AbortController()
  const url = `${server.url}?${new URLSearchParams({ ...params, handle, offset, live: 'true' })}`
  const startedAt = Date.now()
  const held = server.log.fetch(new Request(url, { signal: aborter.signal }))
  setTimeout(() => aborter.abort(), 50)
  await held
  expect(Date.now() - startedAt).toBeLessThan(longPollMs)
})

it('goes on where it was when the replication connection is cut, live polls included', async () => {
  const reader = await followItems()
  for (let round = 0; round < 3; round++) {
    const { active_pid } = await slot()
    const cutting = database.pool.query('SELECT pg_terminate_backend($1)', [active_pid])
    for (let i = 1; i <= 20; i++) await insert(round * 20 + i, round * 20 + i)
    await cutting
    await reader.until((messages) => changesOf(messages).length >= (round + 1) * 20)
  }
  reader.stop()
  expect(idsOf(changesOf(reader.messages))).toEqual(upTo(60))
  expect(idsOf((await readToEnd(server.url, params)).changes)).toEqual(upTo(60))
})

it('keeps shapes over a restart, with what happened meanwhile', async () => {
  await insert(1, 50)
  const reader = await followItems()
  await insert(51, 60)
  await reader.until((messages) => changesOf(messages).length >= 60)
  const before = await readToEnd(server.url, params)
  await server.stop()
  await insert(61, 100)
  await server.start()
  await reader.until((messages) => changesOf(messages).length >= 100)
  reader.stop()
  expect(idsOf(changesOf(reader.messages))).toEqual(upTo(100))
  const after = await readToEnd(server.url, params)
  expect(after.handle).toBe(before.handle)
  expect(idsOf(after.changes)).toEqual(upTo(100))
})

it('makes everybody fetch anew when the slot is lost, and never reuses a handle', async () => {
  await insert(1, 5)
  const reader = await followItems()
  const { handle } = await readToEnd(server.url, params)
  await server.stop()
  // Postgres takes a moment to notice that the connection is gone.
  while ((await slot()).active_pid !== null) await new Promise((next) => setTimeout(next, 10))
  await database.pool.query('SELECT pg_drop_replication_slot($1)', [(await slot()).slot_name])
  await insert(6, 10)
  await server.start()
  await reader.until((messages) => changesOf(messages).length >= 15)
  reader.stop()
  const seen = reader.messages.map(({ headers }) =>
    'control' in headers ? headers.control : headers.operation,
  )
  expect(seen).toContain('must-refetch')
  expect(idsOf(changesOf(reader.messages)).slice(-10)).toEqual(upTo(10))
  const now = await readToEnd(server.url, params)
  expect(now.handle).not.toBe(handle)
  expect(idsOf(now.changes)).toEqual(upTo(10))
})

it('takes up a table again that somebody took out of the publication', async () => {
  const reader = await followItems()
  await database.pool.query('ALTER PUBLICATION brainix_shapes DROP TABLE items')
  await insert(1, 3)
  await reader.until((messages) => changesOf(messages).length >= 3)
  await insert(4, 4)
  await reader.until((messages) => changesOf(messages).length >= 4)
  reader.stop()
  expect(idsOf(changesOf(reader.messages))).toEqual(upTo(4))
})

it('lets Postgres forget WAL it has written down', async () => {
  await followItems().then((reader) => reader.stop())
  await insert(1, 2000)
  const end = await database.pool.query('SELECT pg_current_wal_lsn()::text AS lsn')
  for (let tries = 0; ; tries++) {
    const found = await database.pool.query(
      'SELECT confirmed_flush_lsn >= $1::pg_lsn AS kept FROM pg_replication_slots WHERE database = current_database()',
      [end.rows[0].lsn],
    )
    if (found.rows[0].kept) break
    expect(tries).toBeLessThan(50)
    await new Promise((next) => setTimeout(next, 100))
  }
})

it('refuses a second process on the same storage', async () => {
  const { openShapeLog } = await import('./shape-log.ts')
  const storagePath = server.storagePath
  await expect(openShapeLog({ databaseUrl: database.url, storagePath })).rejects.toMatchObject({
    code: 'SQLITE_BUSY',
  })
})

it('survives a shape that ends, and a log that closes, while a snapshot is under way', async () => {
  await database.pool.query(
    `CREATE TABLE vast AS SELECT i AS id, repeat('x', 200) AS body FROM generate_series(1, 150000) i`,
  )
  const vast = { table: 'vast' }
  const first = await ask(server.url, { ...vast, offset: '-1' })
  await fetch(`${server.url}?${new URLSearchParams(vast)}`, { method: 'DELETE' })
  const second = await ask(server.url, { ...vast, offset: '-1' })
  expect([first.status, second.status]).toEqual([200, 200])
  expect(second.handle).not.toBe(first.handle)
  await server.stop()
  await server.start()
  while ((await fetch(server.healthUrl)).status !== 200) await new Promise((next) => setTimeout(next, 50))
  // The snapshot was not finished, so it is begun anew, under a handle of its own.
  const told = await ask(server.url, { ...vast, handle: second.handle, offset: second.offset })
  expect(told.status).toBe(409)
  expect(told.handle).not.toBe(second.handle)
})

it('tells those who wait when it closes', async () => {
  const { handle, offset } = await readToEnd(server.url, params)
  const url = `${server.url}?${new URLSearchParams({ ...params, handle, offset, live: 'true' })}`
  const held = server.log.fetch(new Request(url))
  await new Promise((next) => setTimeout(next, 50))
  await server.stop()
  const reply = await held
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1'])
})

it('survives Postgres ending all its connections in the middle of a snapshot', async () => {
  await server.remove()
  server = await ShapeLogServer.start(database.url, { chunkBytes: 100_000, longPollMs })
  await database.pool.query(
    `CREATE TABLE vast (id int PRIMARY KEY, body text);
     INSERT INTO vast SELECT i, repeat('x', 200) FROM generate_series(1, 60000) i`,
  )
  const reader = follow({ url: server.url, params: { table: 'vast' }, backoffOptions })
  await reader.until((messages) => messages.length > 0)
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'brainix-shape-log'`,
  )
  await database.pool.query(`INSERT INTO vast VALUES (60001, 'after')`)
  const isLast = (change: { value: Record<string, unknown> }) => change.value.id === 60001
  await reader.until((messages) => changesOf(messages).some(isLast))
  reader.stop()
  expect(
    reader.messages.some(({ headers }) => headers.control === 'must-refetch'),
    'it was cut',
  ).toBe(true)
  const whole = await readToEnd(server.url, { table: 'vast' })
  expect(idsOf(whole.changes).sort((a, b) => a - b)).toEqual(upTo(60001))
})

it('publishes the tables it is told of before anybody asks, and leaves the ones that are not there alone', async () => {
  await database.pool.query('CREATE TABLE later (id int PRIMARY KEY)')
  const ahead = await ShapeLogServer.start(database.url, {
    publicationName: 'ahead',
    tables: ['missing', 'items', 'later'],
  })
  try {
    await expect
      .poll(
        async () => {
          const { rows } = await database.pool.query(
            `SELECT tablename FROM pg_publication_tables WHERE pubname = 'ahead' ORDER BY 1`,
          )
          return rows.map(({ tablename }) => tablename)
        },
        { timeout: 30_000 },
      )
      .toEqual(['items', 'later'])
  } finally {
    await ahead.remove()
  }
})

it('begins a large snapshot with smaller chunks, so that whoever waits has something to do', async () => {
  await insert(1, 200)
  const { replies } = await readToEnd(server.url, params)
  const counts = replies.map(({ changes }) => changes.length).filter((count) => count > 0)
  expect(counts[0]).toBeLessThan((counts[3] ?? 0) / 4)
  expect(counts.reduce((sum, count) => sum + count)).toBe(200)
})
