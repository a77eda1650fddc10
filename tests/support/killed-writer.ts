import { openPersonDatabase } from '../../src/engine/db/person-database.ts'

/* Writes an entry and its row per transaction until it is killed, and says which entries were committed. */
const [path = ''] = process.argv.slice(2)
const { sqlite } = openPersonDatabase(path, { nowMs: Date.now, makeId: () => 'unused' })
const entry = sqlite.prepare(
  "INSERT INTO outbox (number, name, args, made_at_ms, sent) VALUES (?, 'notes.create', '{}', 5, 0)",
)
const note = sqlite.prepare(
  `INSERT INTO notes (id, user_id, lesson_id, course_id, content, created_at, updated_at)
   VALUES (?, 'u1', 'l1', 'c1', ?, 1, 2)`,
)
for (let number = 141; ; number++) {
  sqlite.exec('BEGIN IMMEDIATE')
  entry.run(number)
  note.run(`made-${number}`, 'x'.repeat(40_000))
  await new Promise((resolve) => setTimeout(resolve, 3))
  sqlite.exec('COMMIT')
  process.send?.(number)
}
