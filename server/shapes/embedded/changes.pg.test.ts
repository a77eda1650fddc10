import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts'
import { changesOf, follow, readToEnd, upToDates } from './testing/readers.ts'
import { ShapeLogServer } from './testing/shape-log-server.ts'

let database: TestDatabase
let server: ShapeLogServer

beforeAll(async () => {
  database = await createTestDatabase()
  server = await ShapeLogServer.start(database.url, { chunkBytes: 10_000 })
})
afterAll(async () => {
  await server.remove()
  await database.drop()
})

const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values)

/** Follows a table with the published client until it has come to the end for the first time. */
async function followed(table: string, params: Record<string, string> = {}) {
  const reader = follow({ url: server.url, params: { table, ...params } })
  await reader.until((messages) => upToDates(messages) > 0)
  return reader
}

type Reader = Awaited<ReturnType<typeof followed>>

const operations = (reader: Reader) =>
  changesOf(reader.messages).map(({ headers, value }) => [headers.operation, value])

const refetches = (reader: Reader) =>
  reader.messages.filter(({ headers }) => 'control' in headers && headers.control === 'must-refetch').length

/** Waits until the client was told to fetch anew, did so, and came to the end again. */
async function refetched(reader: Reader, times = 1) {
  await reader.until((messages) => {
    const last = messages.findLastIndex(
      ({ headers }) => 'control' in headers && headers.control === 'must-refetch',
    )
    return refetches(reader) >= times && upToDates(messages.slice(last)) > 0
  })
  const last = reader.messages.findLastIndex(
    ({ headers }) => 'control' in headers && headers.control === 'must-refetch',
  )
  return changesOf(reader.messages.slice(last)).map(({ value }) => value)
}

it('makes readers fetch anew when a table is truncated', async () => {
  await sql('CREATE TABLE cleared (id int PRIMARY KEY); INSERT INTO cleared VALUES (1), (2)')
  const reader = await followed('cleared')
  const { shapeHandle } = reader.stream
  await sql('BEGIN; TRUNCATE cleared; INSERT INTO cleared VALUES (3); COMMIT')
  expect(await refetched(reader)).toEqual([{ id: 3 }])
  expect(reader.stream.shapeHandle).not.toBe(shapeHandle)
  await sql('INSERT INTO cleared VALUES (4)')
  await reader.until((messages) => changesOf(messages).length >= 4)
  expect(operations(reader).at(-1)).toEqual(['insert', { id: 4 }])
  reader.stop()
})

it.each([
  ['a new column', 'ALTER TABLE %t ADD COLUMN more text', { id: 1, body: 'a', more: null }],
  ['a column gone', 'ALTER TABLE %t DROP COLUMN body', { id: 1 }],
  ['another type', 'ALTER TABLE %t ALTER COLUMN id TYPE text', { id: '1', body: 'a' }],
  ['a column renamed', 'ALTER TABLE %t RENAME COLUMN body TO text', { id: 1, text: 'a' }],
  ['another key', 'ALTER TABLE %t DROP CONSTRAINT %t_pkey, ADD PRIMARY KEY (id, body)', { id: 1, body: 'a' }],
])('makes readers fetch anew on %s, whether or not a row changes', async (name, ddl, row) => {
  const table = `ddl_${name.replaceAll(/\W/g, '_')}`
  const alter = ddl.replaceAll('%t', table)
  await sql(`CREATE TABLE ${table} (id int PRIMARY KEY, body text); INSERT INTO ${table} VALUES (1, 'a')`)
  const reader = await followed(table)
  await sql(alter)
  expect(await refetched(reader)).toEqual([row])
  await sql(`INSERT INTO ${table} (id) VALUES (2)`).catch(() => sql(`INSERT INTO ${table} VALUES (2, 'b')`))
  await reader.until(() => operations(reader).some(([, value]) => String(Object(value).id) === '2'))
  reader.stop()
})

it('keeps a shape when only NOT NULL changes, and tells the new schema', async () => {
  await sql('CREATE TABLE nullable (id int PRIMARY KEY, body text NOT NULL)')
  const before = await readToEnd(server.url, { table: 'nullable' })
  await sql('ALTER TABLE nullable ALTER COLUMN body DROP NOT NULL')
  const after = await readToEnd(server.url, { table: 'nullable' })
  expect(after.handle).toBe(before.handle)
  expect(JSON.parse(after.replies[0]?.headers.get('electric-schema') ?? '')).toEqual({
    id: { type: 'int4', not_null: true, pk_index: 0 },
    body: { type: 'text' },
  })
})

