import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { buildIfStale } from '../../scripts/app-build.ts'
import { connectToShell, openSession } from '../support/shell-client.ts'

/* `npm start` as a person meets it: a real centre, a real shell, and ways to end them. */
const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'brainix-start-'))
const runningPath = join(home, 'running.json')
const mark = z.object({ pid: z.number() })
const runningShape = z.object({ starter: mark, parts: z.array(mark) })

interface Start {
  process: ChildProcess
  output: () => string
  ended: Promise<number | NodeJS.Signals | null>
}
const starts: Start[] = []

beforeAll(() => buildIfStale(), 120_000)
afterEach(async () => {
  for (const { process: child, ended } of starts.splice(0)) {
    child.kill('SIGTERM')
    await ended
  }
}, 60_000)
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

function start(): Start {
  const child = spawn(process.execPath, [script, '--browser', '--no-open'], {
    env: { ...process.env, BRAINIX_HOME: home, BRAINIX_GATEWAY_URL: '' },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      text += data
    })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  )
  const started = { process: child, output: () => text, ended }
  starts.push(started)
  return started
}

async function until(what: string, isIt: () => boolean, seconds = 60): Promise<void> {
  for (let left = seconds * 20; left > 0; left -= 1) {
    if (isIt()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${what} did not happen:\n${starts.map(({ output }) => output()).join('\n')}`)
}

async function ready(started: Start): Promise<string> {
  await until('the start', () => started.output().includes('Ready after'))
  return /BrainiX is open at (\S+)/.exec(started.output())?.[1] ?? ''
}

function partPids(): number[] {
  return runningShape.parse(JSON.parse(readFileSync(runningPath, 'utf8'))).parts.map(({ pid }) => pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a start brings up centre and app, refuses a second one, and Ctrl-C ends every part', async () => {
  const first = start()
  const url = await ready(first)
  expect(first.output()).toMatch(/^centre ready http:\/\/127\.0\.0\.1:\d+$/m)
  const line = await connectToShell(Number(new URL(url).port), await openSession(url))
  const { gatewayUrl } = await line.api.session.get()
  expect(first.output()).toContain(`centre ready ${gatewayUrl}`)

  const second = start()
  expect(await second.ended).toBe(1)
  expect(second.output()).toContain('BrainiX is running already')

  const parts = partPids()
  expect(parts).toHaveLength(2)
  first.process.kill('SIGINT')
  expect(await first.ended).toBe(130)
  expect(parts.filter(isAlive)).toEqual([])
  expect(existsSync(runningPath)).toBe(false)
}, 120_000)

test('after everything was killed at once, the next start recovers on the same addresses', async () => {
  const first = start()
  const before = new URL(await ready(first))
  for (const pid of [...partPids(), first.process.pid ?? 0]) process.kill(pid, 'SIGKILL')
  await first.ended

  const second = start()
  const after = new URL(await ready(second))
  expect(after.port).toBe(before.port)
  const centreOf = (started: Start) => /^centre ready .*$/m.exec(started.output())?.[0]
  expect(centreOf(second)).toBe(centreOf(first))
}, 120_000)

test('a killed start takes its parts along', async () => {
  const first = start()
  await ready(first)
  const parts = partPids()
  first.process.kill('SIGKILL')
  await until('the end of every part', () => !parts.some(isAlive), 20)
}, 120_000)
