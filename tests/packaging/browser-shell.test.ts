import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { buildIfStale } from '../../scripts/app-build.ts'
import { connectToShell, openSession } from '../support/shell-client.ts'

const entry = fileURLToPath(new URL('../../browser/main.ts', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'brainix-browser-'))
const statusFile = join(home, 'status.json')
const statusShape = z.object({ shellPid: z.number(), enginePid: z.number().nullable(), url: z.string() })
type Status = z.infer<typeof statusShape>

interface Shell {
  process: ChildProcess
  output: string[]
  ended: Promise<number | null>
}
const shells: Shell[] = []

beforeAll(() => buildIfStale(), 120_000)
afterEach(() => {
  for (const shell of shells.splice(0)) shell.process.kill('SIGKILL')
})
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

function start(...args: string[]): Shell {
  rmSync(statusFile, { force: true })
  const child = spawn(process.execPath, [entry, '--status-file', statusFile, ...args], {
    env: { ...process.env, BRAINIX_HOME: home, BRAINIX_GATEWAY_URL: 'http://127.0.0.1:9' },
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(String(data)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const shell = { process: child, output, ended }
  shells.push(shell)
  return shell
}

/** Waits until the status file says what is expected of it. */
async function until(shell: Shell, isIt: (status: Status) => boolean): Promise<Status> {
  for (let left = 200; left > 0; left -= 1) {
    try {
      const status = statusShape.parse(JSON.parse(readFileSync(statusFile, 'utf8')))
      if (isIt(status)) return status
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the shell did not get there:\n${shell.output.join('')}`)
}
const running = (shell: Shell) => until(shell, ({ enginePid }) => enginePid !== null)

test('the app with its real engine: opened once, killed, closed and opened again, the tab stays let in', async () => {
  const first = start()
  const status = await running(first)
  expect(statSync(statusFile).mode & 0o077).toBe(0)
  const port = Number(new URL(status.url).port)
  const cookie = await openSession(status.url)
  const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie } })
  expect(await page.text()).toContain('<div id="root">')

  const line = await connectToShell(port, cookie)
  expect(await line.api.session.get()).toMatchObject({ phase: 'signed-out', person: null })

  process.kill(status.enginePid ?? 0, 'SIGKILL')
  expect(await line.closed).toBe(1012)
  const again = await connectToShell(port, cookie)
  expect(await again.api.session.get()).toMatchObject({ phase: 'signed-out' })
  const restarted = await until(
    first,
    ({ enginePid }) => enginePid !== null && enginePid !== status.enginePid,
  )
  expect(restarted).toMatchObject({ shellPid: first.process.pid, url: status.url })

  first.process.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  expect(() => process.kill(restarted.enginePid ?? 0, 0)).toThrow()

  const second = start()
  const { url } = await running(second)
  expect(new URL(url).port).toBe(String(port))
  expect(url).not.toBe(status.url)
  const kept = await connectToShell(port, cookie)
  expect(await kept.api.session.get()).toMatchObject({ phase: 'signed-out' })
}, 60_000)

test('killing the shell ends its engine too, which finishes in its own time', async () => {
  const shell = start()
  const { enginePid } = await running(shell)
  shell.process.kill('SIGKILL')
  await shell.ended
  const isGone = () => {
    try {
      process.kill(enginePid ?? 0, 0)
      return false
    } catch {
      return true
    }
  }
  for (let left = 100; left > 0 && !isGone(); left -= 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
  expect(isGone()).toBe(true)
}, 60_000)

test('a port fixed by the caller that another program holds is named; the remembered one gives way to any', async () => {
  const other = createServer()
  const taken = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  try {
    const refused = start('--port', String(taken))
    expect(await refused.ended).toBe(1)
    expect(refused.output.join('')).toContain(`Port ${taken} is in use`)
  } finally {
    await new Promise((resolve) => other.close(resolve))
  }
  const fixed = start('--port', String(taken))
  expect(new URL((await running(fixed)).url).port).toBe(String(taken))
  const beside = start()
  const { url } = await until(beside, ({ shellPid }) => shellPid === beside.process.pid)
  expect(new URL(url).port).not.toBe(String(taken))
}, 60_000)
