import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { contractVersion } from '../../shared/contract/wire.ts'
import { sayHello } from './say-hello.ts'

const greeting = {
  product: 'brainix',
  contractVersion,
  oldestAcceptedContract: 1,
  issuer: 'https://id.example.org',
  clientId: 'desktop',
  audience: 'urn:brainix',
}
let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A server that answers every request alike. @returns its address. */
async function answering(status: number, body: string): Promise<string> {
  const made = createServer((_request, response) => response.writeHead(status).end(body))
  server = made
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  const address = made.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

describe('an address a person typed', () => {
  it('is kept in a form that paths can be added to', async () => {
    const url = await answering(200, JSON.stringify(greeting))
    for (const typed of [url, `${url}/`, ` ${url}/?a=b#c `])
      expect((await sayHello(typed, fetch)).gatewayUrl).toBe(`${url}/`)
    expect((await sayHello(`${url}/learn`, fetch)).gatewayUrl).toBe(`${url}/learn/`)
  })

  it.each(['', 'not an address', 'ftp://example.org', 'javascript:alert(1)', 'https://', 'http://[::1'])(
    '“%s” is no web address',
    async (typed) => {
      const refuse = () => Promise.reject(new Error('nobody may be asked'))
      await expect(sayHello(typed, refuse)).rejects.toMatchObject({ code: 'bad-input' })
    },
  )

  it.each([
    [200, '<!doctype html><title>A web site</title>'],
    [200, '{"product":"something else"}'],
    [200, ''],
    [404, '{"error":"nothing here"}'],
    [500, JSON.stringify(greeting)],
  ])('that answers with %i %s is not a centre', async (status, body) => {
    await expect(sayHello(await answering(status, body), fetch)).rejects.toMatchObject({
      code: 'not-a-gateway',
    })
  })

  it('where nothing answers is said to be out of reach', async () => {
    const url = await answering(200, '')
    await new Promise((resolve) => server?.close(resolve))
    await expect(sayHello(url, fetch)).rejects.toMatchObject({ code: 'offline' })
  })

  it('of a centre that needs a newer app says so', async () => {
    const url = await answering(
      200,
      JSON.stringify({ ...greeting, contractVersion: 99, oldestAcceptedContract: 98 }),
    )
    await expect(sayHello(url, fetch)).rejects.toMatchObject({ code: 'contract-too-old' })
  })
})
