import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { changesOf, follow, readToEnd, upToDates } from '../server/shapes/embedded/testing/readers.ts'
import { freePort } from '../tests/support/free-port.ts'
import { createTestDatabase, type TestDatabase } from '../tests/support/postgres.ts'

const script = fileURLToPath(new URL('shape-log.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'brainix-shape-log-'))
const running = new Set<ChildProcess>()
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  for (const process of running) process.kill('SIGKILL')
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

function run(args: string[]) {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, XDG_CACHE_HOME: folder },
  })
  running.add(child)
  let output = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  child.stderr.on('data', (data) => {
    output += data
  })
  const ended = once(child, 'exit').then(([code]) => {
    running.delete(child)
    return { code, output }
  })
  const listening = new Promise<void>((resolve, reject) => {
    const look = setInterval(() => {
      if (!output.includes('listening')) return
      clearInterval(look)
      resolve()
    }, 10)
    ended.then(({ code }) => {
      clearInterval(look)
      reject(new Error(`ended with ${code}: ${output}`))
    })
  })
  listening.catch(() => {})
  return { child, ended, listening }
}

it.each([
  [[], '--database-url is missing'],
  [['--database-url', 'postgres://localhost/x'], '--port is missing'],
  [['--database-url', 'localhost', '--port', '1'], '--database-url must look like'],
  [
    ['--database-url=postgres://localhost/x', '--port=many'],
    '--port must be a whole number of at least 0, not "many"',
  ],
  [
    ['--database-url=postgres://localhost/x', '--port=1', '--chunk-bytes=0'],
    '--chunk-bytes must be a whole number',
  ],
  [['--database', 'x'], "Unknown option '--database'"],
])('names what is wrong with the flags %j', async (args, text) => {
  const { code, output } = await run(args).ended
  expect(code).toBe(2)
  expect(output).toContain(text)
})

it('says so when the database cannot be reached', async () => {
  const url = new URL(inject('postgresUrl'))
  url.pathname = '/not_there'
  const { code, output } = await run(['--database-url', url.href, '--port', '0']).ended
  expect(code).toBe(1)
  expect(output).toContain('Cannot reach the database: database "not_there" does not exist')
})

it('gives every change exactly once though it is killed in the middle of a burst, again and again', async () => {
  const port = await freePort()
  const flags = [
    '--database-url',
    database.url,
    `--port=${port}`,
    '--chunk-bytes',
    '10000',
    '--long-poll-ms=2000',
  ]
  const url = `http://127.0.0.1:${port}/v1/shape`
  await database.pool.query('CREATE TABLE burst (id int PRIMARY KEY, body text)')
  let server = run(flags)
  await server.listening
  const backoffOptions = { initialDelay: 20, maxDelay: 100, multiplier: 1.5 }
  const reader = follow({ url, params: { table: 'burst' }, backoffOptions })
  await reader.until((messages) => upToDates(messages) > 0)
  for (let id = 1; id <= 900; id++) {
    await database.pool.query(`INSERT INTO burst VALUES ($1, repeat('x', 300))`, [id])
    if (id % 300 !== 150) continue
    server.child.kill('SIGKILL')
    await server.ended
    server = run(flags)
  }
  await reader.until((messages) => changesOf(messages).length >= 900)
  reader.stop()
  const expected = Array.from({ length: 900 }, (_, index) => index + 1)
  expect(changesOf(reader.messages).map(({ value }) => value.id)).toEqual(expected)
  const late = await readToEnd(url, { table: 'burst' })
  expect(late.changes.map(({ value }) => Number(value?.id))).toEqual(expected)
  expect(late.handle).toBe(reader.stream.shapeHandle)

  // A second one beside it takes a log of its own.
  const second = run(['--database-url', database.url, '--port', String(await freePort())])
  await second.listening
  for (const { child, ended } of [second, server]) {
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  }
})
