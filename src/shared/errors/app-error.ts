import { z } from 'zod'

/** Every way BrainiX can fail. Closed on purpose: a new code is a change of the contract. */
export const errorCodes = [
  'bad-input',
  'not-signed-in',
  'token-expired',
  'forbidden',
  'not-found',
  'already-exists',
  'limit-reached',
  'too-large',
  'not-a-gateway',
  'contract-too-old',
  'offline',
  'unavailable',
  'no-space',
  'damaged',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** An AppError as it crosses a process boundary: never a stack. */
export const appErrorData = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  retryable: z.boolean(),
  details: z.record(z.string(), z.unknown()).optional(),
})
export type AppErrorData = z.infer<typeof appErrorData>

export interface AppErrorOptions {
  retryable?: boolean
  details?: Record<string, unknown>
  cause?: unknown
}

/**
 * The one error type that crosses rooms.
 * `message` is for people: what happened, what is safe, what to do. `retryable` says whether the same request may
 * succeed later without change.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly details: Record<string, unknown> | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? (code === 'offline' || code === 'unavailable')
    this.details = options.details
  }

  toData(): AppErrorData {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.details ? { details: this.details } : {}),
    }
  }

  static fromData(data: AppErrorData): AppError {
    return new AppError(data.code, data.message, {
      retryable: data.retryable,
      ...(data.details ? { details: data.details } : {}),
    })
  }

  /** Wraps anything thrown. What is not an AppError already is a bug: code `internal`, text kept as the cause. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown
    return new AppError(
      'internal',
      'Something went wrong inside BrainiX. Your work is safe on this device.',
      {
        cause: thrown,
      },
    )
  }
}
