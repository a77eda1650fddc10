import { expect, it } from 'vitest'
import { openDevice } from '../support/device.ts'

const centre = { url: 'http://127.0.0.1:9', token: async () => 'token' }

it('an account closes at once whose centre took its request and never answers', async () => {
  const asked = Promise.withResolvers<void>()
  const device = await openDevice(centre, 'enrolled', {
    fetch: () => {
      asked.resolve()
      return new Promise(() => {})
    },
  })
  await asked.promise
  await device.close() // would wait for ever for a round that waits for its answer
})

it('an account closes at once while an answer is half-way, and keeps none of it', async () => {
  const asked = Promise.withResolvers<void>()
  const line = JSON.stringify({ kind: 'begin', full: true })
  const device = await openDevice(centre, 'enrolled', {
    fetch: async () =>
      new Response(
        new ReadableStream({
          start: (body) => body.enqueue(new TextEncoder().encode(`${line}\n`)),
          pull: () => asked.resolve(),
        }),
      ),
  })
  await asked.promise
  await device.restart()
  expect(device.rows(`SELECT 1 FROM device_state WHERE key = 'cursor'`)).toEqual([])
  await device.close()
})
