import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hello, me } from '../../src/shared/contract/wire.ts'
import { signInAs } from '../demo/sign-in-as.ts'
import { isAlive } from './postgres-process.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const byDatabaseUrl = fileURLToPath(new URL('../../scripts/centre.ts', import.meta.url))
let home: string
let started: ChildProcess[]

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'brainix-main-'))
  started = []
})
afterEach(async () => {
  for (const child of started) await end(child, 'SIGTERM')
  await rm(home, { recursive: true, force: true })
})

interface Outcome {
  child: ChildProcess
  /** The gateway's address, or null when the process ended without becoming ready. */
  url: string | null
  code: number | null
  said: string
}

async function run(program: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, BRAINIX_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  started.push(child)
  let said = ''
  const lines = (stream: Readable | null, onLine: (line: string) => void) =>
    stream && createInterface({ input: stream }).on('line', onLine)
  return new Promise((resolve) => {
    lines(child.stderr, (line) => {
      said += `${line}\n`
    })
    lines(child.stdout, (line) => {
      said += `${line}\n`
      const [, url] = /^centre ready (\S+)$/.exec(line) ?? []
      if (url) resolve({ child, url, code: null, said })
    })
    child.once('close', (code) => resolve({ child, url: null, code, said }))
  })
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

async function helloFrom(url: string | null) {
  return hello.parse(await (await fetch(`${url}/v1/hello`)).json())
}

it('runs a centre that survives kill -9: same address, same data, people still signed in', {
  timeout: 60_000,
}, async () => {
  const first = await run(main)
  expect(first.url, first.said).not.toBeNull()
  const tokens = await signInAs(await helloFrom(first.url), 'demo|learner')
  const who = async (url: string | null) => {
    const headers = { authorization: `Bearer ${tokens.accessToken}` }
    return me.parse(await (await fetch(`${url}/v1/me`, { headers })).json())
  }
  const before = await who(first.url)
  expect(before).toMatchObject({ name: 'Amina Diallo', role: 'STUDENT' })

  const rival = await run(main)
  expect([rival.code, rival.said]).toEqual([3, expect.stringContaining('already running')])

  await end(first.child, 'SIGKILL')
  const second = await run(main)
  expect(second.url).toBe(first.url)
  expect(await who(second.url)).toEqual(before)

  const info = JSON.parse(await readFile(join(home, 'centre', 'centre.json'), 'utf8'))
  expect(info).toMatchObject({ pid: second.child.pid, gatewayUrl: second.url })
  const postmaster = Number.parseInt(
    await readFile(join(home, 'centre/postgres/data/postmaster.pid'), 'utf8'),
    10,
  )
  const stoppingMs = Date.now()
  await end(second.child, 'SIGINT')
  expect(second.child.exitCode).toBe(0)
  expect(Date.now() - stoppingMs).toBeLessThan(10_000)
  expect(await isAlive(postmaster)).toBe(false)
  expect(existsSync(join(home, 'centre', 'centre.json'))).toBe(false)
})

it('stops cleanly when it is asked to while it starts', { timeout: 60_000 }, async () => {
  const starting = run(main)
  await expect
    .poll(() => existsSync(join(home, 'centre', 'ports.json')), { interval: 5, timeout: 20_000 })
    .toBe(true)
  for (const child of started) child.kill('SIGTERM')
  expect(await starting).toMatchObject({ url: null, code: 0 })
  expect(existsSync(join(home, 'centre/postgres/data/postmaster.pid'))).toBe(false)
})

it('recovers when it was killed in the middle of its very first start', { timeout: 60_000 }, async () => {
  const starting = run(main)
  const unfinished = async () => {
    const names = await readdir(join(home, 'centre', 'postgres')).catch(() => [])
    return names.some((name) => /^data\.new-[0-9a-f]+$/.test(name))
  }
  await expect.poll(unfinished, { interval: 2, timeout: 20_000 }).toBe(true)
  for (const child of started) child.kill('SIGKILL')
  expect((await starting).url).toBeNull()
  const again = await run(main)
  expect(again.url, again.said).not.toBeNull()
  expect(await unfinished()).toBe(false)

  // and it does not outlive the process that started it
  const ended = once(again.child, 'exit')
  again.child.disconnect()
  expect((await ended)[0]).toBe(0)
})

it('names what is missing or wrong, and ends with status 2', { timeout: 60_000 }, async () => {
  const [nothing, unknown, wrong, nobody] = await Promise.all([
    run(byDatabaseUrl, [], { DATABASE_URL: '', PORT: '' }),
    run(byDatabaseUrl, ['--databse-url', 'x']),
    run(main, [], { ELECTRIC_URL: 'somewhere' }),
    run(byDatabaseUrl, ['--database-url', 'postgres://me@127.0.0.1:9/none', '--port', '0']),
  ])
  expect(nothing.code).toBe(2)
  expect(nothing.said).toContain('DATABASE_URL: is missing')
  expect(nothing.said).toContain('PORT: is missing')
  expect([unknown.code, unknown.said]).toEqual([2, expect.stringContaining('--databse-url')])
  expect([wrong.code, wrong.said]).toEqual([2, expect.stringContaining('ELECTRIC_URL: must be an address')])
  expect([nobody.code, nobody.said]).toEqual([1, expect.stringContaining('cannot be reached')])
})
