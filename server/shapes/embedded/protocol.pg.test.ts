import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts'
import { ask, readToEnd } from './testing/readers.ts'
import { ShapeLogServer } from './testing/shape-log-server.ts'

let database: TestDatabase
let server: ShapeLogServer

beforeAll(async () => {
  database = await createTestDatabase()
  server = await ShapeLogServer.start(database.url, {
    chunkBytes: 2000,
    longPollMs: 400,
    maxAgeSeconds: 7,
    staleAgeSeconds: 11,
  })
  await database.pool.query(`
    CREATE TABLE items (id int PRIMARY KEY, title text NOT NULL, note text, done bool NOT NULL DEFAULT false);
    CREATE TABLE keyless (a int, b text);
    CREATE TABLE made (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED);
    CREATE VIEW seen AS SELECT 1 AS id;`)
})
afterAll(async () => {
  await server.remove()
  await database.drop()
})
beforeEach(() => database.pool.query(`DELETE FROM items`))

const items = { table: 'items' }

async function errorOf(params: Record<string, string>, init: RequestInit = {}) {
  const response = await fetch(`${server.url}?${new URLSearchParams(params)}`, init)
  return {
    status: response.status,
    cache: response.headers.get('cache-control'),
    body: await response.json(),
  }
}

describe('requests that cannot be served', () => {
  const cases: [string, Record<string, string>, Record<string, string>][] = [
    ['no offset', items, { offset: "can't be blank" }],
    ['a malformed offset', { ...items, offset: 'soon' }, { offset: 'has invalid format' }],
    ['no table', { offset: '-1' }, { table: "can't be blank" }],
    ['no handle', { ...items, offset: '0_0' }, { handle: "can't be blank when offset != -1" }],
    [
      'live from the start',
      { ...items, offset: '-1', live: 'true' },
      { live: "can't be true when offset == -1" },
    ],
    [
      'live from now',
      { ...items, offset: 'now', live: 'true' },
      { live: "can't be true when offset is 'now'" },
    ],
    [
      'a table that is not there',
      { table: 'nothing', offset: '-1' },
      {
        table:
          'Table "public"."nothing" does not exist. If the table name contains capitals or special characters you must quote it.',
      },
    ],
    [
      'a table without a name',
      { table: '.x', offset: '-1' },
      { table: 'Invalid zero-length delimited identifier' },
    ],
    [
      'a view',
      { table: 'seen', offset: '-1' },
      { table: '"public"."seen" is not a table: only tables can be followed.' },
    ],
    [
      'columns without the key',
      { ...items, offset: '-1', columns: 'title' },
      { columns: 'The list of columns must include all primary key columns, missing: id' },
    ],
    [
      'unknown columns',
      { ...items, offset: '-1', columns: 'id,colour' },
      { columns: 'The following columns are not found on the table: colour' },
    ],
    [
      'generated columns',
      { table: 'made', offset: '-1' },
      {
        columns:
          "The following columns are generated and cannot be included in the shape: twice. You can exclude them from the shape by explicitly listing which columns to fetch in the 'columns' query param",
      },
    ],
    [
      'a filter that does not parse',
      { ...items, offset: '-1', where: '1 x 1' },
      { where: 'At location 17: syntax error at or near "x"' },
    ],
    [
      'a filter on an unknown column',
      { ...items, offset: '-1', where: "title = 'ä' AND colour = 'red'" },
      { where: 'At location 31: unknown reference colour' },
    ],
    [
      'a filter with a function',
      { ...items, offset: '-1', where: 'id = 1 AND now() > now()' },
      { where: 'At location 26: function now is not supported in filters' },
    ],
    [
      'a filter with a subquery',
      { ...items, offset: '-1', where: 'id IN (SELECT 1)' },
      { where: 'At location 18: subqueries are not supported in filters' },
    ],
    [
      'a second statement',
      { ...items, offset: '-1', where: 'done; DROP TABLE items' },
      { where: 'At location 21: unexpected second statement' },
    ],
    [
      'a constant of the wrong type',
      { ...items, offset: '-1', where: "id = 'one'" },
      { where: 'At location 20: invalid input syntax for type integer: "one"' },
    ],
    [
      'a parameter that is missing',
      { ...items, offset: '-1', where: 'id = $2', 'params[1]': '1' },
      { where: 'At location 20: parameter $2 was not provided' },
    ],
    [
      'parameters with gaps',
      { ...items, offset: '-1', where: 'id = $2', 'params[2]': '1' },
      { params: 'Parameters must be numbered sequentially, starting from 1' },
    ],
    ['a replica mode unknown', { ...items, offset: '-1', replica: 'half' }, { replica: 'is invalid' }],
    [
      'a subset',
      { ...items, offset: '-1', subset__limit: '10' },
      { subset__limit: 'subsets are not supported here; follow the whole shape' },
    ],
  ]
  it.each(cases)('names the parameter at fault: %s', async (_name, params, errors) => {
    const { status, cache, body } = await errorOf(params)
    const listed = Object.fromEntries(Object.entries(errors).map(([name, text]) => [name, [text]]))
    expect({ status, cache, body }).toEqual({
      status: 400,
      cache: 'no-store',
      body: { message: 'Invalid request', errors: listed },
    })
  })

  it('holds an offset beyond the end for a while before it is refused', async () => {
    const { handle } = await readToEnd(server.url, items)
    const startedAt = Date.now()
    const { status, body } = await errorOf({ ...items, handle, offset: '9007199254740000_0' })
    expect(status).toBe(400)
    expect(body.errors).toEqual({ offset: ['out of bounds for this shape'] })
    expect(Date.now() - startedAt).toBeGreaterThan(300)
  })

  it('answers other methods and paths as the protocol says', async () => {
    const put = await fetch(server.url, { method: 'PUT' })
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD, DELETE, OPTIONS'])
    const options = await fetch(server.url, { method: 'OPTIONS', headers: { origin: 'https://a.example' } })
    expect(options.status).toBe(204)
    expect(options.headers.get('access-control-allow-methods')).toContain('DELETE')
    expect(options.headers.get('access-control-allow-origin')).toBe('https://a.example')
    expect((await fetch(server.url.replace('/shape', '/shapes'))).status).toBe(404)
    const health = await fetch(server.healthUrl)
    expect([health.status, await health.json()]).toEqual([200, { status: 'active' }])
    expect((await errorOf({ ...items, offset: '-1' }, { method: 'POST', body: '{"limit": 1}' })).status).toBe(
      400,
    )
    expect((await ask(server.url, { ...items, offset: '-1' }, { method: 'POST' })).status).toBe(200)
  })
})

