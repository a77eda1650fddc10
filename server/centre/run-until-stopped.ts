import { AppError } from '../../src/shared/errors/app-error.ts'

/**
 * Starts something and keeps the process until it is asked to end: by SIGINT or SIGTERM (a second one ends it at once),
 * or by the IPC channel of whoever started it being closed. Whatever is then open is closed first. A start that fails
 * ends the process with status 1 and the reason.
 */
export async function runUntilStopped(
  start: (signal: AbortSignal) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  const stopping = new AbortController()
  const asked = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130)
    stopping.abort(new Error('stopped while starting'))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (process.channel)
    process.once('disconnect', () => {
      if (!stopping.signal.aborted) stop()
    })

  try {
    const running = await start(stopping.signal)
    await asked
    await running.close()
    process.exit(0)
  } catch (error) {
    if (stopping.signal.aborted) process.exit(0)
    console.error(error instanceof AppError ? error.message : error)
    process.exit(1)
  }
}

/** For the operator: what failed, during what, and the underlying cause. */
export function reportError(error: unknown, during: string): void {
  const parts = [`[${new Date().toISOString()}] ${during}:`, error]
  if (error instanceof AppError && error.cause !== undefined) parts.push('cause:', error.cause)
  console.error(...parts)
}
