import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { z } from 'zod'
import { AppError } from '../../src/shared/errors/app-error.ts'

/** What a valid access token says about its bearer. */
export interface TokenClaims {
  /** `users.clerk_id`. */
  readonly subject: string
  readonly name: string | undefined
  readonly email: string | undefined
}

export interface TokenVerifier {
  /** @throws AppError `token-expired`, `not-signed-in`, or `unavailable` when the issuer's keys cannot be had. */
  verify(token: string): Promise<TokenClaims>
  /** Asks the issuer who the bearer is, for tokens that carry no name and e-mail address. */
  userInfo(token: string): Promise<{ name: string | undefined; email: string | undefined }>
}

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url(), userinfo_endpoint: z.url().optional() })
type Discovery = z.infer<typeof discovery>

const claims = z.object({
  sub: z.string().min(1).max(500),
  name: z.string().max(500).optional().catch(undefined),
  email: z.string().max(500).optional().catch(undefined),
})

/** A clock may be this far off before a token counts as expired. */
const CLOCK_TOLERANCE_SECONDS = 5
const DISCOVERY_TIMEOUT_MS = 5_000

/**
 * Verifies access tokens (RFC 9068 and alike: JWTs) of one OpenID Connect issuer for one audience. The issuer is first
 * asked when the first token comes, and its keys are kept: the gateway starts, and goes on, without it.
 */
export function createTokenVerifier(options: { issuer: string; audience: string }): TokenVerifier {
  let discovered: Promise<{ document: Discovery; keys: JWTVerifyGetKey }> | undefined

  const issuer = () => {
    if (discovered) return discovered
    const asked = discover(options.issuer).then((document) => ({
      document,
      keys: createRemoteJWKSet(new URL(document.jwks_uri)),
    }))
    asked.catch(() => {
      discovered = undefined // the next request tries again
    })
    discovered = asked
    return asked
  }

  // asked only for tokens that look like one, so that garbage is refused even when the issuer is away
  const keyFor: JWTVerifyGetKey = async (header, token) => {
    const { keys } = await issuer()
    try {
      return await keys(header, token)
    } catch (cause) {
      throw isAboutTheToken(cause) ? cause : unreachable(cause)
    }
  }

  return {
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, keyFor, {
          issuer: options.issuer,
          audience: options.audience,
          algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'],
          requiredClaims: ['exp', 'sub'],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
        })
        const { sub, name, email } = claims.parse(payload)
        return { subject: sub, name, email }
      } catch (cause) {
        if (cause instanceof AppError) throw cause
        if (cause instanceof errors.JWTExpired)
          throw new AppError('token-expired', 'Your sign-in has to be renewed.', { cause })
        throw new AppError('not-signed-in', 'Please sign in: this sign-in is not valid here.', { cause })
      }
    },

    async userInfo(token) {
      const { document } = await issuer()
      if (!document.userinfo_endpoint) return { name: undefined, email: undefined }
      const answer = await fetchJson(document.userinfo_endpoint, { authorization: `Bearer ${token}` })
      const parsed = claims.partial().safeParse(answer)
      return { name: parsed.data?.name, email: parsed.data?.email }
    },
  }
}

async function discover(issuer: string): Promise<Discovery> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const answer = await fetchJson(url, {})
  const parsed = discovery.safeParse(answer)
  if (!parsed.success || parsed.data.issuer !== issuer)
    throw new AppError(
      'unavailable',
      'The sign-in service did not answer as expected. Please try again later.',
      {
        cause: parsed.error ?? new Error(`${url} names another issuer`),
      },
    )
  return parsed.data
}

async function fetchJson(url: string, headers: Record<string, string>): Promise<unknown> {
  const ask = () => fetch(url, { headers, signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS) })
  try {
    // asked twice: the first may run into a kept connection that an issuer's restart has closed
    const response = await ask().catch(ask)
    if (!response.ok) throw new Error(`${url} answered ${response.status}`)
    return await response.json()
  } catch (cause) {
    throw unreachable(cause)
  }
}

/** No key fits the token, as opposed to: the keys could not be fetched. */
function isAboutTheToken(cause: unknown): boolean {
  return (
    cause instanceof errors.JWKSNoMatchingKey ||
    cause instanceof errors.JWKSMultipleMatchingKeys ||
    cause instanceof errors.JOSENotSupported
  )
}

function unreachable(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'The sign-in service cannot be reached right now. Please try again later.',
    {
      cause,
    },
  )
}
