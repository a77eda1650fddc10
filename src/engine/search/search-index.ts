import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Sqlite } from '../db/open-database.ts'
import { indexWords, type Term } from './search-text.ts'

export type SearchKind = 'courses' | 'lessons' | 'notes'
export const searchKinds: readonly SearchKind[] = ['notes', 'courses', 'lessons']

/** What of a row is searched. Titles are asked first and alone: they are short, so any beginning of a word is quick. */
export interface SearchDocument {
  title: string
  /** Everything, the title included. */
  text: string
  /** Names a course can be filtered by. */
  tags: readonly string[]
}

export type SearchField = 'titles' | 'texts'

/** Moves with the layout below, and with how `search-text` makes words: an older file is made anew. */
const layout = 2

/**
 * The words of what is on the device, in a file of its own beside the database it is made from: it may go at any time and
 * is made again. FTS5 without content and without places (`detail=none`): a third of the size, and the texts are one read
 * away. Beginnings of words have lists of their own, so that one letter is answered as quickly as a word.
 */
export class SearchIndex {
  readonly #sqlite: Sqlite
  readonly #statements = new Map<string, Database.Statement<unknown[]>>()

  private constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite
  }

  /** Opens the file, or a new one where it is missing, damaged or of another layout. @throws where none can be written. */
  static open(path: string): SearchIndex {
    try {
      return new SearchIndex(openFile(path))
    } catch {
      SearchIndex.remove(path)
      return new SearchIndex(openFile(path))
    }
  }

  /** Removes the files of an index. It must not be open. */
  static remove(path: string): void {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
  }

  /** Goes up with every batch; the database keeps it as well, and the two tell whether either lost something. */
  get generation(): number {
    return Number(this.#sqlite.pragma('user_version', { simple: true }))
  }

  /** Writes one batch, all of it or nothing. @returns its generation. */
  write(work: () => void): number {
    this.#sqlite.exec('BEGIN')
    try {
      this.#statement('DELETE FROM last_batch').run()
      work()
      const generation = this.generation + 1
      this.#sqlite.pragma(`user_version = ${generation}`)
      this.#sqlite.exec('COMMIT')
      return generation
    } catch (error) {
      if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK')
      throw error
    }
  }

  put(kind: SearchKind, row: number, document: SearchDocument): void {
    for (const field of fieldsOf(kind))
      this.#statement(`INSERT OR REPLACE INTO ${kind}_${field} (rowid, words) VALUES (?, ?)`).run(
        row,
        indexWords(field === 'titles' ? document.title : document.text),
      )
    if (kind === 'courses') this.#setTags(row, document.tags)
  }

  remove(kind: SearchKind, row: number): void {
    for (const field of fieldsOf(kind))
      this.#statement(`DELETE FROM ${kind}_${field} WHERE rowid = ?`).run(row)
    if (kind === 'courses') this.#setTags(row, [])
  }

  /** Keeps with the batch that it looked at this row again: should the batch not be noted, that is what it changed. */
  keepLookedAt(kind: SearchKind, row: number): void {
    this.#statement('INSERT OR IGNORE INTO last_batch (kind, looked_at) VALUES (?, ?)').run(kind, row)
  }

  /** The rows the last batch looked at again. */
  lookedAt(kind: SearchKind): number[] {
    return this.#statement('SELECT looked_at FROM last_batch WHERE kind = ?').pluck().all(kind) as number[]
  }

  /** Forgets every row with a higher number. */
  removeAbove(kind: SearchKind, row: number): void {
    const [field] = fieldsOf(kind)
    const rows = this.#statement(`SELECT rowid FROM ${kind}_${field} WHERE rowid > ?`).pluck().all(row)
    for (const above of rows) this.remove(kind, Number(above))
  }

  /** Tidies up a little, so that questions stay quick: a few pages of work for each table. */
  merge(): void {
    for (const table of tables)
      this.#statement(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ${mergePages})`).run()
  }

  /** Numbers of rows that have all the terms, by number. @param limit how many at most; with -1 all of them. */
  matches(kind: SearchKind, field: SearchField, terms: readonly Term[], limit: number): number[] {
    const match = matchOf(kind, field, terms)
    return this.#statement(`SELECT rowid FROM ${kind}_${field} WHERE ${kind}_${field} MATCH ? LIMIT ?`)
      .pluck()
      .all(match, limit) as number[]
  }

  /** As `matches`, the best first (bm25). Looks at every match: for questions that have not too many. */
  ranked(kind: SearchKind, field: SearchField, terms: readonly Term[], limit: number): number[] {
    const match = matchOf(kind, field, terms)
    return this.#statement(
      `SELECT rowid FROM ${kind}_${field} WHERE ${kind}_${field} MATCH ? ORDER BY rank LIMIT ?`,
    )
      .pluck()
      .all(match, limit) as number[]
  }

  /** The tags most courses have, by name. */
  commonTags(limit: number): string[] {
    return this.#statement(
      'SELECT tag FROM (SELECT tag, courses FROM tags ORDER BY courses DESC, tag LIMIT ?) ORDER BY tag COLLATE NOCASE',
    )
      .pluck()
      .all(limit) as string[]
  }

  close(): void {
    this.#sqlite.close()
  }

  #setTags(row: number, tags: readonly string[]): void {
    const before = this.#statement('SELECT tags FROM course_tags WHERE course_row = ?').pluck().get(row)
    const known = typeof before === 'string' ? (JSON.parse(before) as string[]) : []
    const present = [...new Set(tags)]
    for (const tag of known)
      if (!present.includes(tag)) {
        this.#statement('UPDATE tags SET courses = courses - 1 WHERE tag = ?').run(tag)
        this.#statement('DELETE FROM tags WHERE tag = ? AND courses <= 0').run(tag)
      }
    for (const tag of present)
      if (!known.includes(tag))
        this.#statement(
          'INSERT INTO tags (tag, courses) VALUES (?, 1) ON CONFLICT DO UPDATE SET courses = courses + 1',
        ).run(tag)
    if (present.length > 0)
      this.#statement('INSERT OR REPLACE INTO course_tags (course_row, tags) VALUES (?, ?)').run(
        row,
        JSON.stringify(present),
      )
    else if (before !== undefined) this.#statement('DELETE FROM course_tags WHERE course_row = ?').run(row)
  }

  #statement(sql: string): Database.Statement<unknown[]> {
    const known = this.#statements.get(sql)
    if (known) return known
    const prepared = this.#sqlite.prepare<unknown[]>(sql)
    this.#statements.set(sql, prepared)
    return prepared
  }
}