it('tells readers of a dropped table that it is gone, and serves its successor', async () => {
  await sql('CREATE TABLE dropped (id int PRIMARY KEY); INSERT INTO dropped VALUES (1)')
  const reader = await followed('dropped')
  await sql('DROP TABLE dropped')
  await expect(reader.until(() => false)).rejects.toThrow('does not exist')
  await sql('CREATE TABLE dropped (id int PRIMARY KEY); INSERT INTO dropped VALUES (2)')
  const again = await followed('dropped')
  expect(operations(again)).toEqual([['insert', { id: 2 }]])
  await sql('INSERT INTO dropped VALUES (3)')
  await again.until((messages) => changesOf(messages).length >= 2)
  again.stop()
})

it('shows a changed key as a delete and an insert that name each other', async () => {
  await sql(`CREATE TABLE moved (id int PRIMARY KEY, body text); INSERT INTO moved VALUES (1, 'a')`)
  const reader = await followed('moved')
  await sql('UPDATE moved SET id = 2')
  await reader.until((messages) => changesOf(messages).length >= 3)
  const [, removed, added] = changesOf(reader.messages)
  expect(removed).toMatchObject({
    key: '"public"."moved"/"1"',
    value: { id: 1 },
    headers: { operation: 'delete', key_change_to: '"public"."moved"/"2"' },
  })
  expect(added).toMatchObject({
    key: '"public"."moved"/"2"',
    value: { id: 2, body: 'a' },
    headers: { operation: 'insert', key_change_from: '"public"."moved"/"1"', last: true },
  })
  reader.stop()
})

it('shows a row that enters a filter as an insert and one that leaves as a delete', async () => {
  await sql(`CREATE TABLE filtered (id int PRIMARY KEY, course text, n int);
    INSERT INTO filtered VALUES (1, 'a', 1), (2, 'b', 2)`)
  const byCourse = await followed('filtered', { where: `course = 'a'` })
  const byNumber = await followed('filtered', { where: 'n BETWEEN 5 AND 9' })
  await sql(`UPDATE filtered SET course = 'a', n = 6 WHERE id = 2`)
  await sql(`UPDATE filtered SET course = 'c', n = 1 WHERE id = 1`)
  await sql(`UPDATE filtered SET n = 7 WHERE id = 2`)
  await sql(`UPDATE filtered SET course = NULL, n = NULL WHERE id = 2`)
  await byCourse.until((messages) => changesOf(messages).length >= 5)
  await byNumber.until((messages) => changesOf(messages).length >= 3)
  expect(operations(byCourse)).toEqual([
    ['insert', { id: 1, course: 'a', n: 1 }],
    ['insert', { id: 2, course: 'a', n: 6 }],
    ['delete', { id: 1 }],
    ['update', { id: 2, n: 7 }],
    ['delete', { id: 2 }],
  ])
  expect(operations(byNumber)).toEqual([
    ['insert', { id: 2, course: 'a', n: 6 }],
    ['update', { id: 2, n: 7 }],
    ['delete', { id: 2 }],
  ])
  byCourse.stop()
  byNumber.stop()
})

it('carries a value of 1 MB, and keeps it when another column changes', async () => {
  await sql('CREATE TABLE heavy (id int PRIMARY KEY, body text, n int)')
  const body = Array.from({ length: 20_000 }, (_, i) => `line "${i}" of a long\\text with 😀 in it\n`).join(
    '',
  )
  expect(Buffer.byteLength(body)).toBeGreaterThan(700_000)
  const large = body + 'x'.repeat(1_000_000)
  await sql('INSERT INTO heavy VALUES (1, $1, 1)', [large])
  const reader = await followed('heavy', { replica: 'full' })
  await sql('INSERT INTO heavy VALUES (2, $1, 1)', [large])
  await sql('UPDATE heavy SET n = 2 WHERE id = 1')
  await sql('UPDATE heavy SET id = 3 WHERE id = 2')
  await reader.until((messages) => changesOf(messages).length >= 5)
  // A large value that does not change is not in the WAL again; it must come from the old row.
  expect(changesOf(reader.messages).map(({ value }) => value.body === large)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ])
  reader.stop()
})

