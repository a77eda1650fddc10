import { open } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { type RawDefinition, rawDefinitionSchema } from '../definition.ts'
import type { LogOffset } from './offset.ts'

export interface LogEntry {
  shapeId: number
  lsn: number
  op: number
  body: string
}

export interface ChunkEnd {
  shapeId: number
  lsn: number
  op: number
}

/** How far the log follows the database, in bytes of WAL. */
export interface Progress {
  /** Everything before this is in the log. */
  processedLsn: number
  /** Commit position of the last transaction seen, of whatever table. */
  lastSeenLsn: number
}

/** Which transactions an initial snapshot holds already. */
export const snapshotSchema = z.object({
  xmin: z.string(),
  xmax: z.string(),
  xip: z.array(z.string()),
  /** WAL position just after the snapshot was taken: whatever commits later is not in it. */
  lsn: z.number(),
})
export type Snapshot = z.infer<typeof snapshotSchema>

export interface StoredShape {
  id: number
  handle: string
  raw: RawDefinition
  key: string
  snapshot: Snapshot
  /** Sizes of the snapshot's chunks in bytes, complete. */
  chunkSizes: number[]
  last: LogOffset | undefined
  chunkEnds: LogOffset[]
  /** Bytes in the log after the last finished chunk, and in all of it. */
  openBytes: number
  logBytes: number
}

/**
 * The log on disk. The file is held exclusively: a second process gets SQLITE_BUSY.
 * Commits are not synced one by one; `syncProgress` does that before Postgres is told it may forget.
 */
export class LogStore {
  readonly #db: Database.Database
  readonly #path: string
  readonly #statements: ReturnType<typeof prepare>
  #hasPartial = false
  #deleting: Promise<void> = Promise.resolve()
  #closed = false

  constructor(path: string) {
    this.#path = path
    this.#db = new Database(path, { timeout: 500 })
    this.#db.pragma('locking_mode = EXCLUSIVE')
    this.#db.pragma('journal_mode = WAL')
    this.#db.pragma('synchronous = NORMAL')
    this.#db.exec(SCHEMA)
    this.#statements = prepare(this.#db)
    this.#dropPartial()
  }

  /** A remembered text, such as the identity of the database the log belongs to. */
  remembered(name: string): string | undefined {
    const row = this.#statements.recall.get(name)
    return row === undefined ? undefined : z.object({ value: z.string() }).parse(row).value
  }

  remember(name: string, value: string): void {
    this.#statements.remember.run(name, value)
  }

  progress(): Progress | undefined {
    const row = this.#statements.progress.get()
    return row === undefined ? undefined : progressSchema.parse(row)
  }

  addShape(handle: string, raw: RawDefinition, key: string): number {
    const added = this.#statements.addShape.run(handle, JSON.stringify(raw), key)
    return Number(added.lastInsertRowid)
  }

  snapshotFinished(shapeId: number, snapshot: Snapshot, chunkSizes: number[]): void {
    this.#statements.finishShape.run(JSON.stringify(snapshot), JSON.stringify(chunkSizes), shapeId)
  }

  /** Shapes whose snapshot is complete; those that were still being made are dropped. */
  storedShapes(): StoredShape[] {
    const rows = z.array(shapeRowSchema).parse(this.#db.prepare('SELECT * FROM shapes ORDER BY id').all())
    const stored: StoredShape[] = []
    for (const row of rows) {
      if (row.snapshot === null || row.chunk_sizes === null) {
        this.removeShape(row.id)
        continue
      }
      stored.push({
        id: row.id,
        handle: row.handle,
        key: row.key,
        raw: rawDefinitionSchema.parse(JSON.parse(row.raw)),
        snapshot: snapshotSchema.parse(JSON.parse(row.snapshot)),
        chunkSizes: z.array(z.number()).parse(JSON.parse(row.chunk_sizes)),
        ...this.#extent(row.id),
      })
    }
    return stored
  }

  /** Appends part of a transaction that is too large to be held whole; invisible until `commit`. */
  appendPartial(entries: LogEntry[]): void {
    this.#db.transaction(() => {
      if (!this.#hasPartial) this.#statements.setPartial.run(1)
      this.#insert(entries, [])
    })()
    this.#hasPartial = true
  }

