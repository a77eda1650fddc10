import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts'
import { ask, readToEnd } from './testing/readers.ts'
import { ShapeLogServer } from './testing/shape-log-server.ts'

let database: TestDatabase
let server: ShapeLogServer

beforeAll(async () => {
  database = await createTestDatabase()
  server = await ShapeLogServer.start(database.url, { longPollMs: 5000 })
  await database.pool.query(`
    CREATE TABLE items (id int PRIMARY KEY, title text NOT NULL, note text, done bool NOT NULL DEFAULT false);
    CREATE TABLE fresh (LIKE items INCLUDING ALL);
    CREATE TABLE "Odd ""name""" (a int, "b c" text, PRIMARY KEY (a, "b c"));
    CREATE TABLE keyless (a int, b text);`)
})
afterAll(async () => {
  await server.remove()
  await database.drop()
})
beforeEach(() => database.pool.query(`DELETE FROM items`))

const items = { table: 'items' }

it('carries the key and what changed, or whole rows and old values for replica=full', async () => {
  await database.pool.query(`INSERT INTO fresh VALUES (1, 'one', 'n')`)
  const fresh = { table: 'fresh' }
  const start = await readToEnd(server.url, fresh)
  const full = await readToEnd(server.url, { ...fresh, replica: 'full' })
  expect(start.changes).toEqual([
    {
      key: '"public"."fresh"/"1"',
      value: { id: '1', title: 'one', note: 'n', done: 'false' },
      headers: { operation: 'insert', relation: ['public', 'fresh'] },
    },
  ])
  const xid = await database.pool.query(
    `WITH u AS (UPDATE fresh SET note = NULL, done = true RETURNING 1)
     SELECT pg_current_xact_id()::xid::text::int8::int AS xid FROM u`,
  )
  await database.pool.query('DELETE FROM fresh')
  let { changes } = await readToEnd(server.url, fresh, start)
  while (changes.length < 2) changes = (await readToEnd(server.url, fresh, start)).changes
  const lsn = changes[0]?.headers.lsn
  expect(changes[0]).toEqual({
    key: '"public"."fresh"/"1"',
    value: { id: '1', note: null, done: 'true' },
    headers: {
      operation: 'update',
      relation: ['public', 'fresh'],
      lsn: expect.stringMatching(/^\d+$/),
      op_position: 0,
      txids: [xid.rows[0].xid],
      last: true,
    },
  })
  expect(changes[1]).toMatchObject({ value: { id: '1' }, headers: { operation: 'delete', last: true } })
  expect(Number(changes[1]?.headers.lsn)).toBeGreaterThan(Number(lsn))
  const whole = (await readToEnd(server.url, { ...fresh, replica: 'full' }, full)).changes
  expect(whole.map(({ value, old_value }) => [value, old_value])).toEqual([
    [
      { id: '1', title: 'one', note: null, done: 'true' },
      { note: 'n', done: 'false' },
    ],
    [{ id: '1', title: 'one', note: null, done: 'true' }, undefined],
  ])
})

it('serves a table whose columns are named like the parts of a message', async () => {
  await database.pool.query(`
    CREATE TABLE named (id int PRIMARY KEY, message text, texts text, source text, key text, value text, headers text);
    INSERT INTO named VALUES (1, 'm', 't', 's', 'k', 'v', 'h')`)
  expect((await readToEnd(server.url, { table: 'named' })).changes).toEqual([
    {
      key: '"public"."named"/"1"',
      value: { id: '1', message: 'm', texts: 't', source: 's', key: 'k', value: 'v', headers: 'h' },
      headers: { operation: 'insert', relation: ['public', 'named'] },
    },
  ])
})

it('leaves out changes to columns that were not asked for', async () => {
  await database.pool.query(`INSERT INTO items VALUES (1, 'one', 'n')`)
  const narrow = { ...items, columns: 'id,title' }
  const start = await readToEnd(server.url, narrow)
  expect(start.changes.at(-1)?.value).toEqual({ id: '1', title: 'one' })
  await database.pool.query(`UPDATE items SET note = 'm'; UPDATE items SET title = title;`)
  await database.pool.query(`UPDATE items SET title = 'two'`)
  const { changes } = await ask(server.url, {
    ...narrow,
    handle: start.handle,
    offset: start.offset,
    live: 'true',
  })
  expect(changes.map(({ value }) => value)).toEqual([{ id: '1', title: 'two' }])
})

it('escapes names and keys as they are in Postgres', async () => {
  await database.pool.query(`INSERT INTO "Odd ""name""" VALUES (1, 'x/y"\\ü😀')`)
  const params = { table: '"Odd ""name"""' }
  const start = await readToEnd(server.url, params)
  expect(start.changes[0]?.key).toBe('"public"."Odd ""name"""/"1"/"x//y"\\ü😀"')
  await database.pool.query(`UPDATE "Odd ""name""" SET a = 2`)
  const reply = await ask(server.url, {
    ...params,
    handle: start.handle,
    offset: start.offset,
    live: 'true',
  })
  expect(reply.changes.map(({ key, headers }) => [headers.operation, key])).toEqual([
    ['delete', start.changes[0]?.key],
    ['insert', '"public"."Odd ""name"""/"2"/"x//y"\\ü😀"'],
  ])
})

it('takes all columns for the key of a table without one', async () => {
  await database.pool.query(`INSERT INTO keyless VALUES (1, NULL)`)
  const start = await readToEnd(server.url, { table: 'keyless' })
  expect(start.changes[0]?.key).toBe('"public"."keyless"/"1"/_')
  await database.pool.query(`UPDATE keyless SET b = 'x'`)
  const reply = await ask(server.url, {
    table: 'keyless',
    handle: start.handle,
    offset: start.offset,
    live: 'true',
  })
  expect(reply.changes.map(({ key, headers }) => [headers.operation, key])).toEqual([
    ['delete', '"public"."keyless"/"1"/_'],
    ['insert', '"public"."keyless"/"1"/"x"'],
  ])
})

it('begins where the asker says: at now, or with changes only', async () => {
  await database.pool.query(`INSERT INTO items VALUES (1, 'one')`)
  const now = await ask(server.url, { ...items, offset: 'now' })
  expect([now.upToDate, now.changes]).toEqual([true, []])
  const changesOnly = { ...items, log: 'changes_only' }
  const start = await readToEnd(server.url, changesOnly)
  expect(start.changes).toEqual([])
  await database.pool.query(`INSERT INTO items VALUES (2, 'two')`)
  for (const [params, from] of [
    [items, now],
    [changesOnly, start],
  ] as const) {
    const reply = await ask(server.url, {
      ...params,
      handle: from.handle,
      offset: from.offset,
      live: 'true',
    })
    expect(reply.changes.map(({ value }) => value?.id)).toEqual(['2'])
  }
})

it('names the last transaction seen, whichever table it was of', async () => {
  const start = await readToEnd(server.url, items)
  const other = await readToEnd(server.url, { table: 'keyless' })
  await database.pool.query(`INSERT INTO keyless VALUES (9, 'z')`)
  const seen = await ask(server.url, {
    table: 'keyless',
    handle: other.handle,
    offset: other.offset,
    live: 'true',
  })
  const lsn = seen.changes[0]?.headers.lsn
  const reply = await ask(server.url, { ...items, handle: start.handle, offset: start.offset })
  expect(reply.messages.at(-1)?.headers).toEqual({ control: 'up-to-date', global_last_seen_lsn: lsn })
})
