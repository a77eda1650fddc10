/** A request that cannot be served, with the HTTP status and the per-parameter texts Electric would give. */
export class RequestError extends Error {
  readonly status: number
  readonly errors: Record<string, string[]> | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(
    status: number,
    message: string,
    more: { errors?: Record<string, string[]>; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'RequestError'
    this.status = status
    this.errors = more.errors
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

/** 400 for one parameter. */
export function invalid(parameter: string, text: string): RequestError {
  return new RequestError(400, 'Invalid request', { errors: { [parameter]: [text] } })
}

/** 503: ask again in a moment. */
export function unavailable(message: string, cause?: unknown): RequestError {
  return new RequestError(503, message, { retryAfterSeconds: 1, cause })
}
