import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from '../../tests/support/free-port.ts'
import { courseId, type GatewayFixture, startGatewayFixture } from '../../tests/support/gateway-fixture.ts'
import { startShapeService } from '../../tests/support/shape-service-process.ts'
import { listen } from '../http/serve.ts'
import { electricUpstream } from './upstream.ts'

let gateway: GatewayFixture
let folder: string
let opened: (() => Promise<unknown>)[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-upstream-'))
  opened = []
})
afterEach(async () => {
  for (const close of opened.reverse()) await close()
  await rm(folder, { recursive: true, force: true })
})

it('serves shapes from a service elsewhere, is patient while it is away, and goes on when it is back', async () => {
  const port = await freePort()
  let databaseUrl = ''
  gateway = await startGatewayFixture(async ({ url }) => {
    databaseUrl = url
    return { upstream: electricUpstream(`http://127.0.0.1:${port}/`, undefined), close: async () => {} }
  })
  opened.push(() => gateway.close())
  let service = await startShapeService({ databaseUrl, port, folder })
  opened.push(() => service.stop())
  const path = `/v1/shapes/lessons?courseId=${courseId}&offset=-1`

  const first = await gateway.ask(path, 'enrolled')
  expect(first.status).toBe(200)
  const handle = first.headers.get('electric-handle')
  expect(handle).toBeTruthy()
  const rows = await gateway.ask(
    `/v1/shapes/lessons?courseId=${courseId}&offset=${first.headers.get('electric-offset')}&handle=${handle}`,
    'enrolled',
  )
  expect((await first.text()) + (await rows.text())).toContain('Secret of the course')
  expect((await gateway.ask(path, 'stranger')).status).toBe(403)

  await service.stop()
  const away = await gateway.ask(path, 'enrolled')
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5'])
  service = await startShapeService({ databaseUrl, port, folder })
  await expect.poll(async () => (await gateway.ask(path, 'enrolled')).status).toBe(200)
})

it('keeps the secret of the service to itself, and does not take its refusal for the device’s', async () => {
  const asked: URL[] = []
  const service = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://service')
    asked.push(url)
    if (url.searchParams.get('secret') !== 'right') response.writeHead(401).end('[]')
    else response.writeHead(409, { location: url.href, 'electric-handle': '2-2' }).end('[]')
  })
  const { url, close } = await listen(service, 0)
  opened.push(close)
  for (const [secret, status] of [
    ['right', 409],
    ['wrong', 503],
  ] as const) {
    gateway = await startGatewayFixture(async () => ({
      upstream: electricUpstream(url, secret),
      close: async () => {},
    }))
    const response = await gateway.ask('/v1/shapes/instructors?offset=0_0&handle=1-1', 'stranger')
    expect(response.status).toBe(status)
    expect(JSON.stringify([...response.headers]) + (await response.text())).not.toContain(secret)
    await gateway.close()
  }
  expect([...(asked[0]?.searchParams ?? [])]).toEqual([
    ['table', 'users'],
    ['columns', 'id,name,role,bio,website,avatar'],
    ['where', '"role"::text = $1'],
    ['params[1]', 'INSTRUCTOR'],
    ['offset', '0_0'],
    ['handle', '1-1'],
    ['secret', 'right'],
  ])
})