const mergePages = 48
/** Lengths of beginnings that have lists of their own. What is longer is rare enough to be put together. */
const prefixes: Record<string, readonly number[]> = {
  courses_titles: [1, 2, 3],
  courses_texts: [3],
  lessons_titles: [1, 2, 3],
  lessons_texts: [3],
  notes_texts: [1, 2, 3],
}
const tables = Object.keys(prefixes)

function fieldsOf(kind: SearchKind): readonly [SearchField, ...SearchField[]] {
  return kind === 'notes' ? ['texts'] : ['titles', 'texts']
}

/** A question in FTS5's language. A beginning that has no list is asked as the whole word. */
function matchOf(kind: SearchKind, field: SearchField, terms: readonly Term[]): string {
  const shortest = Math.min(...(prefixes[`${kind}_${field}`] ?? []))
  return terms
    .map(({ text, isPrefix }) => `"${text}"${isPrefix && [...text].length >= shortest ? '*' : ''}`)
    .join(' AND ')
}

function openFile(path: string): Sqlite {
  const sqlite = new Database(path)
  try {
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = NORMAL') // a power cut may take the last batches back: the generations tell
    sqlite.pragma('cache_size = -8192')
    const made = Number(sqlite.pragma('application_id', { simple: true }))
    if (made === layout) return sqlite
    if (made !== 0) throw new Error('an index of another layout')
    sqlite.exec('BEGIN')
    for (const [table, lengths] of Object.entries(prefixes)) {
      sqlite.exec(
        `CREATE VIRTUAL TABLE ${table} USING fts5(words, content='', contentless_delete=1, detail=none,
           tokenize='ascii', prefix='${lengths.join(' ')}')`,
      )
      // Merging is done in steps of its own, between two slices of work.
      sqlite.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('automerge', 0), ('crisismerge', 1000)`)
    }
    sqlite.exec(`
      CREATE TABLE course_tags (course_row INTEGER PRIMARY KEY, tags TEXT NOT NULL);
      CREATE TABLE tags (tag TEXT PRIMARY KEY, courses INTEGER NOT NULL) WITHOUT ROWID;
      CREATE INDEX tags_courses ON tags (courses, tag);
      CREATE TABLE last_batch (kind TEXT, looked_at INTEGER, PRIMARY KEY (kind, looked_at)) WITHOUT ROWID;
    `)
    // Another index of the same database must not come to the same numbers.
    sqlite.pragma(`user_version = ${randomInt(1, 2 ** 30)}`)
    sqlite.pragma(`application_id = ${layout}`)
    sqlite.exec('COMMIT')
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}
