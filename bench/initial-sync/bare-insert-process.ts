import { rmSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'

/** The least that could be done with the rows: better-sqlite3, one prepared insert, one transaction. */
const { from, to } = await receiveInput(z.object({ from: z.string(), to: z.string() }))

const source = new Database(from, { readonly: true })
const rows = z
  .array(z.array(z.union([z.string(), z.number(), z.null()])))
  .parse(source.prepare('SELECT * FROM lessons').raw().all())
const statement = z.string()
/** The statements that made the mirror's table, or its indexes; not what follows changes in it. */
const madeBy = (type: 'table' | 'index') =>
  source
    .prepare(`SELECT sql FROM sqlite_master WHERE type = ? AND tbl_name = 'lessons' AND sql IS NOT NULL`)
    .pluck()
    .all(type)
    .map((sql) => statement.parse(sql))
const table = madeBy('table')
const indexes = madeBy('index')
source.close()

const bareSeconds = insertAll(table, null)
const mirroredSeconds = insertAll([...table, ...indexes], 16_384)
answer({ bareSeconds, mirroredSeconds })
await dismissed()

/** @param pageSize bytes; null for what SQLite does by itself. */
function insertAll(statements: string[], pageSize: number | null): number {
  const sqlite = new Database(to)
  try {
    if (pageSize !== null) sqlite.pragma(`page_size = ${pageSize}`)
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    for (const statement of statements) sqlite.exec(statement)
    const slots = Array(rows[0]?.length ?? 0).fill('?')
    const insert = sqlite.prepare(`INSERT INTO lessons VALUES (${slots.join(', ')})`)
    const all = sqlite.transaction(() => {
      for (const row of rows) insert.run(row)
    })
    const startedMs = performance.now()
    all()
    return (performance.now() - startedMs) / 1000
  } finally {
    sqlite.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(to + suffix, { force: true })
  }
}
