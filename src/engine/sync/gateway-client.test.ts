import { createServer, type Server } from 'node:http'
import { zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../shared/errors/app-error.ts'
import { GatewayClient } from './gateway-client.ts'
import { jsonArrayParts } from './json-array-parts.ts'

const offline = expect.objectContaining({ code: 'offline' })
const tokens = { accessToken: async () => 'token' }
const clientOver = (fetcher: typeof fetch, provider = tokens) =>
  new GatewayClient('http://centre.test/', provider, fetcher)
const never = <T>() => new Promise<T>(() => {})

describe('closing', () => {
  it('ends a request to a centre that never answers, and one that waits for a token', async () => {
    const hung = clientOver(() => never<Response>())
    const tokenless = clientOver(() => never<Response>(), { accessToken: () => never<string>() })
    const requests = [hung.request('v1/pull'), tokenless.json('v1/me')]
    await Promise.resolve()
    for (const client of [hung, tokenless]) client.close()
    for (const request of requests) await expect(request).rejects.toEqual(offline)
    await expect(hung.request('v1/me')).rejects.toEqual(offline)
  })

  it('ends an answer that stopped half-way, and tells the line', async () => {
    let signal: AbortSignal | null | undefined
    const client = clientOver(async (_url, init) => {
      signal = init?.signal
      return new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(1)) }))
    })
    const response = await client.request('v1/pull')
    const text = response.text()
    client.close()
    await expect(text).rejects.toBeDefined()
    expect(signal?.aborted).toBe(true)
  })
})

describe('the bytes of an answer', () => {
  const servers: Server[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })

  it('are fewer on a line to elsewhere, and as they are where the centre is this computer', async () => {
    const asked = async (base: string) => {
      let encodings: string | null = null
      const client = new GatewayClient(base, tokens, async (_url, init) => {
        encodings = new Headers(init?.headers).get('accept-encoding')
        return Response.json({})
      })
      await client.json('v1/me')
      return encodings
    }
    expect(await asked('https://brainix.example.org/')).toBe('zstd, gzip')
    expect(await asked('http://192.168.1.20:8080/')).toBe('zstd, gzip')
    for (const here of ['http://127.0.0.1:4000/', 'http://localhost:4000/', 'http://[::1]:4000/'])
      expect(await asked(here)).toBe('identity')
  })

  it('that were compressed are read, and an answer that breaks off inside them is no answer', async () => {
    const whole = zstdCompressSync(
      JSON.stringify(Array.from({ length: 2_000 }, (_, n) => ({ n, id: `l-${n}` }))),
    )
    const server = createServer((request, reply) => {
      reply.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'zstd' })
      reply.end(request.url === '/whole' ? whole : whole.subarray(0, whole.length / 2))
    })
    servers.push(server)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const client = new GatewayClient(`http://127.0.0.1:${port}/`, tokens, fetch)
    expect(await client.json('whole')).toHaveLength(2_000)
    await expect(client.json('half')).rejects.toEqual(expect.objectContaining({ code: 'unavailable' }))
    const items = async () => {
      for await (const part of jsonArrayParts(await client.request('half'))) for (const _ of part.batches());
    }
    await expect(items()).rejects.toEqual(offline)
  })
})

describe('[BO-2] retry-after', () => {
  const date = 'Sun, 22 Nov 2026 10:00:00 GMT'
  const readsAs = async (headers: Record<string, string>) => {
    const client = clientOver(async () => new Response('busy', { status: 503, headers }))
    const error = await client.request('v1/pull').catch((thrown: unknown) => thrown)
    return error instanceof AppError ? error.details?.retryAfterMs : error
  }

  it('is understood in seconds and as an instant of the centre’s own clock, and is never more than an hour', async () => {
    expect(await readsAs({ 'retry-after': '17' })).toBe(17_000)
    expect(await readsAs({ 'retry-after': 'Sun, 22 Nov 2026 10:02:00 GMT', date })).toBe(120_000)
    expect(await readsAs({ 'retry-after': 'Sun, 22 Nov 2026 09:58:00 GMT', date })).toBe(0)
    expect(await readsAs({ 'retry-after': 'Mon, 23 Nov 2026 10:00:00 GMT', date })).toBe(3_600_000)
    expect(await readsAs({ 'retry-after': '86400' })).toBe(3_600_000)
    expect(await readsAs({ 'retry-after': new Date(Date.now() + 9_000_000).toUTCString() })).toBe(3_600_000)
  })

  it('that says nothing counts for nothing', async () => {
    for (const headers of [{}, { 'retry-after': '' }, { 'retry-after': 'soon' }, { 'retry-after': '-' }])
      expect(await readsAs(headers)).toBeUndefined()
  })
})

describe('a line', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => vi.useRealTimers())

  it('that gives a little every half minute for an hour is not cut off', async () => {
    const pieces = 120
    const slow = () => {
      let given = 0
      return new ReadableStream<Uint8Array>({
        pull: async (body) => {
          await new Promise((resolve) => setTimeout(resolve, 30_000))
          given += 1
          body.enqueue(new Uint8Array(1))
          if (given === pieces) body.close()
        },
      })
    }
    const response = await clientOver(async () => new Response(slow())).request('v1/shapes/lessons')
    const bytes = response.arrayBuffer()
    await vi.advanceTimersByTimeAsync(pieces * 30_000)
    expect((await bytes).byteLength).toBe(pieces)
  })

  it('on which nothing comes for a minute is given up, before the answer and within it', async () => {
    const silent = clientOver(() => never<Response>()).request('v1/me')
    const refusal = expect(silent).rejects.toEqual(offline)
    await vi.advanceTimersByTimeAsync(60_000)
    await refusal

    const half = new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(1)) })
    const response = await clientOver(async () => new Response(half)).request('v1/pull')
    const broken = expect(response.text()).rejects.toThrow('too long')
    await vi.advanceTimersByTimeAsync(60_000)
    await broken
  })

  it('has the time that a large batch takes on its way up', async () => {
    const body = 'x'.repeat(4_000_000)
    const upload = clientOver(async () => {
      await new Promise((resolve) => setTimeout(resolve, 400_000))
      return new Response('{}')
    }).json('v1/push', { method: 'POST', body })
    await vi.advanceTimersByTimeAsync(400_000)
    expect(await upload).toEqual({})
  })

  it('is not given up while nobody reads', async () => {
    const response = await clientOver(async () => new Response('all of it')).request('v1/me')
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await response.text()).toBe('all of it')
  })
})
