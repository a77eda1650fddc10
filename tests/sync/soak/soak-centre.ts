import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../../server/centre/embedded-postgres.ts'
import { openPorts } from '../../../server/centre/ports.ts'
import { findPostgresPlace } from '../../../server/centre/postgres-place.ts'
import { migratePostgres } from '../../../server/db/migrate.ts'
import { freePort } from '../../support/free-port.ts'
import type { OpenCentre } from '../simulator/centre-events.ts'
import { peopleSql, schoolSql } from '../simulator/school.ts'
import { SoakProcess } from './process.ts'

export interface SoakCentreOptions {
  folder: string
  /** A real shape service and the Postgres it follows; null for a Postgres of the soak's own with the embedded log. */
  electric: { url: string; secret: string | undefined; databaseUrl: string } | null
  /** How likely a reply with changes of a shape is given without them. */
  skip: number
  seed: number
  onSkip: (changes: number) => void
}

const script = join(import.meta.dirname, 'gateway-process.ts')

/** A centre of real processes: a Postgres, and a gateway that may be killed at any moment. */
export class SoakCentre implements OpenCentre {
  readonly #options: SoakCentreOptions
  readonly pool: pg.Pool
  readonly gatewayPort: number
  readonly #stopPostgres: () => Promise<void>
  readonly #databaseUrl: string
  #gateway: SoakProcess | null = null
  #starts = 0

  private constructor(
    options: SoakCentreOptions,
    databaseUrl: string,
    gatewayPort: number,
    stopPostgres: () => Promise<void>,
  ) {
    this.#options = options
    this.#databaseUrl = databaseUrl
    this.gatewayPort = gatewayPort
    this.#stopPostgres = stopPostgres
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 8 })
    this.pool.on('error', () => {}) // replaced when it is next needed
    this.pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** @throws Error for a database that holds something already. */
  static async open(options: SoakCentreOptions): Promise<SoakCentre> {
    const { folder, electric } = options
    const own = electric === null ? await startOwnPostgres(folder) : null
    const databaseUrl = own?.databaseUrl ?? electric?.databaseUrl ?? ''
    try {
      await migratePostgres(databaseUrl)
      const centre = new SoakCentre(options, databaseUrl, await freePort(), async () => own?.stop())
      const [held] = await centre.rows<{ users: number }>('SELECT count(*)::int AS users FROM users')
      if (held?.users !== 0) {
        await centre.pool.end()
        throw new Error('The database holds something already: a soak wants an empty one.')
      }
      await centre.pool.query(`${schoolSql}; ${peopleSql}`)
      return centre
    } catch (error) {
      await own?.stop()
      throw error
    }
  }

  async startGateway(): Promise<void> {
    if (this.#gateway?.running) return
    const { folder, electric, skip, seed, onSkip } = this.#options
    this.#starts += 1
    this.#gateway = await SoakProcess.start(
      script,
      {
        databaseUrl: this.#databaseUrl,
        port: this.gatewayPort,
        files: join(folder, 'files'),
        shapes: join(folder, 'shapes.sqlite'),
        electric: electric && { url: electric.url, secret: electric.secret },
        skip,
        seed: `${seed}/gateway ${this.#starts}`,
      },
      join(folder, 'gateway.log'),
      (said) => {
        if (said.kind === 'skipped') onSkip(Number(said.changes))
      },
    )
  }

  get gatewayRunning(): boolean {
    return this.#gateway?.running ?? false
  }

  async killGateway(): Promise<void> {
    await this.#gateway?.kill()
  }

  get mayKillPostgres(): boolean {
    return this.#options.electric === null
  }

  /** `kill -9` to the postmaster: its processes end by themselves, and it is started again by who looks after it. */
  async killPostgres(): Promise<void> {
    const place = await findPostgresPlace(
      this.#options.folder,
      join(this.#options.folder, 'centre'),
      () => {},
    )
    const text = await readFile(join(place.folder, 'data', 'postmaster.pid'), 'utf8').catch(() => '')
    const pid = Number.parseInt(text, 10)
    if (pid > 1) process.kill(pid, 'SIGKILL')
  }

  /** Until Postgres takes connections again. */
  async untilPostgresAnswers(): Promise<void> {
    for (let tries = 0; ; tries++) {
      const answers = await this.pool.query('SELECT 1').then(
        () => true,
        (error: unknown) => {
          if (tries > 600) throw error
          return false
        },
      )
      if (answers) return
      await pause(100)
    }
  }

  async rows<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(sql, values)).rows
  }

  async change(sql: string, values: unknown[] = []): Promise<number> {
    return (await this.pool.query(sql, values)).rowCount ?? 0
  }

  /** Many commits, one right after the other, of rows that many share. @returns how many were made. */
  async burst(commits: number, isOver: () => boolean): Promise<number> {
    const client = await this.pool.connect()
    let made = 0
    try {
      const { rows } = await client.query<{ id: string }>('SELECT id FROM lessons ORDER BY id')
      for (let turn = 0; turn < commits && rows.length > 0 && !isOver(); turn++) {
        await client.query('UPDATE lessons SET video_duration = $2 WHERE id = $1', [
          rows[turn % rows.length]?.id,
          turn,
        ])
        made += 1
      }
    } catch {
      // Postgres was killed in the middle of it
    } finally {
      client.release(true)
    }
    return made
  }

  /** Writes down what people have at the centre, for whoever looks into differences. */
  async keepTables(): Promise<void> {
    for (const table of [
      'notes',
      'deleted_notes',
      'sync_clients',
      'sync_rejections',
      'sync_conflicts',
      'lessons',
    ]) {
      const rows = await this.rows(`SELECT * FROM ${table}`)
      await writeFile(join(this.#options.folder, `${table}.json`), JSON.stringify(rows, null, 1))
    }
  }

  async close(): Promise<void> {
    await this.killGateway()
    await this.pool.end()
    await this.#stopPostgres()
  }
}

async function startOwnPostgres(folder: string): Promise<{ databaseUrl: string; stop(): Promise<void> }> {
  const centre = join(folder, 'centre')
  await mkdir(centre, { recursive: true })
  const place = await findPostgresPlace(folder, centre, () => {})
  const ports = await openPorts(join(folder, 'ports.json'))
  const postgres = await startEmbeddedPostgres({ place, ports, log: () => {} })
  return { databaseUrl: postgres.databaseUrl, stop: () => postgres.stop() }
}