  /** Appends the rest of a transaction and how far the log has come with it, atomically. */
  commit(entries: LogEntry[], chunkEnds: ChunkEnd[], progress: Progress | undefined): void {
    this.#db.transaction(() => {
      this.#insert(entries, chunkEnds)
      if (progress) this.#statements.setProgress.run(progress.processedLsn, progress.lastSeenLsn)
      if (this.#hasPartial) this.#statements.setPartial.run(0)
    })()
    this.#hasPartial = false
  }

  /** Forgets what `appendPartial` wrote of a transaction that will be sent again. */
  dropPartial(): void {
    if (this.#hasPartial) this.#dropPartial()
  }

  /** The bodies after `from`, up to and including `to`. */
  read(shapeId: number, from: LogOffset, to: LogOffset): string[] {
    const op = Number.isFinite(from.op) ? from.op : Number.MAX_SAFE_INTEGER
    return z.array(z.string()).parse(this.#statements.read.all(shapeId, from.lsn, op, to.lsn, to.op))
  }

  /** Removes a shape at once and its log bit by bit, so that nobody waits for it. */
  removeShape(shapeId: number): void {
    this.#statements.removeShape.run(shapeId)
    this.#deleting = this.#deleting.then(() => this.#removeLog(shapeId)).catch(() => {})
  }

  removeAllShapes(): void {
    this.#db.exec('DELETE FROM shapes')
    this.dropOrphans()
  }

  /** Writes the progress and waits until the disk has it and everything before it. */
  async syncProgress(progress: Progress): Promise<void> {
    this.#statements.setProgress.run(progress.processedLsn, progress.lastSeenLsn)
    const wal = await open(`${this.#path}-wal`, 'r+')
    try {
      await wal.datasync()
    } finally {
      await wal.close()
    }
  }

  isPrepared(tableOid: number): boolean {
    return this.#statements.isPrepared.get(tableOid) !== undefined
  }

  setPrepared(tableOid: number, prepared: boolean): void {
    if (prepared) this.#statements.addPrepared.run(tableOid)
    else this.#statements.removePrepared.run(tableOid)
  }

  forgetPreparedTables(): void {
    this.#db.exec('DELETE FROM prepared_tables')
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#deleting
    this.#db.close()
  }

  #insert(entries: LogEntry[], chunkEnds: ChunkEnd[]): void {
    for (const { shapeId, lsn, op, body } of entries) this.#statements.addEntry.run(shapeId, lsn, op, body)
    for (const { shapeId, lsn, op } of chunkEnds) this.#statements.addChunkEnd.run(shapeId, lsn, op)
  }

  #dropPartial(): void {
    this.#db.transaction(() => {
      const { partial } = z.object({ partial: z.number() }).parse(this.#statements.getPartial.get())
      if (partial === 0) return
      const processed = this.progress()?.processedLsn ?? 0
      this.#db.prepare('DELETE FROM entries WHERE lsn >= ?').run(processed)
      this.#statements.setPartial.run(0)
    })()
    this.#hasPartial = false
  }

  #extent(shapeId: number) {
    const chunkEnds = z
      .array(offsetSchema)
      .parse(
        this.#db.prepare('SELECT lsn, op FROM chunk_ends WHERE shape_id = ? ORDER BY lsn, op').all(shapeId),
      )
    const last = this.#db
      .prepare('SELECT lsn, op FROM entries WHERE shape_id = ? ORDER BY lsn DESC, op DESC LIMIT 1')
      .get(shapeId)
    const open = chunkEnds.at(-1) ?? { lsn: -1, op: 0 }
    const sum = this.#db.prepare(`
      SELECT COALESCE(SUM(octet_length(body)), 0) AS log_bytes,
        COALESCE(SUM(octet_length(body)) FILTER (WHERE (lsn, op) > (?, ?)), 0) AS open_bytes
      FROM entries WHERE shape_id = ?`)
    const sizes = z
      .object({ log_bytes: z.number(), open_bytes: z.number() })
      .parse(sum.get(open.lsn, open.op, shapeId))
    return {
      chunkEnds,
      last: last === undefined ? undefined : offsetSchema.parse(last),
      openBytes: sizes.open_bytes,
      logBytes: sizes.log_bytes,
    }
  }

  async #removeLog(shapeId: number): Promise<void> {
    for (;;) {
      // What is left over when the process stops is found again by `dropOrphans`.
      if (this.#closed || this.#statements.removeEntries.run(shapeId, shapeId).changes === 0) return
      await new Promise((next) => setTimeout(next, 5))
    }
  }

  /** Removes logs whose shape is gone; for the start, when nobody is served yet. */
  dropOrphans(): void {
    this.#db.exec(`
      DELETE FROM entries WHERE shape_id NOT IN (SELECT id FROM shapes);
      DELETE FROM chunk_ends WHERE shape_id NOT IN (SELECT id FROM shapes);`)
  }
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS memory (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (
  id INTEGER PRIMARY KEY CHECK (id = 1), processed_lsn INTEGER NOT NULL, last_seen_lsn INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS partial (id INTEGER PRIMARY KEY CHECK (id = 1), partial INTEGER NOT NULL);
INSERT OR IGNORE INTO partial VALUES (1, 0);
CREATE TABLE IF NOT EXISTS shapes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, handle TEXT NOT NULL UNIQUE, raw TEXT NOT NULL, key TEXT NOT NULL,
  snapshot TEXT, chunk_sizes TEXT);
CREATE TABLE IF NOT EXISTS entries (
  shape_id INTEGER NOT NULL, lsn INTEGER NOT NULL, op INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (shape_id, lsn, op)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS chunk_ends (
  shape_id INTEGER NOT NULL, lsn INTEGER NOT NULL, op INTEGER NOT NULL,
  PRIMARY KEY (shape_id, lsn, op)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS prepared_tables (oid INTEGER PRIMARY KEY);`

