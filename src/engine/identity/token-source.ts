import * as openid from 'openid-client'
import { z } from 'zod'
import type { Hello } from '../../shared/contract/wire.ts'
import { AppError } from '../../shared/errors/app-error.ts'

/** What is kept in the operating system's keychain for each person. */
export const storedTokens = z.object({
  issuer: z.url(),
  clientId: z.string(),
  audience: z.string(),
  accessToken: z.string(),
  /** UTC milliseconds. */
  expiresAtMs: z.number(),
  refreshToken: z.string().nullable(),
})
export type StoredTokens = z.infer<typeof storedTokens>

export interface Secrets {
  get(input: { key: string }): Promise<string | null>
  set(input: { key: string; value: string }): Promise<void>
  delete(input: { key: string }): Promise<void>
  /** `os`: what is kept here is guarded by the operating system's keychain. */
  protection(): Promise<'os' | 'none'>
}

/** How long whoever closes waits for the provider. */
const settleMs = 3_000

/** Hands out access tokens for one person, refreshing them as needed; one refresh at a time. */
export class TokenSource {
  readonly #secrets: Secrets
  readonly #key: string
  readonly #fetch: typeof fetch
  readonly #provider: () => Promise<ProviderFacts>
  #tokens: StoredTokens | null | undefined
  #refreshing: Promise<string> | undefined
  #retired = false

  /** @param provider what the centre says now of where to sign in: a provider may move. */
  constructor(
    secrets: Secrets,
    userId: string,
    fetcher: typeof fetch,
    provider: () => Promise<ProviderFacts>,
  ) {
    this.#secrets = secrets
    this.#key = tokenKey(userId)
    this.#fetch = fetcher
    this.#provider = provider
  }

  /**
   * An access token that has not expired by this device's clock.
   * @param rejected a token the centre just refused: another one is wanted whatever the clock says.
   * @throws AppError `token-expired` when the person must sign in again, `offline` when the provider cannot be reached.
   */
  async accessToken(rejected?: string): Promise<string> {
    const tokens = await this.#load()
    if (!tokens) throw signInAgain()
    const usable = tokens.accessToken !== rejected && tokens.expiresAtMs - 15_000 > Date.now()
    if (usable) return tokens.accessToken
    this.#refreshing ??= this.#refresh(tokens).finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  /**
   * Waits a moment for a refresh that is under way: a provider that gives new tokens takes the old ones back, so an answer
   * that is not kept would end the sign-in.
   */
  async settled(): Promise<void> {
    if (!this.#refreshing) return
    let timer: NodeJS.Timeout | undefined
    const tired = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, settleMs)
    })
    await Promise.race([this.#refreshing.catch(() => {}), tired])
    clearTimeout(timer)
  }

  /** Keeps nothing from now on: the person has signed out, or signed in anew. A late answer brings nothing back. */
  retire(): void {
    this.#retired = true
  }

  async #load(): Promise<StoredTokens | null> {
    if (this.#tokens === undefined) {
      const text = await this.#secrets.get({ key: this.#key })
      const parsed = text === null ? null : storedTokens.safeParse(JSON.parse(text))
      this.#tokens = parsed?.success ? parsed.data : null
    }
    return this.#tokens
  }

  async #refresh(tokens: StoredTokens): Promise<string> {
    if (!tokens.refreshToken) throw signInAgain()
    try {
      const { issuer, clientId, audience } = await this.#provider()
      const config = await discover(issuer, clientId, this.#fetch)
      const answer = await openid.refreshTokenGrant(config, tokens.refreshToken, { resource: audience })
      this.#tokens = fromGrant({ issuer, clientId, audience, refreshToken: tokens.refreshToken }, answer)
      if (!this.#retired) await this.#secrets.set({ key: this.#key, value: JSON.stringify(this.#tokens) })
      return this.#tokens.accessToken
    } catch (error) {
      if (error instanceof openid.ResponseBodyError && error.error === 'invalid_grant')
        throw signInAgain(error)
      throw asReachability(error)
    }
  }
}

export function tokenKey(userId: string): string {
  return `tokens:${userId}`
}

/** Reads the provider's configuration. Plain http is accepted on loopback only. */
export async function discover(
  issuer: string,
  clientId: string,
  fetcher: typeof fetch,
): Promise<openid.Configuration> {
  const url = new URL(issuer)
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  return openid.discovery(url, clientId, undefined, openid.None(), {
    [openid.customFetch]: fetcher as openid.CustomFetch,
    timeout: 15,
    ...(loopback ? { execute: [openid.allowInsecureRequests] } : {}),
  })
}

/** The tokens of a grant's answer; a refresh that brings no new refresh token keeps the old one. */
export function fromGrant(
  before: Pick<StoredTokens, 'issuer' | 'clientId' | 'audience'> & { refreshToken?: string | null },
  answer: openid.TokenEndpointResponse,
): StoredTokens {
  return {
    issuer: before.issuer,
    clientId: before.clientId,
    audience: before.audience,
    accessToken: answer.access_token,
    expiresAtMs: Date.now() + (answer.expires_in ?? 300) * 1000,
    refreshToken: answer.refresh_token ?? before.refreshToken ?? null,
  }
}

export type ProviderFacts = Pick<Hello, 'issuer' | 'clientId' | 'audience'>

/** Failures of the way to the provider, as `offline`; what the provider itself says, as `unavailable`. */
export function asReachability(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError'))
    return new AppError('offline', 'The sign-in service cannot be reached.', { cause: error })
  return new AppError('unavailable', 'The sign-in service does not answer as it should.', { cause: error })
}

function signInAgain(cause?: unknown): AppError {
  return new AppError('token-expired', 'Please sign in again. Your work is safe on this device and waits.', {
    cause,
    retryable: false,
  })
}
