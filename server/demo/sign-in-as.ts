import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'

export interface DemoTokens {
  accessToken: string
  refreshToken: string
}

const tokens = z.object({ access_token: z.string(), refresh_token: z.string() })

/**
 * Signs a demo account in without a browser, by walking through the same pages a person does: for tests and tools.
 * @throws Error when a step does not answer as it should.
 */
export async function signInAs(
  provider: { issuer: string; clientId: string; audience: string },
  subject: string,
): Promise<DemoTokens> {
  const cookies = new Map<string, string>()
  const step = async (url: URL | string, init: RequestInit = {}): Promise<Response> => {
    const headers = {
      ...init.headers,
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    }
    const response = await fetch(new URL(url, provider.issuer), { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  const verifier = randomBytes(32).toString('base64url')
  const redirectUri = 'http://127.0.0.1:9/callback' // nobody listens: the code is read off the redirect
  const start = new URL('/auth', provider.issuer)
  start.search = new URLSearchParams({
    client_id: provider.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email offline_access',
    resource: provider.audience,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  const page = locationOf(await step(start))
  const chosen = await step(page, { method: 'POST', body: new URLSearchParams({ account: subject }) })
  const back = new URL(locationOf(await step(locationOf(chosen))))
  const code = back.searchParams.get('code')
  if (code === null) throw new Error(`sign-in as ${subject} ended at ${back.href}`)
  const answer = await fetch(new URL('/token', provider.issuer), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      client_id: provider.clientId,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      resource: provider.audience,
    }),
  })
  const parsed = tokens.parse(await answer.json())
  return { accessToken: parsed.access_token, refreshToken: parsed.refresh_token }
}

function locationOf(response: Response): string {
  const location = response.headers.get('location')
  if (location === null) throw new Error(`sign-in stopped at ${response.url} with status ${response.status}`)
  return location
}
