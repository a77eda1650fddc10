import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { listen } from '../../server/http/serve.ts'

export interface Issuer {
  url: string
  audience: string
  clientId: string
  /** An access token that outlasts any benchmark. */
  token(subject: string): Promise<string>
  close(): Promise<void>
}

/** The least an OpenID Connect issuer must do for a gateway to trust its tokens. */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' }]
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}`
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify(request.url === '/keys' ? { keys } : { issuer: url, jwks_uri: `${url}/keys` }),
    )
  })
  const running = await listen(server, 0)
  const audience = 'urn:brainix:bench'
  return {
    url: running.url,
    audience,
    clientId: 'bench',
    token: (subject) =>
      new SignJWT({ name: subject, email: `${subject}@example.org` })
        .setProtectedHeader({ alg: 'RS256', kid: 'bench' })
        .setSubject(subject)
        .setIssuer(running.url)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('12h')
        .sign(privateKey),
    close: running.close,
  }
}
