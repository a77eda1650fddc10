import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { openPorts } from './ports.ts'
import { findPostgresPlace } from './postgres-place.ts'
import { isAlive } from './postgres-process.ts'

let home: string
let said: string[]
let running: EmbeddedPostgres[]

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'brainix-centre-'))
  await mkdir(join(home, 'centre'), { mode: 0o700 })
  said = []
  running = []
})
afterEach(async () => {
  for (const postgres of running) await postgres.stop()
  await rm(home, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedPostgres> {
  const centre = join(home, 'centre')
  const log = (line: string) => said.push(line)
  const postgres = await startEmbeddedPostgres({
    place: await findPostgresPlace(home, centre, log),
    ports: await openPorts(join(centre, 'ports.json')),
    log,
  })
  running.push(postgres)
  return postgres
}

const data = () => join(home, 'centre', 'postgres', 'data')

async function query(postgres: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.databaseUrl })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function postmasterPid(): Promise<number> {
  return Number.parseInt(await readFile(join(data(), 'postmaster.pid'), 'utf8'), 10)
}

it('creates a cluster once, then keeps its data, its port and its password', {
  timeout: 30_000,
}, async () => {
  const first = await start()
  await query(first, `CREATE TABLE kept AS SELECT 'Ärger' AS word`)
  await first.stop()
  const second = await start()
  expect(second.databaseUrl).toBe(first.databaseUrl)
  expect(await query(second, 'SELECT lower(word) AS word FROM kept')).toEqual([{ word: 'ärger' }])
  expect(await query(second, 'SHOW wal_level')).toEqual([{ wal_level: 'logical' }])
  expect(said).toEqual(['Creating the database (first start)'])
})

it('takes over after a kill -9 of its process, which leaves Postgres running', {
  timeout: 30_000,
}, async () => {
  const script = `
    const { startEmbeddedPostgres } = await import('${new URL('embedded-postgres.ts', import.meta.url)}')
    const { findPostgresPlace } = await import('${new URL('postgres-place.ts', import.meta.url)}')
    const { openPorts } = await import('${new URL('ports.ts', import.meta.url)}')
    const centre = '${join(home, 'centre')}'
    await startEmbeddedPostgres({
      place: await findPostgresPlace('${home}', centre, () => {}),
      ports: await openPorts(centre + '/ports.json'),
      log: () => {},
    })
    console.log('started')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  const orphan = await postmasterPid()
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await isAlive(orphan)).toBe(true)

  const postgres = await start()
  expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(await isAlive(orphan)).toBe(false)
  expect(said).toContain('Stopping the database that an earlier centre left running')
})

it('is not kept from starting by a postmaster.pid that names some other program', {
  timeout: 30_000,
}, async () => {
  const first = await start()
  await first.stop()
  await writeFile(join(data(), 'postmaster.pid'), `${process.pid}\n${data()}\n0\n5432\n\n127.0.0.1\n\n`)
  const second = await start()
  expect(await query(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

it('starts again by itself when Postgres is killed under it', { timeout: 30_000 }, async () => {
  const postgres = await start()
  await query(postgres, 'CREATE TABLE kept AS SELECT 1 AS one')
  process.kill(await postmasterPid(), 'SIGKILL')
  await expect.poll(() => said, { timeout: 20_000 }).toContain('Postgres is back')
  expect(await query(postgres, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
})

it('throws away half an initialisation, and moves aside a folder that is no cluster', {
  timeout: 30_000,
}, async () => {
  const folder = join(home, 'centre', 'postgres')
  await mkdir(join(folder, 'data.new-dead', 'base'), { recursive: true })
  await mkdir(data(), { recursive: true })
  await writeFile(join(data(), 'PG_VERSION'), '18\n') // begun, and never finished
  const postgres = await start()
  expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  const names = await readdir(folder)
  expect(names.filter((name) => name.startsWith('data.new'))).toEqual([])
  expect(names.filter((name) => name.startsWith('data.unusable-'))).toHaveLength(1)
})

it('moves to another port, and says which, when its own was taken meanwhile', {
  timeout: 30_000,
}, async () => {
  const first = await start()
  await first.stop()
  const squatter = createServer().listen(first.port, '127.0.0.1')
  await once(squatter, 'listening')
  try {
    const second = await start()
    expect(second.port).not.toBe(first.port)
    expect(await query(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  } finally {
    squatter.close()
  }
})

it.runIf(process.getuid?.() === 0)(
  'as root, lets only the group of Postgres pass through its folders',
  { timeout: 30_000 },
  async () => {
    await chmod(home, 0o700)
    await start()
    for (const folder of [home, join(home, 'centre')]) expect((await stat(folder)).mode & 0o777).toBe(0o710)
  },
)
