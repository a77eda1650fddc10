import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts'
import { ask, changesOf, follow, readToEnd, type WireMessage } from './testing/readers.ts'
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

const COMMITS = 2000

/** Sorted ids of inserts, to compare with what was committed: missing and doubled ones both show. */
function ids(changes: { value?: Record<string, unknown> | undefined }[]): number[] {
  return changes.map(({ value }) => Number(value?.id)).sort((a, b) => a - b)
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

it('gives every reader each of 2,000 back-to-back commits exactly once, live, polling or joining late', async () => {
  await database.pool.query('CREATE TABLE burst (id int PRIMARY KEY, body text NOT NULL)')
  const params = { table: 'burst' }
  const live = [1, 2].map(() => follow({ url: server.url, params }))
  await Promise.all(live.map((reader) => reader.until((messages) => messages.length > 0)))

  let writing = true
  const polled: WireMessage[] = []
  const poll = (async () => {
    let at = await readToEnd(server.url, params)
    polled.push(...at.changes)
    for (let last = false; !last; ) {
      last = !writing
      at = await readToEnd(server.url, params, at)
      polled.push(...at.changes)
    }
  })()

  const client = await database.pool.connect()
  const late: ReturnType<typeof follow>[] = []
  for (let id = 1; id <= COMMITS; id++) {
    await client.query(`INSERT INTO burst VALUES ($1, repeat('x', $2))`, [id, (id * 37) % 900])
    if (id === 700 || id === 1500) late.push(follow({ url: server.url, params }))
  }
  client.release()
  for (const reader of [...live, ...late])
    await reader.until((messages) => changesOf(messages).length >= COMMITS)
  writing = false
  await poll
  const after = await readToEnd(server.url, params)
  await new Promise((done) => setTimeout(done, 200))
  for (const reader of [...live, ...late]) {
    reader.stop()
    expect(ids(changesOf(reader.messages))).toEqual(upTo(COMMITS))
  }
  expect(ids(polled)).toEqual(upTo(COMMITS))
  expect(ids(after.changes)).toEqual(upTo(COMMITS))
})

it('splits a transaction larger than a chunk over several replies, visible only when it is whole', async () => {
  await database.pool.query('CREATE TABLE large (id int PRIMARY KEY, body text NOT NULL)')
  const params = { table: 'large' }
  const reader = follow({ url: server.url, params })
  await reader.until((messages) => messages.length > 0)
  const start = await readToEnd(server.url, params)

  await database.pool.query(`INSERT INTO large SELECT i, repeat('y', 900) FROM generate_series(1, 200) i`)
  await reader.until((messages) => changesOf(messages).length >= 200)
  const read = await readToEnd(server.url, params, start)

  expect(read.replies.length).toBeGreaterThan(10)
  expect(read.replies.slice(0, -1).every(({ upToDate }) => !upToDate)).toBe(true)
  expect(ids(read.changes)).toEqual(upTo(200))
  expect(ids(changesOf(reader.messages))).toEqual(upTo(200))
  reader.stop()
  const marked = read.changes.map(({ headers }) => headers.last === true)
  expect(marked).toEqual([...Array.from({ length: 199 }, () => false), true])
  const positions = read.changes.map(({ headers }) => headers.op_position ?? -1)
  expect(positions).toEqual([...positions].sort((a, b) => a - b))
  expect(new Set(read.changes.map(({ headers }) => headers.lsn)).size).toBe(1)
  // The offset handed out is that of the last change in the body.
  for (const { changes, offset } of read.replies.filter((reply) => reply.changes.length > 0))
    expect(offset).toBe(`${changes.at(-1)?.headers.lsn}_${changes.at(-1)?.headers.op_position}`)
})

it('never shows what was rolled back, and shows what savepoints kept', async () => {
  await database.pool.query('CREATE TABLE saved (id int PRIMARY KEY)')
  const params = { table: 'saved' }
  const start = await readToEnd(server.url, params)
  const client = await database.pool.connect()
  await client.query('BEGIN; INSERT INTO saved VALUES (1); ROLLBACK')
  await client.query(`BEGIN; INSERT INTO saved VALUES (2); SAVEPOINT a; INSERT INTO saved VALUES (3);
    ROLLBACK TO a; SAVEPOINT b; INSERT INTO saved VALUES (4); RELEASE b; COMMIT`)
  client.release()
  const reply = await ask(server.url, { ...params, handle: start.handle, offset: start.offset, live: 'true' })
  expect(ids(reply.changes)).toEqual([2, 4])
})

it('neither loses nor doubles rows written while snapshots are taken', async () => {
  await database.pool.query(
    'CREATE TABLE busy (id serial PRIMARY KEY, shape int NOT NULL, body text NOT NULL)',
  )
  let writing = true
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    const client = await database.pool.connect()
    for (let i = 0; writing; i++) {
      await client.query('BEGIN')
      await client.query(`INSERT INTO busy (shape, body) VALUES ($1, repeat('z', 200)), ($1, '')`, [
        (writer + i) % 4,
      ])
      if (i % 5 === 0) await new Promise((next) => setTimeout(next, i % 17))
      await client.query(i % 7 === 0 ? 'ROLLBACK' : 'COMMIT')
    }
    client.release()
  })
  const readers: { shape: number; reader: ReturnType<typeof follow> }[] = []
  for (let round = 0; round < 24; round++) {
    const shape = round % 4
    // A different filter text is a shape of its own, with a snapshot of its own.
    const where = `shape = ${shape} AND id > -${round}`
    readers.push({ shape, reader: follow({ url: server.url, params: { table: 'busy', where } }) })
    await new Promise((next) => setTimeout(next, 40))
  }
  writing = false
  await Promise.all(writers)
  for (const { shape, reader } of readers) {
    const rows = await database.pool.query('SELECT id FROM busy WHERE shape = $1 ORDER BY id', [shape])
    const expected = rows.rows.map(({ id }) => Number(id))
    await reader.until((messages) => changesOf(messages).length >= expected.length)
    expect(ids(changesOf(reader.messages))).toEqual(expected)
    reader.stop()
  }
})

