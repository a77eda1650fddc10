import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export interface Access {
  /** The one-time word of this start, for the address the person opens. */
  readonly token: string
  /** Spends the token: a session cookie the first time, null for a wrong or a spent one. */
  redeem(token: string): string | null
  /** Whether a `Cookie` header carries a session of this shell. */
  hasSession(cookieHeader: string | undefined): boolean
  /** The `Host` must be this loopback server by name, or a foreign site's DNS could point here. */
  isOwnHost(host: string | undefined): boolean
  /** The `Origin` must be the page this server itself served under that host. */
  isOwnOrigin(origin: string | undefined, host: string | undefined): boolean
}

const sessionMs = 30 * 24 * 3600 * 1000

/**
 * Who may talk to the browser shell. Every program on this machine can reach a loopback port, and every web page can
 * make the browser call it; so a session starts only with the token printed at start, lives in a cookie no script and
 * no other site can use, and is checked with Host and Origin. `secret` outlives the shell, so sessions do too.
 */
export function createAccess(options: { secret: Buffer; port: number; nowMs: () => number }): Access {
  const token = randomBytes(32).toString('base64url')
  // Browsers share cookies between all ports of a host; the name keeps two shells on one machine apart.
  const cookieName = `brainix-${options.port}`
  const hosts = new Set([`127.0.0.1:${options.port}`, `localhost:${options.port}`])
  let spent = false

  const sign = (expiresMs: number) =>
    createHmac('sha256', options.secret).update(`session ${cookieName} ${expiresMs}`).digest('base64url')

  return {
    token,
    redeem(candidate) {
      if (spent || !sameText(candidate, token)) return null
      spent = true
      const expiresMs = options.nowMs() + sessionMs
      return (
        `${cookieName}=${expiresMs}.${sign(expiresMs)}; Path=/; HttpOnly; SameSite=Strict; ` +
        `Max-Age=${sessionMs / 1000}`
      )
    },
    hasSession(cookieHeader) {
      for (const pair of (cookieHeader ?? '').split(';')) {
        const [name, value = ''] = pair.trim().split('=', 2)
        if (name !== cookieName) continue
        const [expires = '', signature = ''] = value.split('.', 2)
        const expiresMs = Number(expires)
        if (!/^\d{1,16}$/.test(expires) || expiresMs <= options.nowMs()) continue
        if (sameText(signature, sign(expiresMs))) return true
      }
      return false
    },
    isOwnHost: (host) => host !== undefined && hosts.has(host),
    isOwnOrigin: (origin, host) => host !== undefined && hosts.has(host) && origin === `http://${host}`,
  }
}

function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
