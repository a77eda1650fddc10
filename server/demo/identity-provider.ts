import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import Provider, { type Configuration, errors, interactionPolicy } from 'oidc-provider'
import { listen } from '../http/serve.ts'
import { accountByPassword, accountBySubject, demoAccounts } from './identity-accounts.ts'
import { type IdentityStore, openIdentityStore } from './identity-store.ts'
import { problemPage, signInPage } from './sign-in-page.ts'

export interface IdentityProviderOptions {
  /** SQLite file that keeps keys and tokens, so that people stay signed in when the provider restarts. */
  storePath: string
  /** Part of the issuer's name, so it has to stay the same; 0 for any free one. */
  port: number
  /** The one public client. */
  clientId: string
  /** The resource access tokens are for (RFC 8707): an absolute URI. */
  audience: string
  accessTokenSeconds?: number
}

export interface IdentityProvider {
  readonly issuer: string
  readonly port: number
  close(): Promise<void>
}

const DEFAULT_ACCESS_TOKEN_SECONDS = 10 * 60
/** A device may be away for this long and still be signed in when it comes back. */
const REFRESH_TOKEN_SECONDS = 60 * 24 * 60 * 60
const SIGN_IN_SECONDS = 60 * 60
const signInPath = /^\/sign-in\/([\w-]+)$/

/**
 * The demonstration's identity provider: OpenID Connect with code and PKCE for one native client, three accounts, no
 * consent screen, JWT access tokens that carry name and e-mail address. Real in its protocol, not in its secrets.
 * @throws AppError `already-exists` when the port is taken.
 */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const store = openIdentityStore(options.storePath)
  let handle: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  const server = createServer((request, response) => {
    if (handle) handle(request, response)
    else response.writeHead(503).end()
  })
  try {
    const running = await listen(server, options.port)
    const provider = new Provider(running.url, await configure(store, options))
    const callback = provider.callback()
    handle = (request, response) => {
      const path = new URL(request.url ?? '/', running.url).pathname
      request.headers.cookie = withoutSession(request.headers.cookie)
      const signIn = signInPath.test(path)
      void (signIn ? answerSignIn(provider, path, request, response) : callback(request, response))
    }
    return {
      issuer: running.url,
      port: running.port,
      async close() {
        await running.close()
        store.close()
      },
    }
  } catch (error) {
    store.close()
    throw error
  }
}

async function configure(store: IdentityStore, options: IdentityProviderOptions): Promise<Configuration> {
  const { signingKey, cookieKey } = await store.secrets()
  const accessTokenSeconds = options.accessTokenSeconds ?? DEFAULT_ACCESS_TOKEN_SECONDS
  const grantSeconds = 10 * 365 * 24 * 60 * 60 // outlives every refresh token that hangs on it
  return {
    adapter: (model: string) => store.adapter(model),
    clients: [
      {
        client_id: options.clientId,
        client_name: 'BrainiX Desktop',
        application_type: 'native', // on loopback any port will do (RFC 8252, 7.3)
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/callback'],
      },
    ],
    jwks: { keys: [signingKey] },
    cookies: { keys: [cookieKey] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false, // the device shows a name and an address without asking again
    async findAccount(_ctx, subject) {
      const account = accountBySubject(subject)
      return (
        account && {
          accountId: subject,
          claims: () => ({ sub: subject, name: account.name, email: account.email, email_verified: true }),
        }
      )
    },
    async extraTokenClaims(_ctx, token) {
      const account = 'accountId' in token ? accountBySubject(String(token.accountId)) : undefined
      return account && { name: account.name, email: account.email }
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => options.audience,
        useGrantedResource: () => true,
        getResourceServerInfo(_ctx, resource) {
          if (resource !== options.audience) throw new errors.InvalidTarget()
          return {
            scope: 'openid profile email',
            audience: options.audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: accessTokenSeconds,
            jwt: { sign: { alg: 'RS256' } },
          }
        },
      },
    },
    interactions: { policy: withoutConsent(), url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    // consent is given by using the demonstration; a grant of its own for each sign-in keeps devices independent
    async loadExistingGrant(ctx) {
      const { client, session, result } = ctx.oidc
      if (!client || !session?.accountId || !result?.login) return undefined
      const grant = new ctx.oidc.provider.Grant({ accountId: session.accountId, clientId: client.clientId })
      grant.addOIDCScope('openid profile email offline_access')
      grant.addResourceScope(options.audience, 'openid profile email')
      await grant.save()
      return grant
    },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => false,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: accessTokenSeconds,
      RefreshToken: REFRESH_TOKEN_SECONDS,
      Grant: grantSeconds,
      Interaction: SIGN_IN_SECONDS,
      Session: SIGN_IN_SECONDS,
    },
    async renderError(ctx, out) {
      ctx.type = 'html'
      ctx.body = problemPage(out.error_description ?? out.error)
    },
  }
}

/** Every sign-in asks who it is: several people share a browser, and one must not become the other. */
function withoutSession(cookies = ''): string {
  return cookies
    .split(';')
    .filter((cookie) => !cookie.trim().startsWith('_session'))
    .join(';')
}

/** Whoever asks for consent (`prompt=consent`) may; nobody is made to give it. */
function withoutConsent(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  policy.get('consent')?.checks.clear()
  return policy
}

async function answerSignIn(
  provider: Provider,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await provider.interactionDetails(request, response)
    const given = request.method === 'POST' ? await readForm(request) : null
    const account =
      accountBySubject(given?.get('account') ?? '') ??
      accountByPassword(given?.get('email') ?? '', given?.get('password') ?? '')
    if (account)
      await provider.interactionFinished(request, response, {
        login: { accountId: account.subject, remember: false },
      })
    else {
      const problem =
        given === null ? {} : { problem: 'This e-mail address and password do not belong together.' }
      send(
        response,
        given === null ? 200 : 401,
        signInPage({ action: path, accounts: demoAccounts, ...problem }),
      )
    }
  } catch (error) {
    const known = error instanceof errors.OIDCProviderError
    send(
      response,
      known ? error.statusCode : 500,
      problemPage(known ? 'This sign-in has expired.' : 'Something went wrong.'),
    )
  }
}

const MAX_FORM_BYTES = 8 * 1024

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > MAX_FORM_BYTES) throw new errors.InvalidRequest('the form is too large')
  }
  return new URLSearchParams(text)
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
  })
  response.end(html)
}
