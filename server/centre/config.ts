import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { brainixHome } from './home.ts'

/** Everything a gateway on an existing Postgres has to know. */
export interface GatewayConfig {
  databaseUrl: string
  /** Address of the machine's to serve on. */
  host: string
  /** 0 for any free one. */
  port: number
  /** Null: the demonstration's own identity provider. */
  oidc: { issuer: string; clientId: string; audience: string } | null
  /** Null: the embedded shape log. */
  electric: { url: string; secret: string | undefined } | null
  /** Where uploaded and imported files lie. */
  filesDir: string
  /** SQLite file of the embedded shape log. */
  shapesStorage: string
  /** SQLite file of the demonstration's identity provider. */
  identityStorage: string
}

/** What is missing or wrong, by the names the operator knows. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration is not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

export const demoClientId = 'brainix-desktop'
export const demoAudience = 'urn:brainix:centre'

const text = z.string().trim().min(1)
const webAddress = text.refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), {
  error: 'must be an address that begins with http:// or https://',
})

/** Every variable a gateway knows, by the name the operator writes. */
export const gatewayEnvironment = z.object({
  DATABASE_URL: text.refine((value) => /^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? ''), {
    error: 'must be an address that begins with postgres:// or postgresql://',
  }),
  HOST: text
    .refine((value) => isIP(value) !== 0, { error: 'must be an IP address of this machine' })
    .optional(),
  PORT: text
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, {
      error: 'must be a port number from 0 (any free one) to 65535',
    })
    .transform(Number),
  OIDC_ISSUER: webAddress.optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_AUDIENCE: text.optional(),
  ELECTRIC_URL: webAddress.optional(),
  ELECTRIC_SECRET: text.optional(),
  FILES_DIR: text.optional(),
  SHAPES_STORAGE: text.optional(),
  IDENTITY_STORAGE: text.optional(),
})

/**
 * Reads the gateway's configuration. A variable that is set but empty counts as not set.
 * @throws ConfigurationError that names everything missing or wrong, not only the first.
 */
export function readGatewayConfig(env: NodeJS.ProcessEnv): GatewayConfig {
  const given = withoutEmpty(env)
  const parsed = gatewayEnvironment.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => problemOf(issue, given))
  if (given.OIDC_ISSUER !== undefined)
    for (const name of ['OIDC_CLIENT_ID', 'OIDC_AUDIENCE'])
      if (given[name] === undefined) problems.push(`${name}: is missing (needed together with OIDC_ISSUER)`)
  if (!parsed.success || problems.length > 0) throw new ConfigurationError(problems)
  const values = parsed.data
  const own = ownFolder(values.DATABASE_URL, env)
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId = '', OIDC_AUDIENCE: audience = '' } = values
  return {
    databaseUrl: values.DATABASE_URL,
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT,
    oidc: issuer === undefined ? null : { issuer, clientId, audience },
    electric:
      values.ELECTRIC_URL === undefined ? null : { url: values.ELECTRIC_URL, secret: values.ELECTRIC_SECRET },
    filesDir: resolve(values.FILES_DIR ?? join(own, 'files')),
    shapesStorage: resolve(values.SHAPES_STORAGE ?? join(own, 'shapes.sqlite')),
    identityStorage: resolve(values.IDENTITY_STORAGE ?? join(own, 'identity.sqlite')),
  }
}

/** A folder for each database, so that gateways of several on one machine do not mix up. */
function ownFolder(databaseUrl: string, env: NodeJS.ProcessEnv): string {
  const { host, pathname } = new URL(databaseUrl)
  const key = createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 12)
  return join(brainixHome(env), 'gateways', key)
}

function problemOf(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0])
  return given[name] === undefined ? `${name}: is missing` : `${name}: ${issue.message}`
}

const centreEnvironment = gatewayEnvironment.pick({ ELECTRIC_URL: true, ELECTRIC_SECRET: true }).extend({
  BRAINIX_ACCESS_TOKEN_SECONDS: text
    .refine((value) => /^\d{1,6}$/.test(value) && Number(value) >= 1, {
      error: 'must be a number of seconds',
    })
    .transform(Number)
    .optional(),
})

/**
 * What may be set for the embedded centre; everything else it decides itself.
 * @throws ConfigurationError
 */
export function readCentreEnvironment(env: NodeJS.ProcessEnv): {
  electric: GatewayConfig['electric']
  accessTokenSeconds?: number
} {
  const given = withoutEmpty(env)
  const parsed = centreEnvironment.safeParse(given)
  if (!parsed.success)
    throw new ConfigurationError(parsed.error.issues.map((issue) => problemOf(issue, given)))
  const { ELECTRIC_URL: url, ELECTRIC_SECRET: secret, BRAINIX_ACCESS_TOKEN_SECONDS: seconds } = parsed.data
  return {
    electric: url === undefined ? null : { url, secret },
    ...(seconds === undefined ? {} : { accessTokenSeconds: seconds }),
  }
}

function withoutEmpty(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
}
