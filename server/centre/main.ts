import { AppError } from '../../src/shared/errors/app-error.ts'
import { startCentre } from './centre.ts'
import { ConfigurationError, readCentreEnvironment } from './config.ts'
import { brainixHome } from './home.ts'
import { reportError, runUntilStopped } from './run-until-stopped.ts'

/**
 * The embedded centre as a process. Prints its progress, and `centre ready <gateway url>` once devices can come. Ends
 * on SIGINT, SIGTERM, or when the process that started it with an IPC channel is gone.
 */
await runUntilStopped(async (signal) => {
  try {
    const centre = await startCentre({
      home: brainixHome(),
      ...readCentreEnvironment(process.env),
      log: (line) => console.log(line),
      onError: reportError,
      signal,
    })
    console.log(`centre ready ${centre.gatewayUrl}`)
    return centre
  } catch (error) {
    if (error instanceof ConfigurationError) {
      console.error(error.message)
      process.exit(2)
    }
    if (error instanceof AppError && error.code === 'already-exists') {
      console.error(error.message)
      process.exit(3)
    }
    throw error
  }
})
