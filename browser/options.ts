import { parseArgs } from 'node:util'
import { AppError } from '../src/shared/errors/app-error.ts'

export interface ShellOptions {
  home: string
  /** Fixed by the caller, or null: the one used last time if it is free, else any. */
  port: number | null
  statusFile: string | null
  gatewayUrl: string | null
}

/** Reads command line and environment. Fails with `bad-input`, naming what is wrong. */
export function readShellOptions(args: string[], env: Record<string, string | undefined>): ShellOptions {
  const { values } = parseOrExplain(args)
  const home = values.home ?? env.BRAINIX_HOME
  if (!home)
    throw new AppError('bad-input', 'Say where the data lives: set BRAINIX_HOME or pass --home FOLDER.')
  const port = values.port === undefined ? null : Number(values.port)
  if (port !== null && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new AppError('bad-input', `--port must be a number from 1 to 65535, not "${values.port}".`)
  return {
    home,
    port,
    statusFile: values['status-file'] ?? null,
    gatewayUrl: env.BRAINIX_GATEWAY_URL || null,
  }
}

function parseOrExplain(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { home: { type: 'string' }, port: { type: 'string' }, 'status-file': { type: 'string' } },
    })
  } catch (error) {
    throw new AppError('bad-input', error instanceof Error ? error.message : String(error), { cause: error })
  }
}
