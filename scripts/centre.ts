import { parseArgs } from 'node:util'
import { type GatewayConfig, readGatewayConfig } from '../server/centre/config.ts'
import { startGatewayService } from '../server/centre/gateway-service.ts'
import { reportError, runUntilStopped } from '../server/centre/run-until-stopped.ts'

const usage = `npm run centre -- --database-url URL --port N [--electric-url URL]

Brings a Postgres that is already there up to date and serves a gateway on it, on loopback. Everything else is
configured by environment variables: see docs/running-a-centre.md.`

/** Options win over the variables that say the same. */
function configuration(): GatewayConfig {
  const { values } = parseArgs({
    options: {
      'database-url': { type: 'string' },
      port: { type: 'string' },
      'electric-url': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(usage)
    process.exit(0)
  }
  return readGatewayConfig({
    ...process.env,
    ...(values['database-url'] === undefined ? {} : { DATABASE_URL: values['database-url'] }),
    ...(values.port === undefined ? {} : { PORT: values.port }),
    ...(values['electric-url'] === undefined ? {} : { ELECTRIC_URL: values['electric-url'] }),
  })
}

function readOrExit(): GatewayConfig {
  try {
    return configuration()
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    console.error(`\n${usage}`)
    process.exit(2)
  }
}

const config = readOrExit()
await runUntilStopped(async (signal) => {
  const service = await startGatewayService({
    ...config,
    log: (line) => console.log(line),
    onError: reportError,
    signal,
  })
  console.log(`centre ready ${service.gatewayUrl}`)
  return service
})
