import pg from 'pg'
import { z } from 'zod'
import { openFileStore } from '../../../server/files/file-store.ts'
import { createGateway } from '../../../server/http/gateway.ts'
import { serve } from '../../../server/http/serve.ts'
import { openShapeLog } from '../../../server/shapes/embedded/shape-log.ts'
import { electricUpstream, embeddedUpstream } from '../../../server/shapes/upstream.ts'
import { contractVersion, oldestAcceptedContract } from '../../../src/shared/contract/wire.ts'
import { rollDice } from '../simulator/dice.ts'
import { whoAsks } from '../simulator/who-asks.ts'
import { serveParent } from './serve-parent.ts'
import { skipChanges } from './skip-changes.ts'

/** A gateway in a process of its own, as `npm run centre` runs one; a token names its person. */
const options = z
  .object({
    databaseUrl: z.string(),
    port: z.number(),
    files: z.string(),
    shapes: z.string(),
    electric: z.object({ url: z.string(), secret: z.string().optional() }).nullable(),
    skip: z.number(),
    seed: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 40, pipeline: true })
pool.on('error', () => {}) // an idle connection that was lost is replaced when it is next needed
pool.on('connect', (client) => client.on('error', () => {}))

const upstream = options.electric
  ? electricUpstream(options.electric.url, options.electric.secret)
  : embeddedUpstream(
      await openShapeLog({ databaseUrl: options.databaseUrl, storagePath: options.shapes, longPollMs: 5000 }),
    )
const say = serveParent(() => null)
await serve(
  createGateway({
    pool,
    authenticate: whoAsks,
    upstream:
      options.skip === 0
        ? upstream
        : skipChanges(upstream, options.skip, rollDice(options.seed), (table, changes) =>
            say({ kind: 'skipped', table, changes }),
          ),
    files: await openFileStore(options.files),
    hello: {
      product: 'brainix',
      contractVersion,
      oldestAcceptedContract,
      issuer: 'http://issuer.test',
      clientId: 'test',
      audience: 'urn:test',
    },
    onError: (error, during) => console.error(`${during}: ${String(error)}`),
  }),
  options.port,
)
say({ kind: 'ready' })
