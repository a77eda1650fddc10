import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openedFiles } from '../../tests/support/opened-files.ts'
import { fileBody, sendFile } from './file-body.ts'
import { listen, type RunningServer, serve } from './serve.ts'

const bytes = randomBytes(3_000_001)
let folder: string
let server: RunningServer

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-file-body-'))
  await writeFile(join(folder, 'bytes'), bytes)
  await writeFile(join(folder, 'empty'), '')
  // as the gateway does it: the answer of one part is wrapped by the next
  server = await serve(async (request) => {
    const inner = new Response(fileBody(join(folder, new URL(request.url).pathname)), { status: 201 })
    return new Response(inner.body, {
      status: inner.status,
      headers: { 'content-type': 'text/x', etag: '"1"' },
    })
  }, 0)
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

it('serves a file whole, with its length and what the answer says', async () => {
  for (let round = 0; round < 3; round++) {
    const response = await fetch(`${server.url}/bytes`)
    expect(response.status).toBe(201)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/x',
      'content-length': '3000001',
      etag: '"1"',
    })
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  }
  expect(await (await fetch(`${server.url}/empty`)).text()).toBe('')
})

it('serves many at the same time, each its own bytes', async () => {
  const names = Array.from({ length: 12 }, (_, number) => `own-${number}`)
  for (const name of names) await writeFile(join(folder, name), name.repeat(100_000))
  const texts = await Promise.all(names.map(async (name) => (await fetch(`${server.url}/${name}`)).text()))
  expect(texts.map((text, number) => text === `own-${number}`.repeat(100_000))).toEqual(names.map(() => true))
})

it('answers with a failure when the file is gone', async () => {
  expect((await fetch(`${server.url}/gone`)).status).toBe(500)
})

it('lets go of the file when the asker leaves', async () => {
  await writeFile(join(folder, 'large'), Buffer.alloc(16 << 20))
  await new Promise<void>((left) => {
    const asking = get(`${server.url}/large`, (response) => {
      response.once('data', () => {
        response.destroy()
        left()
      })
    })
    asking.on('error', () => {})
  })
  await expect.poll(() => openedFiles(join(folder, 'large')), { timeout: 60_000 }).toBe(0)
  expect((await (await fetch(`${server.url}/bytes`)).arrayBuffer()).byteLength).toBe(3_000_001)
}, 90_000)

it('lets go of the file when the line breaks at the moment a piece is written', async () => {
  let sent = Promise.resolve()
  const breaking = await listen(
    createServer((request, response) => {
      const write = response.write
      // The line is gone, and the response was not told yet: it takes the piece and says nothing more of it.
      response.write = (...piece: unknown[]) => {
        request.socket.destroy()
        return Reflect.apply(write, response, piece)
      }
      sent = sendFile(join(folder, 'bytes'), response, 200, {})
    }),
    0,
  )
  try {
    await expect(fetch(breaking.url)).rejects.toThrow()
    await sent
    expect(await openedFiles(join(folder, 'bytes'))).toBe(0)
  } finally {
    await breaking.close()
  }
})

it('spoils nobody’s bytes when others leave half-way', async () => {
  await writeFile(join(folder, 'large'), Buffer.alloc(16 << 20))
  const leave = () =>
    new Promise<void>((left) => {
      const asking = get(`${server.url}/large`, (response) => {
        response.once('data', () => response.destroy())
        response.once('close', left)
      })
      asking.on('error', () => {})
    })
  for (let round = 0; round < 25; round++) {
    const leaving = Array.from({ length: 6 }, leave)
    const whole = await Promise.all(
      Array.from({ length: 4 }, async () => (await fetch(`${server.url}/bytes`)).arrayBuffer()),
    )
    await Promise.all(leaving)
    expect(whole.map((body) => Buffer.from(body).equals(bytes))).toEqual([true, true, true, true])
  }
}, 90_000)

it('can be read like any other body, or left unread', async () => {
  const body = await new Response(fileBody(join(folder, 'bytes'))).arrayBuffer()
  expect(Buffer.from(body).equals(bytes)).toBe(true)
  const half = fileBody(join(folder, 'bytes'))
  const reader = half.getReader()
  expect((await reader.read()).value?.byteLength).toBeGreaterThan(0)
  await reader.cancel()
  await fileBody(join(folder, 'bytes')).cancel()
  await expect.poll(() => openedFiles(join(folder, 'bytes')), { timeout: 60_000 }).toBe(0)
  await expect(new Response(fileBody(join(folder, 'gone'))).text()).rejects.toThrow()
}, 90_000)
