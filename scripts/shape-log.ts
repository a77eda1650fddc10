/**
 * npm run shape-log -- --database-url URL --port N [--chunk-bytes N] [--max-age S] [--stale-age S] [--long-poll-ms N]
 *                      [--storage FILE]
 * Serves shapes of any table of a Postgres (15 or later, wal_level=logical) on loopback, without authentication.
 */
import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import pg from 'pg'
import { openShapeLog, type ShapeLog, type ShapeLogOptions } from '../server/shapes/embedded/shape-log.ts'

const USAGE =
  'Usage: npm run shape-log -- --database-url URL --port N [--chunk-bytes N] [--max-age S] [--stale-age S] [--long-poll-ms N] [--storage FILE]'
const ATTEMPTS = 20

interface Settings extends Omit<ShapeLogOptions, 'storagePath'> {
  port: number
  storagePath: string | undefined
}

const settings = readSettings(process.argv.slice(2))
await requireLogicalReplication(settings.databaseUrl)
const { shapeLog, storagePath } = await openWithFreeStorage(settings)

const server = serve({ fetch: shapeLog.fetch, hostname: '127.0.0.1', port: settings.port }, ({ port }) =>
  console.log(`Shape log listening on http://127.0.0.1:${port} (log in ${storagePath})`),
)
server.on('error', (error) => fail(1, `Cannot listen on port ${settings.port}: ${error.message}`))

let stopping = false
async function stop(): Promise<void> {
  if (stopping) process.exit(1)
  stopping = true
  server.close()
  if ('closeAllConnections' in server) server.closeAllConnections()
  await shapeLog.close()
  process.exit(0)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

function readSettings(args: string[]): Settings {
  const values = parseFlags(args)
  const databaseUrl = values['database-url']
  if (!databaseUrl) fail(2, `--database-url is missing.\n${USAGE}`)
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl))
    fail(2, '--database-url must look like postgres://user:password@host:port/database')
  const port = wholeNumber(values, 'port', 0)
  if (port === undefined) fail(2, `--port is missing.\n${USAGE}`)
  if (port > 65_535) fail(2, '--port must be at most 65535')
  const chunkBytes = wholeNumber(values, 'chunk-bytes', 1)
  const maxAgeSeconds = wholeNumber(values, 'max-age', 0)
  const staleAgeSeconds = wholeNumber(values, 'stale-age', 0)
  const longPollMs = wholeNumber(values, 'long-poll-ms', 1)
  return {
    databaseUrl,
    port,
    storagePath: values.storage,
    ...(chunkBytes === undefined ? {} : { chunkBytes }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
    ...(staleAgeSeconds === undefined ? {} : { staleAgeSeconds }),
    ...(longPollMs === undefined ? {} : { longPollMs }),
    onError: (error) => console.error(`shape log: ${error.message}`),
  }
}

function parseFlags(args: string[]) {
  const flag = { type: 'string' } as const
  try {
    return parseArgs({
      args,
      options: {
        'database-url': flag,
        port: flag,
        'chunk-bytes': flag,
        'max-age': flag,
        'stale-age': flag,
        'long-poll-ms': flag,
        storage: flag,
      },
    }).values
  } catch (error) {
    return fail(2, `${error instanceof Error ? error.message : error}\n${USAGE}`)
  }
}

function wholeNumber(
  values: Record<string, string | undefined>,
  name: string,
  least: number,
): number | undefined {
  const text = values[name]
  if (text === undefined) return undefined
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least)
    fail(2, `--${name} must be a whole number of at least ${least}, not "${text}"`)
  return number
}

/** Says at once what will never work, rather than retrying for ever. */
async function requireLogicalReplication(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const answer = await client.query(
      `SELECT current_setting('wal_level') AS level, current_setting('server_version_num')::int AS version`,
    )
    const [row] = answer.rows
    if (row?.version < 150_000) fail(1, 'Postgres 15 or later is needed.')
    if (row?.level !== 'logical')
      fail(
        1,
        `Postgres runs with wal_level=${row?.level}, but shapes need wal_level=logical. Set it in postgresql.conf and restart Postgres.`,
      )
  } catch (error) {
    fail(1, `Cannot reach the database: ${error instanceof Error ? error.message : error}`)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Without a file given, the first one of this database that no other process holds. */
async function openWithFreeStorage(given: Settings): Promise<{ shapeLog: ShapeLog; storagePath: string }> {
  const { host, pathname } = new URL(given.databaseUrl)
  const name = createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 16)
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'brainix-shape-log', name)
  for (let number = 0; number < ATTEMPTS; number++) {
    const storagePath = given.storagePath ?? join(folder, `${number}.sqlite`)
    try {
      return { shapeLog: await openShapeLog({ ...given, storagePath }), storagePath }
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
      if (busy && given.storagePath === undefined) continue
      return fail(
        1,
        busy ? `${storagePath} is in use by another process` : `Cannot open ${storagePath}: ${error}`,
      )
    }
  }
  return fail(1, `All ${ATTEMPTS} logs in ${folder} are in use`)
}

function fail(code: number, message: string): never {
  console.error(message)
  process.exit(code)
}
