import { expect, it } from 'vitest'
import { ConfigurationError, readCentreEnvironment, readGatewayConfig } from './config.ts'

const least = { DATABASE_URL: 'postgres://me@127.0.0.1:5432/school', PORT: '8080', BRAINIX_HOME: '/data' }

function problems(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readGatewayConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
}

it('needs a database and a port, and names everything that is missing at once', () => {
  expect(problems({})).toEqual(['DATABASE_URL: is missing', 'PORT: is missing'])
  expect(problems({ ...least, PORT: '' })).toEqual(['PORT: is missing'])
})

it('names what is wrong', () => {
  expect(problems({ ...least, PORT: '99999' })).toEqual([
    'PORT: must be a port number from 0 (any free one) to 65535',
  ])
  expect(problems({ ...least, HOST: 'everywhere' })).toEqual(['HOST: must be an IP address of this machine'])
  expect(problems({ ...least, DATABASE_URL: 'mysql://x', ELECTRIC_URL: 'localhost:3000' })).toEqual([
    'DATABASE_URL: must be an address that begins with postgres:// or postgresql://',
    'ELECTRIC_URL: must be an address that begins with http:// or https://',
  ])
})

it('wants client and audience together with an issuer', () => {
  expect(problems({ ...least, OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'app' })).toEqual([
    'OIDC_AUDIENCE: is missing (needed together with OIDC_ISSUER)',
  ])
})

it('keeps the files of different databases apart', () => {
  const one = readGatewayConfig(least)
  const other = readGatewayConfig({ ...least, DATABASE_URL: 'postgres://me@127.0.0.1:5432/other' })
  const sameElsewise = readGatewayConfig({ ...least, DATABASE_URL: 'postgres://you:x@127.0.0.1:5432/school' })
  expect(one.filesDir).not.toBe(other.filesDir)
  expect(one.filesDir).toBe(sameElsewise.filesDir)
  expect(one).toMatchObject({ host: '127.0.0.1', port: 8080, oidc: null, electric: null })
})

it('takes an Electric service and a shorter token life for the embedded centre, and names a wrong one', () => {
  expect(
    readCentreEnvironment({ ELECTRIC_URL: 'http://127.0.0.1:3000', BRAINIX_ACCESS_TOKEN_SECONDS: '2' }),
  ).toEqual({
    electric: { url: 'http://127.0.0.1:3000', secret: undefined },
    accessTokenSeconds: 2,
  })
  expect(() => readCentreEnvironment({ BRAINIX_ACCESS_TOKEN_SECONDS: 'soon' })).toThrow(
    'BRAINIX_ACCESS_TOKEN_SECONDS: must be a number of seconds',
  )
})
