import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { AppError, type ErrorCode } from '../../src/shared/errors/app-error.ts'

const statusOfCode: Record<ErrorCode, ContentfulStatusCode> = {
  'bad-input': 400,
  'not-signed-in': 401,
  'token-expired': 401,
  forbidden: 403,
  'not-found': 404,
  'already-exists': 409,
  'limit-reached': 429,
  'too-large': 413,
  'not-a-gateway': 400,
  'contract-too-old': 426,
  offline: 503,
  unavailable: 503,
  'no-space': 507,
  damaged: 500,
  internal: 500,
}

/**
 * Anything thrown as the answer a device gets: `{ error: AppErrorData }`, the fitting status, never a stack, never
 * cached. What is not an AppError becomes `internal`, and so does not leak what a library said.
 */
export function errorResponse(thrown: unknown): Response {
  const error = thrown instanceof AppError ? thrown : internalError(thrown)
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  if (error.code === 'not-signed-in' || error.code === 'token-expired')
    headers.set('www-authenticate', 'Bearer error="invalid_token"')
  if (error.retryable && statusOfCode[error.code] === 503) headers.set('retry-after', '5')
  return new Response(JSON.stringify({ error: error.toData() }), {
    status: statusOfCode[error.code],
    headers,
  })
}

/** True when the operator should hear of it: the fault is ours or our surroundings', not the caller's. */
export function isOurFault(thrown: unknown): boolean {
  return !(thrown instanceof AppError) || statusOfCode[thrown.code] >= 500
}

/** A database that cannot be reached is a moment's trouble, not a bug: the device shall try again. */
function internalError(thrown: unknown): AppError {
  if (isConnectionTrouble(thrown))
    return new AppError('unavailable', 'The centre cannot reach its database right now. Nothing was lost.', {
      cause: thrown,
    })
  return new AppError('internal', 'Something went wrong at the centre. Nothing was lost on your device.', {
    retryable: true,
    cause: thrown,
  })
}

/** SQLSTATE classes 08 (connection), 53 (no resources), 57P (server stops or starts), and Node's socket errors. */
function isConnectionTrouble(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  if (thrown instanceof AggregateError && thrown.errors.some(isConnectionTrouble)) return true
  const code = 'code' in thrown ? String(thrown.code) : ''
  if (/^(08|53|57P)/.test(code) || /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/.test(code)) return true
  if (/Connection terminated|timeout exceeded when trying to connect/.test(thrown.message)) return true
  return thrown.cause !== undefined && isConnectionTrouble(thrown.cause)
}