describe('what a cache relies on', () => {
  it('gives each kind of reply its own lifetime and exposes its headers to pages', async () => {
    const initial = await ask(server.url, { ...items, offset: '-1' })
    expect(initial.headers.get('cache-control')).toBe(
      'public, max-age=604800, s-maxage=3600, stale-while-revalidate=2629746',
    )
    expect(initial.headers.get('content-type')).toMatch(/^application\/json/)
    expect(initial.upToDate).toBe(false)
    const { handle } = initial
    const log = await ask(server.url, { ...items, handle, offset: initial.offset })
    expect(log.headers.get('cache-control')).toBe('public, max-age=7, stale-while-revalidate=11')
    expect(log.headers.get('electric-schema')).toContain('"pk_index":0')
    expect(log.headers.get('electric-cursor')).toBeNull()
    const live = await ask(server.url, { ...items, handle, offset: log.offset, live: 'true' })
    expect(live.headers.get('cache-control')).toBe('public, max-age=5, stale-while-revalidate=5')
    expect(live.headers.get('electric-schema')).toBeNull()
    expect(live.messages).toEqual([
      { headers: { control: 'up-to-date', global_last_seen_lsn: expect.any(String) } },
    ])
    const exposed = (initial.headers.get('access-control-expose-headers') ?? '').split(',')
    for (const name of ['cursor', 'handle', 'offset', 'schema', 'up-to-date', 'has-data'])
      expect(exposed).toContain(`electric-${name}`)
  })

  it('moves the cursor whenever it would be the one the request came with', async () => {
    const { handle, offset } = await readToEnd(server.url, items)
    const live = { ...items, handle, offset, live: 'true' }
    const first = (await ask(server.url, live)).headers.get('electric-cursor') ?? ''
    const seconds = (Date.now() - Date.UTC(2024, 9, 9)) / 1000
    expect(Math.abs(Number(first) - seconds)).toBeLessThan(3)
    let cursor = first
    for (let i = 0; i < 3; i++) {
      const next = (await ask(server.url, { ...live, cursor })).headers.get('electric-cursor') ?? ''
      expect(next).not.toBe(cursor)
      cursor = next
    }
  })

  it('answers 304 to the etag of an unchanged part, and never to that of an empty live poll', async () => {
    const start = await readToEnd(server.url, items)
    await database.pool.query(`INSERT INTO items VALUES (1, 'one')`)
    await ask(server.url, { ...items, handle: start.handle, offset: start.offset, live: 'true' })
    const params = { ...items, handle: start.handle, offset: start.offset }
    const reply = await ask(server.url, params)
    const etag = reply.headers.get('etag') ?? ''
    expect(etag).toBe(`"${start.handle}:${start.offset}:${reply.offset}"`)
    const again = await ask(server.url, params, { headers: { 'if-none-match': `"other", W/${etag}` } })
    expect([again.status, again.headers.get('cache-control')]).toEqual([
      304,
      'public, max-age=7, stale-while-revalidate=11',
    ])
    const initial = await ask(server.url, { ...items, offset: '-1' })
    const known = { headers: { 'if-none-match': initial.headers.get('etag') ?? '' } }
    expect((await ask(server.url, { ...items, offset: '-1' }, known)).status).toBe(304)
    const idle = { ...items, handle: start.handle, offset: reply.offset, live: 'true' }
    const empty = (await ask(server.url, idle)).headers.get('etag') ?? ''
    expect((await ask(server.url, idle, { headers: { 'if-none-match': empty } })).status).toBe(200)
  })

  it('gives HEAD the headers of GET and no body', async () => {
    const url = `${server.url}?${new URLSearchParams({ ...items, offset: '-1' })}`
    const [get, head] = [await fetch(url), await fetch(url, { method: 'HEAD' })]
    expect(await head.text()).toBe('')
    for (const name of ['etag', 'electric-handle', 'electric-offset', 'cache-control', 'electric-schema'])
      expect(head.headers.get(name)).toBe(get.headers.get(name))
  })

  it('cuts the log into the same chunks for everybody', async () => {
    const start = await readToEnd(server.url, items)
    for (let id = 1; id <= 20; id++)
      await database.pool.query(`INSERT INTO items VALUES ($1, repeat('x', 400))`, [id])
    let whole = await readToEnd(server.url, items, start)
    while (whole.changes.length < 20) whole = await readToEnd(server.url, items, start)
    const again = await readToEnd(server.url, items, start)
    expect(again.replies.map(({ offset, messages }) => [offset, messages.length])).toEqual(
      whole.replies.map(({ offset, messages }) => [offset, messages.length]),
    )
    expect(whole.replies.length).toBeGreaterThan(4)
    // From any place, even one between two changes, a chunk ends where it ends for others.
    const [first] = whole.changes
    const middle = `${first?.headers.lsn}_${first?.headers.op_position}`
    const rest = await ask(server.url, { ...items, handle: start.handle, offset: middle })
    expect(rest.offset).toBe(whole.replies[0]?.offset)
  })
})

