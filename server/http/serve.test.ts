import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { serve } from './serve.ts'

const answering = async () => {
  await after(300)
  return new Response('answered')
}

it('closes at once where connections stand open that nobody asked anything over', async () => {
  const server = await serve(answering, 0)
  const connection = connect(server.port, '127.0.0.1')
  await once(connection, 'connect')
  expect(await (await fetch(server.url)).text()).toBe('answered') // this one stands open as well, used
  const before = performance.now()
  await server.close()
  expect(performance.now() - before).toBeLessThan(500)
  if (!connection.closed) await once(connection, 'close')
})

it('gives a request under way its answer before it closes', async () => {
  const server = await serve(answering, 0)
  const asked = fetch(server.url)
  await after(100)
  const closed = server.close()
  expect(await (await asked).text()).toBe('answered')
  const answered = performance.now()
  await closed
  expect(performance.now() - answered, 'the connection it came over is not waited for').toBeLessThan(500)
  await expect(fetch(server.url)).rejects.toThrow()
})
