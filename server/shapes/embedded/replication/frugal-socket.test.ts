import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { frugalSocket } from './frugal-socket.ts'

let server: Server | undefined
afterEach(async () => {
  const closing = server
  if (closing) await new Promise((closed) => closing.close(closed))
})

/** A frugal socket and whoever speaks to it from the other side. */
async function connected(): Promise<{ here: Socket; there: Socket }> {
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  const here = frugalSocket()
  const [[there]] = await Promise.all([
    once(server, 'connection'),
    once(here.connect(address.port), 'connect'),
  ])
  return { here, there }
}

function message(letter: string, text: string): Buffer {
  const bytes = Buffer.alloc(5 + text.length)
  bytes.write(letter)
  bytes.writeUInt32BE(4 + text.length, 1)
  bytes.write(text, 5)
  return bytes
}

it('hands on whole messages, however they arrive', async () => {
  const { here, there } = await connected()
  const rows = Array.from({ length: 3000 }, (_, number) =>
    message('d', `${number} ${'x'.repeat(number % 700)}`),
  )
  const sent = Buffer.concat([message('H', ''), ...rows, message('c', ''), message('Z', 'I')])
  const received: Buffer[] = []
  let cut = 0
  here.on('data', (bytes: Buffer) => {
    received.push(Buffer.from(bytes))
    let at = 0
    while (at + 5 <= bytes.length) at += 1 + bytes.readUInt32BE(at + 1)
    if (at !== bytes.length) cut += 1
  })
  for (let at = 0; at < sent.length; at += 8192)
    await new Promise((next) => there.write(sent.subarray(at, at + 8192), next))
  there.end()
  await once(here, 'close')
  expect(Buffer.concat(received).equals(sent)).toBe(true)
  expect(cut).toBe(0)
}, 60_000)

it('stays held, though it was resting when it was held', async () => {
  const { here, there } = await connected()
  let count = 0
  here.on('data', () => {
    count += 1
    here.pause()
  })
  there.write(message('d', 'one'))
  await expect.poll(() => count, { timeout: 60_000 }).toBe(1)
  there.write(message('d', 'two'))
  await new Promise((rested) => setTimeout(rested, 50))
  expect(count).toBe(1)
  here.resume()
  await expect.poll(() => count, { timeout: 60_000 }).toBe(2)
  here.destroy()
  there.destroy()
}, 90_000)
