import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { createClosing } from '../../server/centre/closing.ts'
import { startEmbeddedPostgres } from '../../server/centre/embedded-postgres.ts'
import { startGatewayService } from '../../server/centre/gateway-service.ts'
import { openPorts } from '../../server/centre/ports.ts'
import { findPostgresPlace } from '../../server/centre/postgres-place.ts'
import { reportError } from '../../server/centre/run-until-stopped.ts'
import { answer, dismissed, receiveInput } from './child-side.ts'

/** A centre as the product starts it (its own Postgres with its own settings, gateway, shape log, jobs), without demonstration content. */
const { folder, oidc } = await receiveInput(
  z.object({
    folder: z.string(),
    oidc: z.object({ issuer: z.string(), clientId: z.string(), audience: z.string() }),
  }),
)
process.on('SIGINT', () => {}) // Ctrl-C reaches the whole group; who started us says when to end
const closing = createClosing(reportError)
try {
  const home = join(folder, 'centre')
  await mkdir(home, { recursive: true, mode: 0o700 })
  const place = await findPostgresPlace(folder, home, () => {})
  const postgres = await startEmbeddedPostgres({
    place,
    ports: await openPorts(join(home, 'ports.json')),
    log: () => {},
  })
  closing.add('Postgres', () => postgres.stop())
  const service = await startGatewayService({
    databaseUrl: postgres.databaseUrl,
    port: 0,
    oidc,
    electric: null,
    filesDir: join(home, 'files'),
    shapesStorage: join(home, 'shapes.sqlite'),
    identityStorage: join(home, 'identity.sqlite'),
    log: () => {},
    onError: reportError,
  })
  closing.add('the gateway', () => service.close())
  answer({ gatewayUrl: service.gatewayUrl, databaseUrl: postgres.databaseUrl })
  await dismissed()
} finally {
  await closing.closeAll()
}
process.exit(0)
