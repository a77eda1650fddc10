import { join } from 'node:path'
import pg from 'pg'
import { migratePostgres } from '../../../server/db/migrate.ts'
import { openFileStore } from '../../../server/files/file-store.ts'
import { createGateway } from '../../../server/http/gateway.ts'
import { contractVersion, oldestAcceptedContract } from '../../../src/shared/contract/wire.ts'
import { backUp } from './backup.ts'
import { asAdmin, type Cluster } from './cluster.ts'
import { peopleSql, schoolSql } from './school.ts'
import { SimulatedShapes } from './shape-service.ts'
import { whoAsks } from './who-asks.ts'

type Gateway = (request: Request) => Promise<Response>

const template = 'school_template'

/**
 * The real gateway over a real Postgres, called without a network. Stories run in it one after another: the learners come
 * and go, the school stays and is put right again after a story that changed it.
 */
export class SimulatedCentre {
  readonly #cluster: Cluster
  readonly #folder: string
  #database = ''
  #count = 0
  #pool: pg.Pool | null = null
  #gateway: Gateway | null = null
  #firstShapes: SimulatedShapes | undefined
  #shapes = new SimulatedShapes(() => this.pool)
  /** Statements that make the database what every story begins in. */
  #beginning = ''
  #backup: string | null = null
  #played = 0
  #fresh = false
  #worn = false
  /** What the gateway reported as its own failures in this story. */
  failures: string[] = []

  constructor(cluster: Cluster, folder: string) {
    this.#cluster = cluster
    this.#folder = folder
  }

  async open(): Promise<void> {
    await asAdmin(this.#cluster, `CREATE DATABASE ${template}`)
    const url = this.#cluster.url(template)
    await migratePostgres(url)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`${schoolSql}; ${peopleSql}`)
    this.#beginning = await backUp(client, ['centre_runs'])
    await client.end()
    await this.#openDatabase()
  }

  get pool(): pg.Pool {
    if (!this.#pool) throw new Error('the centre is not open')
    return this.#pool
  }

  get hasBackup(): boolean {
    return this.#backup !== null
  }

  /** Answers a request the way the gateway does. */
  async handle(request: Request): Promise<Response> {
    if (!this.#gateway) return new Response('gone', { status: 503 })
    const { pathname } = new URL(request.url)
    const answer = await this.#gateway(request)
    if (pathname === '/v1/push') this.#shapes.touch()
    return answer
  }

  /** Everything is as it is at the beginning of every story. */
  async begin(): Promise<void> {
    this.failures = []
    this.#backup = null
    this.#played += 1
    if (this.#worn) {
      await this.#closeDatabase()
      await this.#openDatabase()
    }
    if (!this.#fresh) await this.pool.query(this.#beginning)
    if (this.#played % 25 === 0) await this.pool.query('VACUUM')
    this.#fresh = false
    this.#shapes = new SimulatedShapes(() => this.pool, this.#firstShapes)
  }

  /** The shapes that were asked for in this story are there in every one from here. */
  keepShapes(): void {
    this.#firstShapes = this.#shapes
  }

  /** A statement of the centre's own: an instructor on the web, an operator. */
  async change(sql: string, values: unknown[] = [], shared = true): Promise<number> {
    const { rowCount } = await this.pool.query(sql, values)
    this.#shapes.touch()
    if (shared) await this.#shapes.follow() // every change is told, not only what several came to
    return rowCount ?? 0
  }

  async rows<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(sql, values)).rows
  }

  async keepBackup(): Promise<void> {
    const client = await this.pool.connect()
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      this.#backup = await backUp(client)
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  }

  /** The centre is what the backup was: another database, the same address. */
  async restoreBackup(): Promise<void> {
    const backup = this.#backup
    if (!backup) return
    await this.#closeDatabase()
    await this.#openDatabase()
    this.#worn = true
    await this.pool.query(backup)
  }

  /** A column no device has heard of appears in a mirrored table. */
  async alterTable(table: string): Promise<void> {
    this.#worn = true
    await this.change(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS from_the_future text DEFAULT 'new'`)
    this.#shapes.beginAnew(table)
  }

  /** All shapes begin anew under other handles. */
  loseShapeLog(): void {
    this.#shapes.beginAnew(null)
  }

  /** The shape service has lost its place in Postgres: it is away for a while, and begins anew. */
  dropSlot(refusals: number): void {
    this.#shapes.beginAnew(null, refusals)
  }

  async restartPostgres(): Promise<void> {
    await this.#cluster.restart()
  }

  async close(): Promise<void> {
    await this.#closeDatabase()
  }

  async #openDatabase(): Promise<void> {
    this.#worn = false
    this.#fresh = true
    this.#count += 1
    this.#database = `school_${process.pid}_${this.#count}`
    await asAdmin(this.#cluster, `CREATE DATABASE ${this.#database} TEMPLATE ${template}`)
    const url = this.#cluster.url(this.#database)
    const pool = new pg.Pool({ connectionString: url, max: 12, pipeline: true }) // as the gateway has it
    pool.on('error', () => {}) // a connection that a restart ended is replaced when it is next needed
    pool.on('connect', (client) => client.on('error', () => {}))
    this.#pool = pool
    this.#shapes.beginAnew(null)
    this.#gateway = createGateway({
      pool,
      authenticate: whoAsks,
      upstream: { fetch: (query) => this.#shapes.fetch(query) },
      files: await openFileStore(join(this.#folder, 'files')),
      hello: {
        product: 'brainix',
        contractVersion,
        oldestAcceptedContract,
        issuer: 'http://issuer.test',
        clientId: 'test',
        audience: 'urn:test',
      },
      onError: (error, during) => this.failures.push(`${during}: ${String(error)}`),
    })
  }

  async #closeDatabase(): Promise<void> {
    this.#gateway = null
    await this.#pool?.end()
    this.#pool = null
    await asAdmin(this.#cluster, `DROP DATABASE IF EXISTS ${this.#database} WITH (FORCE)`)
  }
}
