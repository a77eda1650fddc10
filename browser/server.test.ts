import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openedFiles } from '../tests/support/opened-files.ts'
import { connectToShell, openShellSocket } from '../tests/support/shell-client.ts'
import { type EngineProcess, startEngineProcess } from './engine-process.ts'
import { createHostRouter } from './host.ts'
import { openSecretFile } from './secret-file.ts'
import { type ShellServer, startShellServer } from './server.ts'

const home = mkdtempSync(join(tmpdir(), 'brainix-shell-'))
const pageFolder = join(home, 'page')
const cookieSecret = Buffer.alloc(32, 7)
const sha = (first: string) => first + 'a'.repeat(63)
let engine: EngineProcess
let shell: ShellServer
let cookie: string
let nowMs = Date.now()

beforeAll(async () => {
  mkdirSync(join(pageFolder, 'assets'), { recursive: true })
  writeFileSync(join(pageFolder, 'index.html'), '<title>the app</title>')
  writeFileSync(join(pageFolder, 'assets', 'app-1a2b.js'), 'export {}')
  writeFileSync(join(home, 'blob'), Buffer.alloc(1000, 'x'))
  writeFileSync(join(home, 'private'), 'not for the page')
  symlinkSync(join(home, 'private'), join(pageFolder, 'link.html'))
  engine = startEngineProcess({
    entry: fileURLToPath(new URL('../tests/support/fake-engine/entry.ts', import.meta.url)),
    args: [home],
    host: createHostRouter(openSecretFile(join(home, 'shell'), () => undefined)),
    log: () => undefined,
    onPid: () => undefined,
  })
  shell = await startShell()
  cookie = await signIn(shell)
})

afterAll(async () => {
  await Promise.all([shell.close(), engine.close()])
  rmSync(home, { recursive: true })
})

function startShell(port = 0): Promise<ShellServer> {
  return startShellServer({ engine, pageFolder, cookieSecret, port, nowMs: () => nowMs })
}

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** A request exactly as given: no client tidies the path or the Host. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  on = shell,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: on.port, path, method, headers, agent: false },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => {
          body += chunk
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        )
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

async function signIn(on: ShellServer): Promise<string> {
  const { pathname, search } = new URL(on.url)
  const { headers } = await ask(pathname + search, {}, 'GET', on)
  return String(headers['set-cookie']).split(';')[0] ?? ''
}

