import { createServer, type Server } from 'node:http'
import * as openid from 'openid-client'
import { AppError } from '../../shared/errors/app-error.ts'
import { asReachability, discover, fromGrant, type ProviderFacts, type StoredTokens } from './token-source.ts'

export interface SignInAttempt {
  authorizationUrl: string
  /** Resolves when the person has come back with a code that was exchanged; rejects on refusal, cancel or 10 minutes. */
  tokens: Promise<StoredTokens>
  cancel(): void
}

const maxWaitMs = 10 * 60 * 1000

/**
 * Authorisation code with PKCE in the system browser, coming back to a loopback port of its own (RFC 8252).
 * @param returnTo where the browser goes afterwards; without it a page says that the window can be closed.
 */
export async function beginSignIn(
  provider: ProviderFacts,
  fetcher: typeof fetch,
  returnTo: string | undefined,
): Promise<SignInAttempt> {
  const config = await discover(provider.issuer, provider.clientId, fetcher).catch((error: unknown) => {
    throw asReachability(error)
  })
  const verifier = openid.randomPKCECodeVerifier()
  const state = openid.randomState()
  const { server, redirectUri } = await listen()
  const authorizationUrl = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email offline_access',
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    resource: provider.audience,
    state,
  })
  const waiting = Promise.withResolvers<StoredTokens>()
  waiting.promise.catch(() => {}) // whoever waits sees it; nobody waiting is no crash
  const timer = setTimeout(() => waiting.reject(cancelled('Signing in took too long.')), maxWaitMs)
  void waiting.promise
    .catch(() => {})
    .finally(() => {
      clearTimeout(timer)
      server.close()
      server.closeIdleConnections()
    })
  server.on('request', async (request, response) => {
    const url = new URL(request.url ?? '/', redirectUri)
    if (url.pathname !== '/callback') {
      response.writeHead(404).end()
      return
    }
    try {
      const answer = await openid.authorizationCodeGrant(
        config,
        url,
        { pkceCodeVerifier: verifier, expectedState: state },
        { resource: provider.audience },
      )
      waiting.resolve(fromGrant(provider, answer))
      if (returnTo) response.writeHead(302, { location: returnTo, connection: 'close' }).end()
      else page(response, 200, 'You are signed in', 'You can close this window and go back to BrainiX.')
    } catch (error) {
      waiting.reject(
        error instanceof openid.AuthorizationResponseError
          ? cancelled('The sign-in was not completed.')
          : asReachability(error),
      )
      if (returnTo) response.writeHead(302, { location: returnTo, connection: 'close' }).end()
      else page(response, 400, 'Signing in did not work', 'Go back to BrainiX and try again.')
    }
  })
  return {
    authorizationUrl: authorizationUrl.href,
    tokens: waiting.promise,
    cancel: () => waiting.reject(cancelled('The sign-in was cancelled.')),
  }
}

function listen(): Promise<{ server: Server; redirectUri: string }> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address !== 'object' || !address) reject(new Error('no loopback port'))
      else resolve({ server, redirectUri: `http://127.0.0.1:${address.port}/callback` })
    })
  })
}

function page(
  response: import('node:http').ServerResponse,
  status: number,
  title: string,
  text: string,
): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', connection: 'close' })
  response.end(
    `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
      `<body style="font:18px/1.6 system-ui;margin:20vh auto;max-width:32rem;padding:0 1rem"><h1>${title}</h1><p>${text}</p></body></html>`,
  )
}

function cancelled(message: string): AppError {
  return new AppError('not-signed-in', message)
}