const offsetSchema = z.object({ lsn: z.number(), op: z.number() })

const progressSchema = z
  .object({ processed_lsn: z.number(), last_seen_lsn: z.number() })
  .transform((row): Progress => ({ processedLsn: row.processed_lsn, lastSeenLsn: row.last_seen_lsn }))

const shapeRowSchema = z.object({
  id: z.number(),
  handle: z.string(),
  raw: z.string(),
  key: z.string(),
  snapshot: z.string().nullable(),
  chunk_sizes: z.string().nullable(),
})

function prepare(db: Database.Database) {
  return {
    recall: db.prepare('SELECT value FROM memory WHERE name = ?'),
    remember: db.prepare('INSERT INTO memory VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
    progress: db.prepare('SELECT processed_lsn, last_seen_lsn FROM progress'),
    setProgress: db.prepare(
      'INSERT INTO progress VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET processed_lsn = excluded.processed_lsn, last_seen_lsn = excluded.last_seen_lsn',
    ),
    getPartial: db.prepare('SELECT partial FROM partial'),
    setPartial: db.prepare('UPDATE partial SET partial = ?'),
    addShape: db.prepare('INSERT INTO shapes (handle, raw, key) VALUES (?, ?, ?)'),
    finishShape: db.prepare('UPDATE shapes SET snapshot = ?, chunk_sizes = ? WHERE id = ?'),
    removeShape: db.prepare('DELETE FROM shapes WHERE id = ?'),
    addEntry: db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)'),
    addChunkEnd: db.prepare('INSERT INTO chunk_ends VALUES (?, ?, ?)'),
    removeEntries: db.prepare(
      'DELETE FROM entries WHERE shape_id = ? AND (lsn, op) IN (SELECT lsn, op FROM entries WHERE shape_id = ? LIMIT 1000)',
    ),
    read: db
      .prepare(
        'SELECT body FROM entries WHERE shape_id = ? AND (lsn, op) > (?, ?) AND (lsn, op) <= (?, ?) ORDER BY lsn, op',
      )
      .pluck(),
    isPrepared: db.prepare('SELECT 1 FROM prepared_tables WHERE oid = ?'),
    addPrepared: db.prepare('INSERT OR IGNORE INTO prepared_tables VALUES (?)'),
    removePrepared: db.prepare('DELETE FROM prepared_tables WHERE oid = ?'),
  }
}