describe('who is let in', () => {
  test('the token of the printed address opens a session once, and only once', async () => {
    const own = await startShell()
    try {
      const { pathname, search } = new URL(own.url)
      const wrong = await ask('/?token=wrong', {}, 'GET', own)
      expect(wrong.status).toBe(401)
      const first = await ask(pathname + search, {}, 'GET', own)
      expect(first.status).toBe(303)
      expect(first.headers.location).toBe('/')
      expect(String(first.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
      const second = await ask(pathname + search, {}, 'GET', own)
      expect(second.status).toBe(401)
      expect(second.headers['set-cookie']).toBeUndefined()
      expect(second.body).toContain('This address was used already')
    } finally {
      await own.close()
    }
  })

  test('a person already let in who opens the spent address again just sees the app', async () => {
    const { search } = new URL(shell.url)
    expect((await ask(`/${search}`, { cookie })).status).toBe(303)
  })

  test('without a session every path is 401 in plain words', async () => {
    for (const path of ['/', '/assets/app-1a2b.js', `/media/${sha('2')}`, '/nothing']) {
      const { status, body, headers } = await ask(path)
      expect(status, path).toBe(401)
      expect(body).toContain('Open the address that BrainiX printed when it started')
      expect(headers['content-security-policy']).toContain("default-src 'none'")
    }
  })

  test('a forged, an altered or an expired session is none', async () => {
    const [name, value = ''] = cookie.split('=')
    const [expires, signature] = value.split('.')
    for (const forged of [
      `${name}=x`,
      `${name}=${Number(expires) + 1}.${signature}`,
      `${name}=${expires}.`,
      name ?? '',
    ])
      expect((await ask('/', { cookie: forged })).status, forged).toBe(401)
    nowMs += 31 * 24 * 3600 * 1000
    try {
      expect((await ask('/', { cookie })).status).toBe(401)
    } finally {
      nowMs -= 31 * 24 * 3600 * 1000
    }
  })

  test('a session outlives the shell on the same port, and is no session on another', async () => {
    const first = await startShell()
    const kept = await signIn(first)
    await first.close()
    const again = await startShell(first.port)
    try {
      expect((await ask('/', { cookie: kept }, 'GET', again)).status).toBe(200)
      expect((await ask('/', { cookie: kept })).status).toBe(401)
    } finally {
      await again.close()
    }
  })

  test('a Host that is not this server is refused, whatever the cookie says', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${shell.port}`,
      `127.0.0.1:${shell.port + 1}`,
      '127.0.0.1',
    ])
      expect((await ask('/', { host, cookie })).status, host).toBe(403)
    expect((await ask('/', { host: `localhost:${shell.port}`, cookie })).status).toBe(200)
  })

  test('a request that could change something is refused from any other origin', async () => {
    const own = `http://127.0.0.1:${shell.port}`
    expect((await ask('/', { cookie }, 'POST')).status).toBe(403)
    expect((await ask('/', { cookie, origin: 'https://evil.example' }, 'POST')).status).toBe(403)
    expect((await ask('/', { cookie, origin: own }, 'POST')).status).toBe(405)
  })

  test('coming back from a sign-in on another site loads the page once more, then says no', async () => {
    const arrival = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    const first = await ask('/', { ...arrival, 'sec-fetch-site': 'cross-site' })
    expect(first.status).toBe(200)
    expect(first.body).toContain('<meta http-equiv="refresh" content="0;url=/">')
    expect(first.body).not.toContain('the app')
    expect((await ask('/', { ...arrival, 'sec-fetch-site': 'same-origin' })).status).toBe(401)
  })
})

describe('the page', () => {
  test('is served with its types, its policy, and names that carry a hash kept for ever', async () => {
    const index = await ask('/', { cookie })
    expect(index).toMatchObject({ status: 200, body: '<title>the app</title>' })
    expect(index.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(index.headers['cache-control']).toBe('no-cache')
    expect(index.headers['content-security-policy']).toMatch(/script-src 'self';.*frame-ancestors 'none'/)
    const script = await ask('/assets/app-1a2b.js', { cookie })
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['cache-control']).toContain('immutable')
  })

  test('no spelling of a path leaves its folder', async () => {
    const paths = [
      '/../private',
      '/assets/../../private',
      '/%2e%2e/private',
      '/..%2fprivate',
      '/..%5cprivate',
    ]
    paths.push(
      '//private',
      '/assets//../../private',
      '/%00',
      '/link.html',
      `/${join(home, 'private')}`,
      '/assets',
    )
    for (const path of paths) {
      const { status, body } = await ask(path, { cookie })
      expect(status, path).toBe(404)
      expect(body).not.toContain('not for the page')
    }
  })

  test('a file that a new build added is found without a restart', async () => {
    expect((await ask('/assets/late.js', { cookie })).status).toBe(404)
    writeFileSync(join(pageFolder, 'assets', 'late.js'), 'late')
    expect(await ask('/assets/late.js', { cookie })).toMatchObject({ status: 200, body: 'late' })
  })
})

describe('media', () => {
  test('a blob the engine locates is streamed, whole or in part', async () => {
    const whole = await ask(`/media/${sha('2')}`, { cookie })
    expect(whole.status).toBe(200)
    expect(whole.body).toHaveLength(1000)
    expect(whole.headers['content-type']).toBe('video/webm')
    const part = await ask(`/media/${sha('2')}`, { cookie, range: 'bytes=990-' })
    expect(part).toMatchObject({ status: 206, body: 'x'.repeat(10) })
    expect(part.headers['content-range']).toBe('bytes 990-999/1000')
    expect((await ask(`/media/${sha('2')}`, { cookie, range: 'bytes=1000-' })).status).toBe(416)
    expect(await ask(`/media/${sha('2')}`, { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' })
  })

  test('an SVG comes in a sandbox', async () => {
    const { headers } = await ask(`/media/${sha('1')}`, { cookie })
    expect(headers['content-security-policy']).toMatch(/^sandbox/)
  })

  test('what is not to be had, or no longer on the disk, is 404', async () => {
    expect((await ask(`/media/${sha('0')}`, { cookie })).status).toBe(404)
    expect((await ask(`/media/${sha('f')}`, { cookie })).status).toBe(404)
    expect((await ask('/media/../../etc/passwd', { cookie })).status).toBe(404)
  })

  test('answers that nobody waits for any more leave no file open', async () => {
    writeFileSync(join(pageFolder, 'assets', 'large.js'), Buffer.alloc(16 << 20))
    for (const [path, file] of [
      [`/media/${sha('2')}`, join(home, 'blob')],
      ['/assets/large.js', join(pageFolder, 'assets', 'large.js')],
    ] as const) {
      for (let waitMs = 0; waitMs < 20; waitMs++) await leave(path, waitMs)
      // answered after those that were left: nothing of them is still on its way
      expect((await ask(path, { cookie })).status).toBe(200)
      await expect.poll(() => openedFiles(file)).toBe(0)
    }
  })

  /** Asks, and hangs up after a while, whatever has come. */
  function leave(path: string, waitMs: number): Promise<void> {
    return new Promise((left) => {
      const sent = request({ host: '127.0.0.1', port: shell.port, path, headers: { cookie }, agent: false })
      sent.on('error', () => {})
      sent.on('close', left)
      sent.end(() => setTimeout(() => sent.destroy(), waitMs))
    })
  }
})

describe('the line to the engine', () => {
  const origin = () => `http://127.0.0.1:${shell.port}`
  const open = (path: string, headers: Record<string, string>) => openShellSocket(shell.port, path, headers)

  test('opens only for the page itself: Origin, session, Host and path are all checked', async () => {
    expect(await open('/engine', { cookie })).toBe(403)
    expect(await open('/engine', { cookie, origin: 'https://evil.example' })).toBe(403)
    expect(await open('/engine', { cookie, origin: 'null' })).toBe(403)
    expect(await open('/engine', { origin: origin() })).toBe(401)
    expect(await open('/engine', { cookie, origin: origin(), host: 'evil.example' })).toBe(403)
    expect(await open('/other', { cookie, origin: origin() })).toBe(404)
  })

  test('carries the typed API; a killed engine closes it, and the next one answers at the same address', async () => {
    const first = await connectToShell(shell.port, cookie)
    const pid = engine.pid()
    expect((await first.api.session.get()).gatewayUrl).toBe(`http://engine/${pid}/start-1`)
    process.kill(pid ?? 0, 'SIGKILL')
    expect(await first.closed).toBe(1012)
    const second = await connectToShell(shell.port, cookie)
    expect(engine.pid()).not.toBe(pid)
    expect((await second.api.session.get()).gatewayUrl).toBe(`http://engine/${engine.pid()}/start-2`)
    second.socket.close()
  })
})
