import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { RoughLine, smooth } from './rough-line.ts'

let server: Server
let line: RoughLine
let chance = 0.5
const body = 'x'.repeat(300_000)
beforeEach(async () => {
  server = createServer((request, response) => {
    let received = 0
    request.on('error', () => {})
    request.on('data', (chunk) => {
      received += String(chunk).length
    })
    request.on('end', () => response.end(`${received} ${body}`))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  line = new RoughLine(typeof address === 'object' && address ? address.port : 0, () => chance)
  await line.open()
})
afterEach(async () => {
  await line.close()
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

const ask = async () =>
  (await fetch(`http://127.0.0.1:${line.port}/`, { method: 'POST', body, keepalive: false })).text()

it('carries everything, both ways', async () => {
  expect(await ask()).toBe(`300000 ${body}`)
})

it('carries everything late as well', async () => {
  line.mood = { ...smooth, delayMs: 5 }
  expect(await ask()).toBe(`300000 ${body}`)
})

it('makes no connection while it is down, and does again afterwards', async () => {
  line.mood = { ...smooth, down: true }
  await expect(ask()).rejects.toThrow()
  line.mood = smooth
  expect(await ask()).toContain('300000')
})

it('breaks off in the middle of what it carries', async () => {
  chance = 0.01
  line.mood = { ...smooth, cut: 0.02 }
  await expect(ask()).rejects.toThrow()
  expect(line.cuts).toBeGreaterThan(0)
})
