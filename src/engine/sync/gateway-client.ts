import { errorResponse } from '../../shared/contract/wire.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { orAborted, patientFetch } from './patient-fetch.ts'

export interface TokenProvider {
  accessToken(rejected?: string): Promise<string>
}

/** Bytes are dear on every line but the one that stays inside this computer. */
function encodingsFor(base: URL): string {
  const staysHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(base.hostname)
  return staysHere ? 'identity' : 'zstd, gzip'
}

/** Talks to one centre as one person. The only place in the engine that knows about tokens and HTTP failures. */
export class GatewayClient {
  readonly #base: URL
  readonly #tokens: TokenProvider
  readonly #fetch: typeof fetch
  readonly #closing = new AbortController()

  constructor(gatewayUrl: string, tokens: TokenProvider, fetcher: typeof fetch) {
    this.#base = new URL(gatewayUrl)
    this.#tokens = tokens
    this.#fetch = fetcher
  }

  url(path: string): URL {
    return new URL(path.replace(/^\//, ''), this.#base)
  }

  /** Ends every request under way, and every answer that is still being read: for whoever closes cannot wait for a line. */
  close(): void {
    this.#closing.abort()
  }

  authorization(): Promise<string> {
    return this.#tokens.accessToken().then((token) => `Bearer ${token}`)
  }

  /** A response whose status is below 400, or 409 (the shape protocol's must-refetch). @throws AppError otherwise. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const token = await this.#token()
    const response = await this.#send(path, init, token)
    if (response.status !== 401) return accepted(response)
    await response.body?.cancel()
    return accepted(await this.#send(path, init, await this.#token(token)))
  }

  async json(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await this.request(path, init)
    return response.json().catch((cause: unknown) => {
      throw new AppError('unavailable', 'The centre’s answer was cut off.', { cause })
    })
  }

  async #token(rejected?: string): Promise<string> {
    const { signal } = this.#closing
    return orAborted(this.#tokens.accessToken(rejected), signal).catch((error: unknown) => {
      throw signal.aborted ? unreachable(error) : error
    })
  }

  async #send(path: string, init: RequestInit, token: string): Promise<Response> {
    const { signal, ...rest } = init
    const headers = {
      ...init.headers,
      authorization: `Bearer ${token}`,
      'accept-encoding': encodingsFor(this.#base),
    }
    const request = { ...rest, headers }
    const signals = [this.#closing.signal, ...(signal ? [signal] : [])]
    try {
      return await patientFetch(this.#fetch, this.url(path), request, signals)
    } catch (cause) {
      throw unreachable(cause)
    }
  }
}

function unreachable(cause: unknown): AppError {
  return new AppError('offline', 'The centre cannot be reached.', { cause })
}

async function accepted(response: Response): Promise<Response> {
  if (response.status < 400 || response.status === 409) return response
  const retryAfterMs = readRetryAfter(response.headers)
  const details = retryAfterMs === null ? undefined : { retryAfterMs }
  const body = errorResponse.safeParse(await response.json().catch(() => null))
  if (body.success) {
    const { error } = body.data
    throw new AppError(error.code, error.message, {
      retryable: error.retryable || response.status >= 500 || response.status === 429,
      ...(details ? { details } : {}),
    })
  }
  if (response.status >= 500 || response.status === 429)
    throw new AppError('unavailable', 'The centre is busy.', details ? { details } : {})
  throw new AppError('bad-input', `The centre did not accept the request (${response.status}).`)
}

/** However long a centre asks to be left alone, it is looked for once an hour. */
const longestRetryAfterMs = 3_600_000

/**
 * `retry-after` in both of its forms, seconds or an instant. An instant counts from the answer's own `date`: the two come
 * from one clock, and that of the device may be off by years. @returns milliseconds, or null where it says nothing.
 */
function readRetryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim() ?? ''
  const answeredAtMs = Date.parse(headers.get('date') ?? '')
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - (Number.isNaN(answeredAtMs) ? Date.now() : answeredAtMs)
  return Number.isNaN(ms) ? null : Math.min(longestRetryAfterMs, Math.max(0, ms))
}
