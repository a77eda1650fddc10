import pg from 'pg'
import { createId } from '../../src/shared/domain/ids.ts'
import type { Random } from './seeded-random.ts'

/** Notes whose ids begin with `mine-` belong to the test: nobody writes to them here. */
const others = `id NOT LIKE 'mine-%'`

/** Rows that make it into the feed as "the whole table": more than 500 of one person in one statement. */
const manyRows = 520

/**
 * Writes like a busy platform on which transactions overlap in every way: short and long ones, rolled back ones,
 * savepoints that are kept and dropped, statements over one row, a few and very many, rows that change hands.
 * Ends when `signal` aborts. @returns how many transactions were committed.
 */
export async function writeRoughly(
  pool: pg.Pool,
  random: Random,
  people: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  let committed = 0
  while (!signal.aborted) {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      for (let step = random.below(4); step >= 0; step--) await oneStep(client, random, people)
      if (random.chance(0.2)) await client.query('ROLLBACK')
      else {
        await client.query('COMMIT')
        committed += 1
      }
    } catch (error) {
      await client.query('ROLLBACK')
      // overlapping writers may run into each other; any other error is the test's own mistake
      if (!(error instanceof pg.DatabaseError) || !/^(40|23)/.test(error.code ?? '')) throw error
    } finally {
      client.release()
    }
    await pause(random.below(12))
  }
  return committed
}

async function oneStep(client: pg.ClientBase, random: Random, people: readonly string[]): Promise<void> {
  if (!random.chance(0.25)) return writeSomething(client, random, people)
  await client.query('SAVEPOINT inner_part')
  await writeSomething(client, random, people)
  if (random.chance(0.3)) {
    await client.query('SAVEPOINT innermost_part')
    await writeSomething(client, random, people)
    await client.query('ROLLBACK TO innermost_part')
  }
  await client.query(random.chance(0.5) ? 'ROLLBACK TO inner_part' : 'RELEASE inner_part')
}

async function writeSomething(
  client: pg.ClientBase,
  random: Random,
  people: readonly string[],
): Promise<void> {
  const who = random.pick(people)
  const other = random.pick(people)
  const text = `text ${random.below(1_000_000)}`
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
      await client.query(
        `INSERT INTO notes (id, user_id, lesson_id, course_id, content)
         SELECT $1, $2, id, '', $3 FROM lessons ORDER BY random() LIMIT 1`,
        [createId(), who, text],
      )
      return
    case 3:
    case 4:
      await client.query(
        `UPDATE notes SET content = $2
         WHERE id IN (SELECT id FROM notes WHERE user_id = $1 AND ${others} ORDER BY random() LIMIT 3)`,
        [who, text],
      )
      return
    case 5:
      await client.query(
        `DELETE FROM notes WHERE id IN (SELECT id FROM notes WHERE user_id = $1 AND ${others} ORDER BY random() LIMIT 2)`,
        [who],
      )
      return
    case 6:
      await client.query(
        `UPDATE notes SET user_id = $2 WHERE id IN (SELECT id FROM notes WHERE user_id = $1 AND ${others} ORDER BY random() LIMIT 1)`,
        [who, other],
      )
      return
    case 7:
      await client.query(
        'INSERT INTO messages (id, sender_id, receiver_id, content) VALUES ($1, $2, $3, $4)',
        [createId(), who, other, text],
      )
      return
    case 8:
      await client.query(
        `UPDATE messages SET read_at = now()
         WHERE id IN (SELECT id FROM messages WHERE receiver_id = $1 ORDER BY random() LIMIT 2)`,
        [who],
      )
      return
    case 9:
      await client.query(
        'UPDATE enrollments SET total_watch_time = total_watch_time + 1, progress = $2::numeric WHERE user_id = $1',
        [who, `${random.below(100)}.${random.below(90) + 10}`],
      )
      return
    case 10:
      await client.query(
        `INSERT INTO progress (id, enrollment_id, lesson_id, watched_seconds)
         SELECT $1, e.id, l.id, $3 FROM enrollments e JOIN lessons l ON l.course_id = e.course_id
         WHERE e.user_id = $2 ORDER BY random() LIMIT 1
         ON CONFLICT (enrollment_id, lesson_id) DO UPDATE SET watched_seconds = excluded.watched_seconds`,
        [createId(), who, random.below(1000)],
      )
      return
    case 11:
      await pause(random.below(random.chance(0.1) ? 400 : 60))
      return
    case 12:
      await client.query(
        `INSERT INTO cart (id, user_id, course_id) SELECT $1, $2, id FROM courses ORDER BY random() LIMIT 1
         ON CONFLICT DO NOTHING`,
        [createId(), who],
      )
      await client.query('DELETE FROM wishlist WHERE user_id = $1', [who])
      return
    default:
      await writeVeryMuch(client, random, who, text)
  }
}

async function writeVeryMuch(
  client: pg.ClientBase,
  random: Random,
  who: string,
  text: string,
): Promise<void> {
  const batch = `bulk-${random.below(3)}-${who}`
  if (random.chance(0.4))
    await client.query(
      `INSERT INTO notes (id, user_id, lesson_id, course_id, content)
       SELECT $1 || '-' || n, $2, (SELECT id FROM lessons ORDER BY id LIMIT 1), '', $3
       FROM generate_series(1, $4::int) n ON CONFLICT DO NOTHING`,
      [batch, who, text, random.chance(0.5) ? manyRows : 40],
    )
  else if (random.chance(0.5))
    await client.query(`UPDATE notes SET content = $2 WHERE id LIKE $1 || '-%'`, [batch, text])
  else await client.query(`DELETE FROM notes WHERE id LIKE $1 || '-%'`, [batch])
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
