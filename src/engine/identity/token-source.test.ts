import { expect, it, vi } from 'vitest'
import { TokenSource, tokenKey } from './token-source.ts'

const provider = { issuer: 'http://127.0.0.1/oidc', clientId: 'desktop', audience: 'urn:centre' }
const stored = { ...provider, accessToken: 'expired', expiresAtMs: 1, refreshToken: 'first' }

/** A source whose access token has expired, and a provider that answers when it is let. */
function refreshingSource() {
  const kept = new Map([[tokenKey('ann'), JSON.stringify(stored)]])
  const answer = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const source = new TokenSource(
    {
      get: async ({ key }) => kept.get(key) ?? null,
      set: async ({ key, value }) => void kept.set(key, value),
      delete: async ({ key }) => void kept.delete(key),
      protection: async () => 'os',
    },
    'ann',
    async (input) => {
      const { pathname } = new URL(String(input))
      if (pathname.includes('openid-configuration'))
        return Response.json({ issuer: provider.issuer, token_endpoint: `${provider.issuer}/token` })
      asked.resolve()
      await answer.promise
      return Response.json({
        access_token: 'new',
        token_type: 'bearer',
        expires_in: 300,
        refresh_token: 'second',
      })
    },
    async () => provider,
  )
  return { source, kept, asked: asked.promise, answer: () => answer.resolve() }
}

it('keeps what a refresh gave before whoever closes goes on', async () => {
  const { source, kept, asked, answer } = refreshingSource()
  const token = source.accessToken()
  await asked
  const settled = source.settled()
  answer()
  await settled
  expect(kept.get(tokenKey('ann'))).toContain('second')
  expect(await token).toBe('new')
})

it('does not hold up whoever closes when the provider is silent', async () => {
  const { source, asked } = refreshingSource()
  source.accessToken().catch(() => {})
  await asked
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const settled = source.settled()
    await vi.advanceTimersByTimeAsync(3_000)
    await settled
  } finally {
    vi.useRealTimers()
  }
})

it('brings nothing back after the person has signed out', async () => {
  const { source, kept, asked, answer } = refreshingSource()
  const token = source.accessToken()
  await asked
  source.retire()
  kept.clear()
  answer()
  await token
  expect(kept.size).toBe(0)
})