it.each([
  ['early', ''],
  // Nothing has to be altered here, so no lock makes us wait for the writer either.
  ['early_full', 'ALTER TABLE early_full REPLICA IDENTITY FULL'],
])(
  'has the writes of a transaction that began before table %s was first asked for',
  async (table, prepare) => {
    const { pool } = database
    await pool.query(
      `CREATE TABLE ${table} (id int PRIMARY KEY); CREATE TABLE other_${table} (id int PRIMARY KEY)`,
    )
    if (prepare) await pool.query(prepare)
    await readToEnd(server.url, { table: `other_${table}` })
    const holding = await pool.connect()
    const elsewhere = await pool.connect()
    await holding.query(`BEGIN; INSERT INTO ${table} VALUES (1)`)
    await elsewhere.query(`BEGIN; INSERT INTO other_${table} VALUES (1)`)
    const reader = follow({
      url: server.url,
      params: { table },
      backoffOptions: { initialDelay: 50, maxDelay: 200, multiplier: 2 },
    })
    await new Promise((next) => setTimeout(next, 800))
    expect(reader.messages).toEqual([])
    await holding.query(`INSERT INTO ${table} VALUES (2); COMMIT`)
    await reader.until((messages) => changesOf(messages).length >= 2)
    // This one had begun before, too, but touches the table only now.
    await elsewhere.query(`INSERT INTO ${table} VALUES (3); COMMIT`)
    await reader.until((messages) => changesOf(messages).length >= 3)
    expect(ids(changesOf(reader.messages))).toEqual([1, 2, 3])
    reader.stop()
    holding.release()
    elsewhere.release()
  },
)
