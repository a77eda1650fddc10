import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { compressed } from './compressed.ts'

const text = JSON.stringify(
  Array.from({ length: 5_000 }, (_, n) => ({ id: `lesson-${n}`, title: 'A lesson' })),
)
const json = { 'content-type': 'application/json; charset=UTF-8' }
const ask = (encodings: string | null, path = 'v1/shapes/lessons?offset=-1') =>
  new Request(
    `http://centre.test/${path}`,
    encodings === null ? {} : { headers: { 'accept-encoding': encodings } },
  )
const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer())

it('compresses text with the best encoding the asker takes, to less than a third', async () => {
  const best = compressed(ask('gzip, deflate, zstd'), new Response(text, { headers: json }))
  expect(best.headers.get('content-encoding')).toBe('zstd')
  expect(best.headers.get('vary')).toBe('accept-encoding')
  const packed = await bytes(best)
  expect(packed.length).toBeLessThan(text.length / 3)
  expect(zstdDecompressSync(packed).toString()).toBe(text)

  const usual = compressed(ask('gzip;q=0.5, zstd;q=0'), new Response(text, { headers: json }))
  expect(usual.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(await bytes(usual)).toString()).toBe(text)
})

it('leaves alone what nobody asked for, what is no text, what is waited for, and what carries nothing', async () => {
  for (const encodings of [null, 'identity', 'br', 'zstd;q=0, gzip;q=0.0']) {
    const plain = compressed(ask(encodings), new Response(text, { headers: json }))
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(plain.headers.get('vary')).toBe('accept-encoding')
    expect((await bytes(plain)).toString()).toBe(text)
  }
  const video = new Response(text, { headers: { 'content-type': 'video/mp4' } })
  expect(compressed(ask('zstd'), video)).toBe(video)
  const file = new Response(text, { headers: { ...json, 'accept-ranges': 'bytes' } }) // its bytes are counted
  expect(compressed(ask('zstd'), file)).toBe(file)
  const live = new Response(text, { headers: json })
  expect(compressed(ask('zstd', 'v1/shapes/doorbell?live=true'), live)).toBe(live)
  const unchanged = new Response(null, { status: 304 })
  expect(compressed(ask('zstd'), unchanged)).toBe(unchanged)
})

it('breaks off where its source does, and lets the source go when the reader leaves', async () => {
  const broken = new ReadableStream<Uint8Array>({
    start(body) {
      body.enqueue(Buffer.from(text))
      body.error(new Error('the database went away'))
    },
  })
  await expect(bytes(compressed(ask('zstd'), new Response(broken, { headers: json })))).rejects.toThrow()

  let left = false
  const endless = new ReadableStream<Uint8Array>({
    pull: (body) => body.enqueue(Buffer.from(crypto.randomUUID().repeat(2_000))),
    cancel: () => {
      left = true
    },
  })
  const reader = compressed(ask('zstd'), new Response(endless, { headers: json })).body?.getReader()
  await reader?.read()
  await reader?.cancel()
  await expect.poll(() => left).toBe(true)
})