it('gives every type of the schema the same text in the snapshot and in the stream', async () => {
  await sql(`
    CREATE TYPE level AS ENUM ('EASY', 'HARD "one"');
    CREATE DOMAIN flag AS bool;
    CREATE TABLE typed (id text PRIMARY KEY, v varchar(10), c char(5), i2 int2, i int4, big int8, b bool, f flag,
      n numeric(10,2), bare numeric, f4 real, f8 float8, at timestamptz(3), local timestamp, d date, tm time,
      span interval, tags text[], flags bool[], nums numeric[], j jsonb, js json, l level, ls level[], x xid8, u uuid,
      raw bytea, ip inet, net cidr, bits bit(3), m money, nothing text)`)
  const values = `('é😀/"\\', 'v', 'c', 32767, -1, 9223372036854775807, true, false, 12345678.90, 1e20, 0.1, 1e-7,
    '2024-02-29 12:34:56.789+02', '0044-03-15 01:02:03 BC', '2024-02-29', '23:59:59.5', '1 year 2 days 3.5 seconds',
    '{"a b",NULL,"c\\"d",""}', '{t,f,NULL}', '{1.50,NaN}', '{"b": [1, null], "a": "\\u00e9"}', '{ "a" : 1 }',
    'HARD "one"', '{EASY,"HARD \\"one\\""}', '18446744073709551615', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
    '\\x00ff', '10.0.0.1', '10.0.0.0/8', B'101', 1234.5, NULL)`
  await sql(`INSERT INTO typed VALUES ${values}`)
  const start = await readToEnd(server.url, { table: 'typed' })
  const reader = await followed('typed')
  await sql(`DELETE FROM typed; `)
  await sql(`INSERT INTO typed VALUES ${values}`)
  await reader.until((messages) => changesOf(messages).length >= 3)
  reader.stop()
  const { changes } = await readToEnd(server.url, { table: 'typed' }, start)
  const inSnapshot = start.changes[0]
  const inStream = changes.at(-1)
  expect(inStream?.value).toEqual(inSnapshot?.value)
  expect(inStream?.key).toBe(inSnapshot?.key)
  expect(inSnapshot?.value).toMatchObject({
    b: 'true',
    f: 'false',
    n: '12345678.90',
    at: '2024-02-29 10:34:56.789+00',
    tags: '{"a b",NULL,"c\\"d",""}',
    ls: '{EASY,"HARD \\"one\\""}',
    x: '18446744073709551615',
    span: 'P1Y2DT3.5S',
    raw: '\\x00ff',
    ip: '10.0.0.1',
    nothing: null,
  })
  const [first, , last] = changesOf(reader.messages)
  expect(last?.value).toEqual(first?.value)
  expect(first?.value).toMatchObject({
    b: true,
    i: -1,
    big: 9223372036854775807n,
    tags: ['a b', null, 'c"d', ''],
  })
  const schema = JSON.parse(start.replies[0]?.headers.get('electric-schema') ?? '')
  expect(schema).toMatchObject({
    id: { type: 'text', not_null: true, pk_index: 0 },
    v: { type: 'varchar', max_length: 10 },
    c: { type: 'bpchar', length: 5 },
    n: { type: 'numeric', precision: 10, scale: 2 },
    at: { type: 'timestamptz', precision: 3 },
    tags: { type: 'text', dims: 1 },
    l: { type: 'level' },
    x: { type: 'xid8' },
  })
})

it('follows a partitioned table under its own name', async () => {
  await sql(`CREATE TABLE parts (id int, body text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
    CREATE TABLE parts_low PARTITION OF parts FOR VALUES FROM (0) TO (10);
    CREATE TABLE parts_high PARTITION OF parts FOR VALUES FROM (10) TO (20);
    INSERT INTO parts VALUES (1, 'a')`)
  const reader = await followed('parts')
  await sql(`INSERT INTO parts VALUES (11, 'b'); UPDATE parts SET body = 'c' WHERE id = 1`)
  await reader.until((messages) => changesOf(messages).length >= 3)
  expect(changesOf(reader.messages).map(({ key }) => key)).toEqual([
    '"public"."parts"/"1"',
    '"public"."parts"/"11"',
    '"public"."parts"/"1"',
  ])
  reader.stop()
})

it('serves hundreds of filtered shapes, waking only those a change concerns', async () => {
  await sql('CREATE TABLE many (id int PRIMARY KEY, course text)')
  const shapes = await Promise.all(
    Array.from({ length: 300 }, (_, course) =>
      readToEnd(server.url, { table: 'many', where: `course = 'c${course}'` }),
    ),
  )
  await sql(`INSERT INTO many SELECT i, 'c' || (i % 300) FROM generate_series(1, 3000) i`)
  const reader = await followed('many', { where: `course = 'c299'` })
  await reader.until((messages) => changesOf(messages).length >= 10)
  reader.stop()
  for (const course of [0, 7, 299]) {
    const start = shapes[course]
    const { changes } = await readToEnd(server.url, { table: 'many', where: `course = 'c${course}'` }, start)
    expect(new Set(changes.map(({ value }) => value?.course))).toEqual(new Set([`c${course}`]))
    expect(changes).toHaveLength(10)
  }
})
