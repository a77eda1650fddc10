import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Notices } from '../changes/notices.ts'
import { mirrorOf } from './mirror.ts'
import type { Sqlite } from './open-database.ts'
import { type ReadDb, readDb } from './read-db.ts'
import { decodeRow, encodeRow, type RawRow, RowStore } from './row-store.ts'
import { asStorageError } from './storage-errors.ts'

/** A write callback must be synchronous: one that returns a promise does not compile. */
type Synchronous<T> = T extends PromiseLike<unknown> ? never : T

/** What a write works with. Reads see the transaction's own writes. */
export interface Tx {
  readonly read: ReadDb
  /** The raw connection, for the tables that are the device's own (outbox, cursors, staging). */
  readonly sqlite: Sqlite
  /** Rows as the centre confirmed them. Local edits go through `local` instead. */
  readonly confirmed: RowStore
  /** Rows as the person changes them: the confirmed version of each is kept until the centre has answered. */
  readonly local: LocalRows
  /** Says that a table was changed, for the notice after the commit. */
  touch(table: string): void
}

export interface LocalRows {
  find<T extends SQLiteTable>(table: T, id: string): T['$inferSelect'] | undefined
  insert<T extends SQLiteTable>(table: T, row: T['$inferInsert'] & { id: string }): void
  /** @returns whether there was such a row. */
  update<T extends SQLiteTable>(table: T, id: string, patch: Partial<T['$inferInsert']>): boolean
  remove(table: SQLiteTable, id: string): boolean
}

/**
 * The one way to change the database. Every write, local or remote, is one transaction of one synchronous callback;
 * what it touched is announced after the commit, never before and never for a write that failed.
 */
export class WriteDoor {
  readonly #sqlite: Sqlite
  readonly #notices: Notices
  readonly #rows: RowStore
  readonly #read: ReadDb
  readonly #begin
  readonly #commit
  readonly #rollback
  readonly #saveBase
  #open = false

  constructor(sqlite: Sqlite, notices: Notices) {
    this.#sqlite = sqlite
    this.#notices = notices
    this.#rows = new RowStore(sqlite)
    this.#read = readDb(sqlite)
    this.#begin = sqlite.prepare('BEGIN IMMEDIATE')
    this.#commit = sqlite.prepare('COMMIT')
    this.#rollback = sqlite.prepare('ROLLBACK')
    this.#saveBase = sqlite.prepare(
      'INSERT INTO base_rows (table_name, row_id, confirmed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    )
  }

  /**
   * Runs `work` in one transaction and returns what it returns, after the commit.
   * @param keeps `refetchable`: the centre has all of it, so a power cut may take the last of it back (never half of it, and
   * nothing else that was written before): the disk is not waited for.
   * @throws what `work` throws, or AppError `no-space`/`damaged`; then nothing was written.
   */
  write<T>(work: (tx: Tx) => Synchronous<T>, keeps: 'everything' | 'refetchable' = 'everything'): T {
    if (this.#open) throw new Error('a write was started inside a write')
    const touched = new Set<string>()
    this.#open = true
    let result: T
    try {
      if (keeps === 'refetchable') this.#sqlite.pragma('synchronous = NORMAL')
      this.#begin.run()
      result = work(this.#transaction(touched))
      this.#commit.run()
    } catch (error) {
      if (this.#sqlite.inTransaction) this.#rollback.run()
      throw asStorageError(error)
    } finally {
      if (keeps === 'refetchable') this.#sqlite.pragma('synchronous = FULL')
      this.#open = false
    }
    this.#notices.tables(touched)
    return result
  }

  #transaction(touched: Set<string>): Tx {
    return {
      read: this.#read,
      sqlite: this.#sqlite,
      confirmed: this.#rows,
      local: this.#localRows(touched),
      touch: (table) => touched.add(table),
    }
  }

  #localRows(touched: Set<string>): LocalRows {
    const remember = (table: SQLiteTable, id: string): RawRow | undefined => {
      const mirrored = mirrorOf(table)
      const present = this.#rows.find(mirrored, id)
      this.#saveBase.run(mirrored.name, id, present ? JSON.stringify(present) : null)
      touched.add(mirrored.name)
      return present
    }
    return {
      find: (table, id) => {
        const raw = this.#rows.find(mirrorOf(table), id)
        return raw && decodeRow(table, raw)
      },
      insert: (table, row) => {
        remember(table, row.id)
        this.#rows.upsert(mirrorOf(table), encodeRow(table, row))
      },
      update: (table, id, patch) =>
        remember(table, id) !== undefined && this.#rows.update(mirrorOf(table), id, encodeRow(table, patch)),
      remove: (table, id) => remember(table, id) !== undefined && this.#rows.remove(mirrorOf(table), id),
    }
  }
}
