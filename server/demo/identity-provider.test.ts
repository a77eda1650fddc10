import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as client from 'openid-client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from '../../tests/support/free-port.ts'
import { createTokenVerifier } from '../auth/token-verifier.ts'
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts'
import { signInAs } from './sign-in-as.ts'

const clientId = 'brainix-desktop'
const audience = 'urn:brainix:centre'
let folder: string
let port: number
let provider: IdentityProvider

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brainix-idp-'))
  port = await freePort()
  provider = await start()
})
afterEach(async () => {
  await provider.close()
  await rm(folder, { recursive: true, force: true })
})

function start(accessTokenSeconds = 600): Promise<IdentityProvider> {
  return startIdentityProvider({
    storePath: join(folder, 'idp.sqlite'),
    port,
    clientId,
    audience,
    accessTokenSeconds,
  })
}

async function restart(): Promise<void> {
  await provider.close()
  await new Promise((done) => setTimeout(done, 50)) // our own client, too, notices that its connections are gone
  provider = await start()
}

async function discover(): Promise<client.Configuration> {
  return client.discovery(new URL(provider.issuer), clientId, undefined, client.None(), {
    execute: [client.allowInsecureRequests],
  })
}

/** A browser with a cookie jar: follows redirects within the provider, and stops at the loopback callback. */
function browser() {
  const jar = new Map<string, string>()
  const go = async (
    url: string,
    init: RequestInit = {},
  ): Promise<{ url: string; html: string; status: number }> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) return { url, html: await response.text(), status: response.status }
    const next = new URL(location, url).href
    return next.startsWith(provider.issuer) ? go(next) : { url: next, html: '', status: response.status }
  }
  return go
}

async function authorisation(config: client.Configuration, more: Record<string, string> = {}) {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: 'http://127.0.0.1:43127/callback',
    scope: 'openid profile email offline_access',
    resource: audience,
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  })
  const finish = (callback: string) =>
    client.authorizationCodeGrant(config, new URL(callback), {
      pkceCodeVerifier: verifier,
      expectedState: state,
    })
  return { url: url.href, finish }
}

it('signs a person in with code and PKCE, on any loopback port, and names them in the access token', async () => {
  const config = await discover()
  const { url, finish } = await authorisation(config)
  const go = browser()
  const page = await go(url)
  expect(page.html).toContain('aria-label="Sign in as Amina Diallo"')
  const back = await go(page.url, { method: 'POST', body: new URLSearchParams({ account: 'demo|learner' }) })
  const tokens = await finish(back.url)

  const claims = await createTokenVerifier({ issuer: provider.issuer, audience }).verify(tokens.access_token)
  expect(claims).toEqual({ subject: 'demo|learner', name: 'Amina Diallo', email: 'amina@example.org' })
  expect(tokens.claims()).toMatchObject({
    sub: 'demo|learner',
    name: 'Amina Diallo',
    email: 'amina@example.org',
  })
  expect(tokens.refresh_token).toBeDefined()
})

it('signs in by e-mail and password, and says so when they do not belong together', async () => {
  const { url, finish } = await authorisation(await discover())
  const go = browser()
  const page = await go(url)
  const typed = (password: string) => ({
    method: 'POST',
    body: new URLSearchParams({ email: 'tomas@example.org', password }),
  })
  const wrong = await go(page.url, typed('guess'))
  expect(wrong.status).toBe(401)
  expect(wrong.html).toContain('do not belong together')
  const tokens = await finish((await go(page.url, typed('brainix'))).url)
  expect(tokens.claims()?.sub).toBe('demo|instructor')
})

it('asks again who it is, so that the next person at the same browser does not become the first', async () => {
  const go = browser()
  const config = await discover()
  for (const account of ['demo|learner', 'demo|admin']) {
    const { url, finish } = await authorisation(config)
    const page = await go(url)
    expect(page.html).toContain('Sign in to BrainiX')
    const back = await go(page.url, { method: 'POST', body: new URLSearchParams({ account }) })
    expect((await finish(back.url)).claims()?.sub).toBe(account)
  }
})

it('refuses a request without PKCE, and one for another resource', async () => {
  const config = await discover()
  const go = browser()
  const plain = await authorisation(config)
  const withoutPkce = new URL(plain.url)
  withoutPkce.searchParams.delete('code_challenge')
  withoutPkce.searchParams.delete('code_challenge_method')
  expect((await go(withoutPkce.href)).url).toContain('error=invalid_request')
  const elsewhere = await authorisation(config, { resource: 'urn:somewhere:else' })
  expect((await go(elsewhere.url)).url).toContain('error=invalid_target')
})

it('keeps people signed in when it restarts: old access tokens verify, refresh tokens refresh', async () => {
  const { accessToken, refreshToken } = await signInAs(
    { issuer: provider.issuer, clientId, audience },
    'demo|learner',
  )
  await restart()
  const verifier = createTokenVerifier({ issuer: provider.issuer, audience })
  expect((await verifier.verify(accessToken)).subject).toBe('demo|learner')
  const renewed = await client.refreshTokenGrant(await discover(), refreshToken)
  expect(await verifier.verify(renewed.access_token)).toMatchObject({
    subject: 'demo|learner',
    name: 'Amina Diallo',
  })
})

it('lets a device whose answer was lost refresh again, until the successor has been used', async () => {
  const { refreshToken: first } = await signInAs(
    { issuer: provider.issuer, clientId, audience },
    'demo|learner',
  )
  const config = await discover()
  await client.refreshTokenGrant(config, first) // the answer never arrives: the device still holds the first
  await restart()
  const again = await client.refreshTokenGrant(config, first)
  const successor = again.refresh_token ?? ''
  expect(successor).not.toBe(first)
  const latest = await client.refreshTokenGrant(config, successor)
  // now the first is known to have been replaced: using it is theft, and ends the whole sign-in
  await expect(client.refreshTokenGrant(config, first)).rejects.toMatchObject({ error: 'invalid_grant' })
  await expect(client.refreshTokenGrant(config, latest.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  })
})
