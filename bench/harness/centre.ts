import pg from 'pg'
import { z } from 'zod'
import { startChild } from './child.ts'
import { startIssuer } from './issuer.ts'
import { seedPeople } from './school.ts'

export interface BenchCentre {
  gatewayUrl: string
  databaseUrl: string
  /** `SHOW server_version`, with the settings that decide what a commit costs. */
  postgres: string
  token(subject: string): Promise<string>
  query(text: string, values?: unknown[]): Promise<pg.QueryResult<Record<string, unknown>>>
  close(): Promise<void>
}

/** A centre in a process of its own below `folder`: embedded Postgres with real fsync, gateway, embedded shape log. */
export async function startBenchCentre(folder: string): Promise<BenchCentre> {
  const issuer = await startIssuer()
  const { url, clientId, audience } = issuer
  const child = startChild(new URL('./centre-process.ts', import.meta.url), {
    folder,
    oidc: { issuer: url, clientId, audience },
  })
  const ready = await child.message(z.object({ gatewayUrl: z.string(), databaseUrl: z.string() }))
  const pool = new pg.Pool({ connectionString: ready.databaseUrl, max: 2 })
  pool.on('error', () => {})
  await seedPeople(pool)
  const { rows } = await pool.query(
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
            current_setting('synchronous_commit') AS synchronous`,
  )
  const settings = z
    .object({ version: z.string(), fsync: z.string(), synchronous: z.string() })
    .parse(rows[0])
  return {
    ...ready,
    postgres: `${settings.version} (fsync=${settings.fsync}, synchronous_commit=${settings.synchronous})`,
    token: issuer.token,
    query: (text, values = []) => pool.query(text, values),
    close: async () => {
      await pool.end()
      await child.end()
      await issuer.close()
    },
  }
}
