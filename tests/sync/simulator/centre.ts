import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { migratePostgres } from '../../../server/db/migrate.ts'
import { openFileStore } from '../../../server/files/file-store.ts'
import { createGateway } from '../../../server/http/gateway.ts'
import { openShapeLog, type ShapeLog } from '../../../server/shapes/embedded/shape-log.ts'
import { embeddedUpstream } from '../../../server/shapes/upstream.ts'
import { contractVersion, oldestAcceptedContract } from '../../../src/shared/contract/wire.ts'
import { asAdmin, type Cluster, dropDatabase } from './cluster.ts'
import { contentTables, peopleSql, schoolSql } from './school.ts'
import { whoAsks } from './who-asks.ts'

type Gateway = (request: Request) => Promise<Response>

/** Rows of every table as JSON, by table: what a backup holds. */
type Backup = Map<string, string>

const template = 'school_template'

/**
 * The real gateway over a real Postgres with the real shape log, called without a network. Stories run in it one after
 * another: the learners come and go, the school stays and is put right again after a story that changed it.
 */
export class SimulatedCentre {
  readonly #cluster: Cluster
  readonly #folder: string
  #database = ''
  #count = 0
  #pool: pg.Pool | null = null
  #log: ShapeLog | null = null
  #gateway: Gateway | null = null
  #content: Backup = new Map()
  #backup: Backup | null = null
  #changed = false
  #worn = false
  /** The story wrote what shapes carry, and the log was not waited for since. */
  #unseen = false
  #probeOffset: { handle: string; offset: string } | null = null
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
    await client.query(`${schoolSql}; CREATE TABLE sim_probe (id text PRIMARY KEY, turn int NOT NULL);
      INSERT INTO sim_probe VALUES ('probe', 0)`)
    this.#content = await readRows(client, contentTables)
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
    await this.#untilShapesSee()
    return this.#gateway(request)
  }

  /** The people of a new story arrive. */
  async begin(): Promise<void> {
    if (this.#worn) await this.#renew()
    this.failures = []
    await this.pool.query(peopleSql)
  }

  /** A statement of the centre's own: an instructor on the web, an operator. */
  async change(sql: string, values: unknown[] = [], shared = true): Promise<number> {
    if (shared) {
      this.#changed = true
      this.#unseen = true
    }
    const { rowCount } = await this.pool.query(sql, values)
    return rowCount ?? 0
  }

  async rows<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(sql, values)).rows
  }

  /** Everybody leaves; the school is as it was. */
  async end(): Promise<void> {
    this.#backup = null
    if (this.#worn) return
    await this.pool.query(
      `DELETE FROM quiz_attempts; DELETE FROM notes; DELETE FROM progress; DELETE FROM enrollments; DELETE FROM messages;
       DELETE FROM sync_clients; DELETE FROM sync_rejections; DELETE FROM sync_conflicts; DELETE FROM change_feed;
       DELETE FROM question_reviews; DELETE FROM study_sessions; DELETE FROM analytics_events; DELETE FROM student_profiles;
       UPDATE users SET bio = NULL WHERE bio IS NOT NULL;
       DELETE FROM users WHERE role = 'STUDENT'`,
    )
    if (this.#changed) await this.#putContentBack()
    this.#changed = false
    this.#unseen = true
  }

  /** The database of this story is not to be used by another. */
  wear(): void {
    this.#worn = true
  }

  async keepBackup(): Promise<void> {
    const client = await this.pool.connect()
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      const { rows } = await client.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
      )
      this.#backup = await readRows(
        client,
        rows.map((row) => row.name),
      )
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
    const client = await this.pool.connect()
    try {
      await client.query('BEGIN; SET LOCAL session_replication_role = replica')
      await client.query(`TRUNCATE ${[...backup.keys()].join(', ')}`)
      for (const [table, rows] of backup) await insertRows(client, table, rows)
      const counted = await client.query<{ name: string; column: string }>(
        `SELECT table_name AS name, column_name AS column FROM information_schema.columns
         WHERE table_schema = 'public' AND is_identity = 'YES'`,
      )
      for (const { name, column } of counted.rows)
        await client.query(
          `SELECT setval(pg_get_serial_sequence($1, $2), (SELECT coalesce(max(${column}), 0) + 1 FROM ${name}))`,
          [name, column],
        )
      await client.query('COMMIT')
    } finally {
      client.release()
    }
    this.#changed = true
  }

  /** A column no device has heard of appears in a mirrored table. */
  async alterTable(table: string): Promise<void> {
    this.#worn = true
    await this.change(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS from_the_future text DEFAULT 'new'`)
  }

  /** All shapes begin anew under other handles. */
  async loseShapeLog(): Promise<void> {
    await this.#log?.close()
    await this.#openLog()
  }

  async dropSlot(): Promise<void> {
    await this.pool.query(
      `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = current_database() AND active`,
    )
    for (let attempt = 0; attempt < 40; attempt++) {
      const dropped = await this.pool
        .query(
          `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database() AND NOT active`,
        )
        .catch(() => null)
      if (dropped?.rowCount) return
    }
  }

  async restartPostgres(): Promise<void> {
    await this.#cluster.restart()
  }

  async close(): Promise<void> {
    await this.#closeDatabase()
  }

  /**
   * The shape log learns of a commit a moment after it. A story must not depend on that moment, so the log is waited for
   * before anything is asked that was changed by the story.
   */
  async #untilShapesSee(): Promise<void> {
    if (!this.#unseen || !this.#log) return
    this.#unseen = false
    const log = this.#log
    const turn = this.#count++
    await this.pool.query(`UPDATE sim_probe SET turn = $1`, [turn])
    for (let attempt = 0; attempt < 200; attempt++) {
      const from = this.#probeOffset ?? { handle: '', offset: '-1' }
      const query = new URLSearchParams({ table: 'sim_probe', offset: from.offset })
      if (from.handle) {
        query.set('handle', from.handle)
        query.set('live', 'true')
      }
      const answer = await log.fetch(new Request(`http://shapes.internal/v1/shape?${query}`))
      const text = await answer.text()
      if (answer.ok)
        this.#probeOffset = {
          handle: answer.headers.get('electric-handle') ?? '',
          offset: answer.headers.get('electric-offset') ?? '-1',
        }
      else {
        this.#probeOffset = null
        await new Promise((done) => setTimeout(done, 10))
      }
      if (text.includes(`"turn":"${turn}"`)) return
    }
    throw new Error('the shape log does not follow the database')
  }

  async #putContentBack(): Promise<void> {
    const client = await this.pool.connect()
    try {
      await client.query('BEGIN')
      for (const table of [...contentTables].reverse())
        await client.query(
          `DELETE FROM ${table} WHERE id NOT IN (SELECT id FROM json_populate_recordset(NULL::${table}, $1))`,
          [this.#content.get(table) ?? '[]'],
        )
      for (const table of contentTables)
        await insertRows(client, table, this.#content.get(table) ?? '[]', true)
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  }

  async #renew(): Promise<void> {
    await this.#closeDatabase()
    await this.#openDatabase()
  }

  async #openDatabase(): Promise<void> {
    this.#worn = false
    this.#changed = false
    this.#count += 1
    this.#database = `school_${process.pid}_${this.#count}`
    await asAdmin(this.#cluster, `CREATE DATABASE ${this.#database} TEMPLATE ${template}`)
    const url = this.#cluster.url(this.#database)
    const pool = new pg.Pool({ connectionString: url, max: 12 })
    pool.on('error', () => {}) // a connection that a restart ended is replaced when it is next needed
    this.#pool = pool
    await this.#openLog()
  }

  async #openLog(): Promise<void> {
    const folder = await mkdtemp(join(this.#folder, 'shapes-'))
    const log = await openShapeLog({
      databaseUrl: this.#cluster.url(this.#database),
      storagePath: join(folder, 'shapes.sqlite'),
      longPollMs: 2000,
    })
    this.#log = {
      fetch: log.fetch,
      close: async () => {
        await log.close()
        await rm(folder, { recursive: true, force: true })
      },
    }
    this.#probeOffset = null
    const pool = this.pool
    this.#gateway = createGateway({
      pool,
      authenticate: whoAsks,
      upstream: embeddedUpstream(log),
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
    await this.#log?.close()
    this.#log = null
    await this.#pool?.end()
    this.#pool = null
    await dropDatabase(this.#cluster, this.#database)
  }
}

async function readRows(client: pg.ClientBase, tables: readonly string[]): Promise<Backup> {
  const backup: Backup = new Map()
  for (const table of tables) {
    const { rows } = await client.query<{ rows: string }>(
      `SELECT coalesce(json_agg(t), '[]')::text AS rows FROM ${table} t`,
    )
    backup.set(table, rows[0]?.rows ?? '[]')
  }
  return backup
}

async function insertRows(client: pg.ClientBase, table: string, rows: string, over = false): Promise<void> {
  const { rows: found } = await client.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  )
  const columns = found.map(({ name }) => `"${name}"`)
  const set = columns.filter((column) => column !== '"id"').map((column) => `${column} = excluded.${column}`)
  await client.query(
    `INSERT INTO ${table} AS present (${columns.join(', ')}) OVERRIDING SYSTEM VALUE
     SELECT ${columns.join(', ')} FROM json_populate_recordset(NULL::${table}, $1)
     ${over ? `ON CONFLICT (id) DO UPDATE SET ${set.join(', ')}` : ''}`,
    [rows],
  )
}
