import { errorResponse } from '../../shared/contract/wire.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { orAborted, patientFetch } from './patient-fetch.ts'

export interface TokenProvider {
  accessToken(rejected?: string): Promise<string>
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
    const request = { ...rest, headers: { ...init.headers, authorization: `Bearer ${token}` } }
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
  const retryAfterSeconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const details = Number.isFinite(retryAfterSeconds) ? { retryAfterMs: retryAfterSeconds * 1000 } : undefined
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
