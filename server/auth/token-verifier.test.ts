import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterEach, expect, it } from 'vitest'
import { freePort } from '../../tests/support/free-port.ts'
import { listen, type RunningServer } from '../http/serve.ts'
import { createTokenVerifier } from './token-verifier.ts'

const audience = 'urn:brainix:test'
let running: RunningServer | undefined
afterEach(() => running?.close())

async function makeKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }
  const sign = (issuer: string) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid })
      .setSubject('somebody')
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('5 minutes')
      .sign(privateKey)
  return { jwk, sign }
}

/** An issuer on a port, with its keys and what it says of people. */
async function startIssuer(port: number, keys: () => JWK[]): Promise<void> {
  const issuer = `http://127.0.0.1:${port}`
  const answers: Record<string, () => unknown> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      jwks_uri: `${issuer}/keys`,
      userinfo_endpoint: `${issuer}/me`,
    }),
    '/keys': () => ({ keys: keys() }),
    '/me': () => ({ sub: 'somebody', name: 'Some Body', email: 'some@example.org' }),
  }
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer?.() ?? {}))
  })
  running = await listen(server, port)
}

it('is patient with an issuer that is away, and still tells garbage from a token', async () => {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const { jwk, sign } = await makeKey('one')
  const verifier = createTokenVerifier({ issuer, audience })
  await expect(verifier.verify('garbage')).rejects.toMatchObject({ code: 'not-signed-in' })
  await expect(verifier.verify(await sign(issuer))).rejects.toMatchObject({
    code: 'unavailable',
    retryable: true,
  })

  await startIssuer(port, () => [jwk])
  expect(await verifier.verify(await sign(issuer))).toEqual({
    subject: 'somebody',
    name: undefined,
    email: undefined,
  })

  await running?.close() // its keys are known by now
  expect((await verifier.verify(await sign(issuer))).subject).toBe('somebody')
})

it('refuses a token signed with a key that the issuer does not have', async () => {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const [ours, other] = [await makeKey('one'), await makeKey('two')]
  await startIssuer(port, () => [ours.jwk])
  const verifier = createTokenVerifier({ issuer, audience })
  await expect(verifier.verify(await other.sign(issuer))).rejects.toMatchObject({ code: 'not-signed-in' })
})

it('does not believe an issuer that calls itself by another name', async () => {
  const port = await freePort()
  const { jwk, sign } = await makeKey('one')
  await startIssuer(port, () => [jwk])
  const alias = `http://localhost:${port}`
  const verifier = createTokenVerifier({ issuer: alias, audience })
  await expect(verifier.verify(await sign(alias))).rejects.toMatchObject({ code: 'unavailable' })
})

it('asks the issuer who somebody is when the token does not say', async () => {
  const port = await freePort()
  await startIssuer(port, () => [])
  const verifier = createTokenVerifier({ issuer: `http://127.0.0.1:${port}`, audience })
  expect(await verifier.userInfo('token')).toEqual({ name: 'Some Body', email: 'some@example.org' })
})