describe('handles', () => {
  it('sends whoever has an unknown handle, or that of another definition, to the right one', async () => {
    const { handle } = await ask(server.url, { ...items, offset: '-1' })
    const other = await ask(server.url, { ...items, where: 'id > 5', offset: '-1' })
    for (const wrong of ['nobody-1', other.handle]) {
      const reply = await ask(server.url, { ...items, offset: '0_0', handle: wrong })
      expect([reply.status, reply.handle]).toEqual([409, handle])
      expect(reply.messages).toEqual([{ headers: { control: 'must-refetch' } }])
      expect(reply.headers.get('cache-control')).toBe('public, max-age=60, must-revalidate')
      expect(reply.headers.get('location')).toContain(`handle=${handle}`)
    }
  })

  it('never uses one again after DELETE, and frees those who wait', async () => {
    const { handle, offset } = await readToEnd(server.url, items)
    const waiting = ask(server.url, { ...items, handle, offset, live: 'true' })
    await new Promise((next) => setTimeout(next, 50))
    const remove = (params: Record<string, string>) =>
      fetch(`${server.url}?${new URLSearchParams(params)}`, { method: 'DELETE' })
    expect((await remove({ table: 'items', handle: 'nobody-1' })).status).toBe(400)
    expect((await remove({ table: 'items', handle })).status).toBe(202)
    const told = await waiting
    expect(told.status).toBe(409)
    expect(told.handle).not.toBe(handle)
    expect((await remove({ handle })).status).toBe(404)
    expect((await remove({ table: 'keyless' })).status).toBe(404)
    expect((await ask(server.url, { ...items, offset: '-1' })).handle).toBe(told.handle)
  })

  it('is shared by everyone who means the same, however they say it', async () => {
    const plain = await ask(server.url, { ...items, offset: '-1', where: "title = 'a' AND id = 3" })
    const params = { where: 'title = $1 AND id=$2', params: '{"1":"a","2":3}' }
    const spelt = await ask(server.url, { table: 'public."items"', offset: '-1', ...params })
    expect(spelt.handle).toBe(plain.handle)
    expect(plain.handle).toMatch(/^\d+-\d{16}$/)
  })
})
