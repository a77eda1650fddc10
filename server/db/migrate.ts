import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { AppError } from '../../src/shared/errors/app-error.ts'

const MIGRATIONS = fileURLToPath(new URL('../../drizzle/postgres', import.meta.url))
/** Any constant: gateways that start together queue on it, so that one migrates and the others find it done. */
const LOCK = 7_241_001

/**
 * Brings the centre's Postgres to the schema of this version; does nothing where it already is.
 * All pending migrations are one transaction: a failure leaves the database as it was.
 * @throws AppError `unavailable` when the database cannot be reached, `bad-input` when the address is none or the
 * database refuses us, `internal` when a migration fails.
 */
export async function migratePostgres(databaseUrl: string): Promise<void> {
  const client = await connect(databaseUrl)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS })
  } catch (cause) {
    throw new AppError(
      'internal',
      `The database could not be brought up to date, and was left as it was: ${reason(cause)}`,
      { cause },
    )
  } finally {
    await client.end().catch(() => {}) // ends the session, and the lock with it
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new AppError('bad-input', 'The database address must begin with postgres:// or postgresql://.')
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'brainix-migrate' })
  client.on('error', () => {}) // a connection lost mid-way rejects the query that was running
  try {
    await client.connect()
    return client
  } catch (cause) {
    const refused = cause instanceof pg.DatabaseError && /^(28|3D|42)/.test(cause.code ?? '')
    throw refused
      ? new AppError('bad-input', `The database refused the connection: ${reason(cause)}`, { cause })
      : new AppError('unavailable', `The database cannot be reached: ${reason(cause)}`, { cause })
  }
}

/** Drizzle wraps what Postgres said; the innermost message is the one that helps. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ')
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : reason(error.cause)
}
