import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { buildIfStale } from '../../scripts/app-build.ts'
import { type Command, reply } from './electron-stand-in/commands.ts'

/* The desktop shell as it is built (out/main/index.js), run under Node with a strict stand-in for Electron. */
const main = fileURLToPath(new URL('../../out/main/index.js', import.meta.url))
const register = new URL('./electron-stand-in/register.ts', import.meta.url).href

interface App {
  process: ChildProcess
  output: string[]
  ended: Promise<number | null>
  ask(command: Command): Promise<unknown>
  enginePid(after?: number): Promise<number>
}

let home: string
const apps: App[] = []
const homes: string[] = []
beforeAll(() => buildIfStale(), 120_000)
beforeEach(() => {
  home = newHome()
})
afterEach(async () => {
  for (const app of apps.splice(0)) {
    app.process.kill('SIGKILL')
    await app.ended
  }
})
afterAll(() => {
  for (const folder of homes) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

function newHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'brainix-desktop-'))
  homes.push(folder)
  return folder
}

function start(folder = home, env: Record<string, string> = {}): App {
  const child = fork(main, [], {
    execArgv: ['--import', register],
    env: { ...process.env, BRAINIX_HOME: folder, BRAINIX_GATEWAY_URL: 'http://127.0.0.1:9', ...env },
    silent: true,
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => output.push(String(data)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const waiting = new Map<number, (answer: z.infer<typeof reply>) => void>()
  child.on('message', (message) => {
    const answer = reply.safeParse(message)
    if (answer.success) waiting.get(answer.data.id)?.(answer.data)
  })
  let last = 0
  const app: App = {
    process: child,
    output,
    ended,
    async ask(command) {
      last += 1
      const id = last
      const answer = new Promise<z.infer<typeof reply>>((resolve) => waiting.set(id, resolve))
      child.send({ id, command })
      const gone = ended.then(() => ({ id, result: undefined, error: `the app ended:\n${output.join('')}` }))
      const { result, error } = await Promise.race([answer, gone])
      if (error) throw new Error(error)
      return result
    },
    async enginePid(after) {
      for (let left = 200; left > 0; left -= 1) {
        const pid = Number([...output.join('').matchAll(/^engine pid (\d+)$/gm)].at(-1)?.[1] ?? 0)
        if (pid > 0 && pid !== after) return pid
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`no engine:\n${output.join('')}`)
    },
  }
  apps.push(app)
  return app
}

const signedOut = { shell: { shell: 'electron' }, ports: 1, session: { phase: 'signed-out', person: null } }
const sha = 'a'.repeat(64)

describe('the desktop shell', () => {
  test('shows the built page and hands it a line to the real engine', async () => {
    const app = start()
    expect(await app.ask({ do: 'session' })).toMatchObject(signedOut)
    expect(existsSync(join(home, 'device'))).toBe(true)
    await app.ask({ do: 'reload' })
    expect(await app.ask({ do: 'session' })).toMatchObject(signedOut)
  }, 60_000)

  test('an engine that was killed is replaced, and the page gets a new line without a reload', async () => {
    const app = start()
    expect(await app.ask({ do: 'session' })).toMatchObject(signedOut)
    const first = await app.enginePid()
    process.kill(first, 'SIGKILL')
    expect(await app.enginePid(first)).not.toBe(first)
    expect(await app.ask({ do: 'session' })).toMatchObject({ session: { phase: 'signed-out' } })
    expect(app.output.join('')).toContain('starting it again in 100 ms')
  }, 60_000)

  test('quitting closes the engine first, and the app ends well', async () => {
    const app = start()
    await app.ask({ do: 'session' })
    const engine = await app.enginePid()
    await app.ask({ do: 'quit' })
    expect(await app.ended).toBe(0)
    expect(() => process.kill(engine, 0)).toThrow()
    expect(app.output.join('')).not.toMatch(/Error/)
  }, 60_000)

  test('a second start only brings the open window to the front', async () => {
    const second = start(home, { BRAINIX_STAND_IN_LOCKED: '1' })
    expect(await second.ended).toBe(0)
    const app = start()
    await app.ask({ do: 'session' })
    await app.ask({ do: 'second-instance' })
    expect(await app.ask({ do: 'window' })).toMatchObject({ windows: 1, focused: 1 })
  }, 60_000)

  test('without a keychain nothing secret is written, and BrainiX still works', async () => {
    const app = start(home, { BRAINIX_STAND_IN_KEYCHAIN: 'none' })
    expect(await app.ask({ do: 'session' })).toMatchObject(signedOut)
    expect(app.output.join('')).toContain('this system offers no keychain')
    expect(existsSync(join(home, 'shell', 'secrets.sealed'))).toBe(false)
  }, 60_000)
})

describe('the desktop shell, once open,', () => {
  let app: App
  beforeAll(async () => {
    app = start(newHome())
    apps.pop()
    await app.ask({ do: 'session' })
  }, 60_000)
  afterAll(() => app.process.kill('SIGKILL'))

  test('the window is sandboxed, and its page can go nowhere else', async () => {
    expect(await app.ask({ do: 'window' })).toMatchObject({
      options: {
        webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false },
      },
    })
    expect(await app.ask({ do: 'navigate', url: 'brainix-app://app/#/catalogue' })).toBe(true)
    for (const url of [
      'https://example.org/',
      'file:///etc/passwd',
      'brainix-app://app.evil/',
      'javascript:1',
    ])
      expect(await app.ask({ do: 'navigate', url }), url).toBe(false)
    for (const url of ['http://example.org/a', 'file:///etc/passwd', 'smb://host/share'])
      expect(await app.ask({ do: 'open-window', url })).toEqual({ action: 'deny' })
    expect(await app.ask({ do: 'opened-outside' })).toEqual(['https://example.org/', 'http://example.org/a'])
  }, 60_000)

  test('no permission is given but full screen, copying and reminders', async () => {
    for (const permission of ['media', 'geolocation', 'clipboard-read', 'openExternal', 'usb'])
      expect(await app.ask({ do: 'ask-permission', permission }), permission).toEqual({
        granted: false,
        checked: false,
      })
    for (const permission of ['fullscreen', 'clipboard-sanitized-write', 'notifications'])
      expect(await app.ask({ do: 'ask-permission', permission })).toEqual({ granted: true, checked: true })
  }, 60_000)

  test('its scheme serves the built page alone, with its policy', async () => {
    const page = await app.ask({ do: 'fetch', url: 'brainix-app://app/' })
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(page).toHaveProperty(
      ['headers', 'content-security-policy'],
      expect.stringContaining("script-src 'self';"),
    )
    expect(page).toHaveProperty(
      ['headers', 'content-security-policy'],
      expect.stringContaining('brainix-media:'),
    )
    for (const path of ['../main/index.js', '%2e%2e/main/index.js', '..%2fmain%2findex.js', 'nothing.js'])
      expect(await app.ask({ do: 'fetch', url: `brainix-app://app/${path}` }), path).toMatchObject({
        status: 404,
      })
    expect(await app.ask({ do: 'fetch', url: 'brainix-app://other/' })).toMatchObject({ status: 404 })
  }, 60_000)

  test('while nobody is signed in no media is served, and a name that is no hash is never anything', async () => {
    const nobodys = await app.ask({ do: 'fetch', url: `brainix-media://blob/${sha}` })
    expect(nobodys).toMatchObject({
      status: expect.toSatisfy((status) => status === 404 || status === 503),
      text: '',
    })
    for (const url of [
      'brainix-media://blob/../etc/passwd',
      `brainix-media://other/${sha}`,
      'brainix-media://blob/',
    ])
      expect(await app.ask({ do: 'fetch', url }), url).toMatchObject({ status: 404 })
  }, 60_000)
})

test('the built preload script needs nothing but Electron, and is one CommonJS file', () => {
  const preload = readFileSync(new URL('../../out/preload/index.cjs', import.meta.url), 'utf8')
  expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron'])
  expect(preload).not.toMatch(/^import /m)
})
