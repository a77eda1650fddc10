import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool, inTransaction } from '../../tests/support/small-school.ts'
import { pruneChangeFeed } from './prune-change-feed.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(() => school.pool.query('DELETE FROM change_feed'))

/** What one statement writes to the feed, as 'user table row', sorted. */
async function fed(statement: string): Promise<string[]> {
  await school.pool.query('DELETE FROM change_feed')
  await school.pool.query(statement)
  const rows = await school.pool.query('SELECT user_id, table_name, row_id FROM change_feed')
  return rows.rows.map((row) => `${row.user_id ?? '*'} ${row.table_name} ${row.row_id ?? '*'}`).sort()
}

describe('what a statement writes to the change feed', () => {
  it.each([
    [`INSERT INTO cart (id, user_id, course_id) VALUES ('c1', 'ann', 'git')`, ['ann cart c1']],
    [`DELETE FROM cart WHERE id = 'c1'`, ['ann cart c1']],
    [
      `INSERT INTO wishlist (id, user_id, course_id) VALUES ('w1', 'ann', 'git'), ('w2', 'ben', 'git')`,
      ['ann wishlist w1', 'ben wishlist w2'],
    ],
    [`UPDATE users SET bio = 'Hello' WHERE id = 'ann'`, ['ann users ann']],
    [`UPDATE instructor_profiles SET github = 'ida' WHERE id = 'p-ida'`, ['ida instructor_profiles p-ida']],
    [`UPDATE student_profiles SET badges = '{first}' WHERE id = 's-ann'`, ['ann student_profiles s-ann']],
    [`UPDATE enrollments SET progress = 50 WHERE id = 'e-ann'`, ['ann enrollments e-ann']],
    [`UPDATE progress SET watched_seconds = 9 WHERE id = 'pr-ann'`, ['ann progress pr-ann']],
    [`UPDATE notes SET content = 'New' WHERE id = 'n-ann'`, ['ann notes n-ann']],
    [`UPDATE quiz_attempts SET score = 50 WHERE id = 'at-ann'`, ['ann quiz_attempts at-ann']],
    [`UPDATE answers SET selected_answer = 'b' WHERE id = 'an-one'`, ['ann answers an-one']],
    [
      `INSERT INTO reviews (id, user_id, course_id, rating, comment) VALUES ('v1', 'ann', 'git', 5, 'Good')`,
      ['ann reviews v1'],
    ],
    [`UPDATE reviews SET rating = 4`, ['ann reviews v1']],
    [`DELETE FROM reviews`, ['ann reviews v1']],
    [`UPDATE orders SET status = 'COMPLETED' WHERE id = 'o-ann'`, ['ann orders o-ann']],
    [`UPDATE order_items SET discount = 1 WHERE id = 'i-ann'`, ['ann order_items i-ann']],
    [
      `INSERT INTO messages (id, sender_id, receiver_id, content) VALUES ('m1', 'ann', 'ida', 'Hi'), ('m2', 'ann', 'ann', 'Me')`,
      ['ann messages m1', 'ann messages m2', 'ida messages m1'],
    ],
    [`UPDATE messages SET read_at = now() WHERE id = 'm1'`, ['ann messages m1', 'ida messages m1']],
    [
      `UPDATE messages SET receiver_id = 'ivo' WHERE id = 'm1'`,
      ['ann messages m1', 'ida messages m1', 'ivo messages m1'],
    ],
    [`DELETE FROM messages WHERE id = 'm1'`, ['ann messages m1', 'ivo messages m1']],
    [
      `INSERT INTO sync_clients (id, user_id, contract_version) VALUES ('d1', 'ann', 1)
       ON CONFLICT (id) DO UPDATE SET last_mutation = 2`,
      ['ann sync_clients d1'],
    ],
    [
      `INSERT INTO sync_clients (id, user_id, contract_version) VALUES ('d1', 'ann', 1)
       ON CONFLICT (id) DO UPDATE SET last_mutation = 3`,
      ['ann sync_clients d1'],
    ],
    [
      `INSERT INTO sync_rejections (id, user_id, client_id, number, mutation, code, reason, payload)
       VALUES ('j1', 'ann', 'd1', 1, 'notes.edit', 'forbidden', 'no', '{}')`,
      ['ann sync_rejections j1'],
    ],
    [`UPDATE sync_rejections SET resolved_at = now()`, ['ann sync_rejections j1']],
    [
      `INSERT INTO sync_conflicts (id, user_id, table_name, row_id, field, mine, theirs)
       VALUES ('k1', 'ann', 'notes', 'n-ann', 'content', 'a', 'b')`,
      ['ann sync_conflicts k1'],
    ],
    [`UPDATE notes SET user_id = 'ben' WHERE id = 'n-ann'`, ['ann notes n-ann', 'ben notes n-ann']],
    [
      `UPDATE notes SET id = 'n-new', user_id = 'ann' WHERE id = 'n-ann'`,
      ['ann notes n-new', 'ben notes n-ann'],
    ],
    [
      `UPDATE enrollments SET user_id = 'ben' WHERE id = 'e-ann'`,
      ['ann enrollments e-ann', 'ann progress pr-ann', 'ben enrollments e-ann', 'ben progress pr-ann'],
    ],
  ])('%s', async (statement, expected) => {
    expect(await fed(statement)).toEqual(expected)
  })

  it('is nothing when nothing changes', async () => {
    expect(await fed(`UPDATE notes SET content = content`)).toEqual([])
    expect(await fed(`UPDATE notes SET content = 'x' WHERE id = 'nowhere'`)).toEqual([])
    expect(await fed(`DELETE FROM cart WHERE id = 'nowhere'`)).toEqual([])
    expect(await fed(`UPDATE courses SET title = title || '.'`)).toEqual([])
  })

  it('is one whole-table row for a person of whom more than 500 rows are touched, and rows for the others', async () => {
    const add = `INSERT INTO notes (id, user_id, lesson_id, content)
      SELECT 'bulk-ann-' || n, 'ann', 'l-commit', 'x' FROM generate_series(1, 501) n
      UNION ALL SELECT 'bulk-ben-' || n, 'ben', 'l-commit', 'x' FROM generate_series(1, 500) n`
    const inserted = await fed(add)
    expect(inserted.filter((row) => row.startsWith('ann'))).toEqual(['ann notes *'])
    expect(inserted.filter((row) => row.startsWith('ben'))).toHaveLength(500)
    expect(new Set(inserted).size).toBe(501)
    const updated = await fed(`UPDATE notes SET content = 'y' WHERE id LIKE 'bulk-%'`)
    expect(updated).toEqual(inserted)
    const deleted = await fed(`DELETE FROM notes WHERE id LIKE 'bulk-%'`)
    expect(deleted).toEqual(inserted)
  })

  it('tells everyone when a table is emptied', async () => {
    expect(await fed(`TRUNCATE wishlist`)).toEqual(['* wishlist *'])
  })

  it('holds what a MERGE of another program writes', async () => {
    expect(
      await fed(`MERGE INTO cart USING (VALUES ('c9', 'ben', 'sql')) AS v (id, u, c) ON cart.id = v.id
        WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, user_id, course_id) VALUES (v.id, v.u, v.c)`),
    ).toEqual(['ben cart c9'])
  })

  it('is written for a program that may write the table and nothing else', async () => {
    await school.pool.query(`
      DO $$ BEGIN CREATE ROLE platform_writer; EXCEPTION WHEN duplicate_object THEN END $$;
      GRANT INSERT, UPDATE, SELECT ON notes, media_files TO platform_writer`)
    await inTransaction(school.pool, async (client) => {
      await client.query(`SET LOCAL ROLE platform_writer; SET LOCAL search_path = ''`)
      await client.query(
        `INSERT INTO public.notes (id, user_id, lesson_id, content) VALUES ('n-web', 'ann', 'l-join', 'x')`,
      )
      await client.query(`INSERT INTO public.media_files (id, course_id, sha256, size_bytes, mime_type, name)
        VALUES ('f-web', 'git', 'cc', 1, 'text/plain', 'n')`)
    })
    const feed = await school.pool.query(`SELECT user_id, row_id FROM change_feed`)
    expect(feed.rows).toEqual([{ user_id: 'ann', row_id: 'n-web' }])
  })

  it('carries the id of the transaction, also from within a savepoint', async () => {
    const xids = await inTransaction(school.pool, async (client) => {
      await client.query(
        `SAVEPOINT s; UPDATE notes SET content = 'in savepoint' WHERE id = 'n-web'; RELEASE s`,
      )
      return client.query(`SELECT xid = pg_current_xact_id() AS same FROM change_feed`)
    })
    expect(xids.rows).toEqual([{ same: true }])
  })
})

describe('rows removed by a cascade', () => {
  it('of a lesson: the progress of every learner, and their notes, which stay without it', async () => {
    await school.pool.query(`
      INSERT INTO lessons (id, title, position, module_id) VALUES ('l-gone', 'Gone', 9, 'm-sql');
      INSERT INTO enrollments (id, user_id, course_id) VALUES ('e1', 'ann', 'sql'), ('e2', 'ben', 'sql');
      INSERT INTO progress (id, enrollment_id, lesson_id) VALUES ('g1', 'e1', 'l-gone'), ('g2', 'e2', 'l-gone');
      INSERT INTO notes (id, user_id, lesson_id, enrollment_id, content) VALUES ('g3', 'ben', 'l-gone', 'e2', 'x'), ('keep', 'ben', 'l-join', 'e2', 'x')`)
    expect(await fed(`DELETE FROM lessons WHERE id = 'l-gone'`)).toEqual([
      'ann progress g1',
      'ben notes g3',
      'ben progress g2',
    ])
    expect(await fed(`DELETE FROM enrollments WHERE id = 'e2'`)).toEqual([
      'ben enrollments e2',
      'ben notes g3',
      'ben notes keep',
    ])
    const kept = await school.pool.query(`SELECT enrollment_id FROM notes WHERE id = 'keep'`)
    expect(kept.rows).toEqual([{ enrollment_id: null }])
  })

  it('of an attempt, of an order, of a module: what hangs on them', async () => {
    expect(await fed(`DELETE FROM quiz_attempts WHERE id = 'at-ann'`)).toEqual([
      'ann answers an-one',
      'ann quiz_attempts at-ann',
    ])
    expect(await fed(`DELETE FROM orders WHERE id = 'o-ann'`)).toEqual([
      'ann order_items i-ann',
      'ann orders o-ann',
    ])
    expect(await fed(`DELETE FROM modules WHERE id = 'm-git'`)).toEqual([
      'ann notes n-new',
      'ben progress pr-ann',
    ])
    const left = await school.pool.query(`
      SELECT id FROM lessons WHERE course_id = 'git' UNION ALL SELECT id FROM resources UNION ALL SELECT id FROM quizzes
      UNION ALL SELECT id FROM questions`)
    expect(left.rows).toEqual([])
  })

  it('of a person: everything of theirs that may go with them', async () => {
    await school.pool.query(`
      INSERT INTO users (id, clerk_id, email, name) VALUES ('zoe', 'k-zoe', 'zoe@school.test', 'Zoe');
      INSERT INTO student_profiles (id, user_id) VALUES ('z1', 'zoe');
      INSERT INTO cart (id, user_id, course_id) VALUES ('z2', 'zoe', 'git');
      INSERT INTO wishlist (id, user_id, course_id) VALUES ('z3', 'zoe', 'git');
      INSERT INTO messages (id, sender_id, receiver_id, content) VALUES ('z4', 'zoe', 'ida', 'x');
      INSERT INTO sync_clients (id, user_id, contract_version) VALUES ('z5', 'zoe', 1)`)
    expect(await fed(`DELETE FROM users WHERE id = 'zoe'`)).toEqual([
      'ida messages z4',
      'zoe cart z2',
      'zoe messages z4',
      'zoe student_profiles z1',
      'zoe sync_clients z5',
      'zoe users zoe',
      'zoe wishlist z3',
    ])
  })

  it('is refused where the document keeps what was paid or learnt', async () => {
    await expect(school.pool.query(`DELETE FROM users WHERE id = 'ann'`)).rejects.toThrow(/foreign key/)
    await expect(school.pool.query(`DELETE FROM courses WHERE id = 'sql'`)).rejects.toThrow(/foreign key/)
    await expect(school.pool.query(`DELETE FROM categories WHERE id = 'tools'`)).rejects.toThrow(
      /foreign key/,
    )
  })
})

describe('following the feed by snapshots', () => {
  it('gives the exact rows at every pull, with eight writers, savepoints and rollbacks', async () => {
    const writers = Promise.all(Array.from({ length: 8 }, (_, writer) => writeNotes(writer)))
    let writing = true
    writers.finally(() => {
      writing = false
    })
    const device = new Map<string, string>()
    let cursor = await pull(device, null)
    let pulls = 0
    while (writing) {
      cursor = await pull(device, cursor)
      pulls++
    }
    await writers
    await pull(device, cursor)
    expect(pulls).toBeGreaterThan(10)
    expect(device.size).toBeGreaterThan(20)
  })

  async function writeNotes(writer: number): Promise<void> {
    for (let round = 0; round < 40; round++) {
      const id = `w${writer}-${round % 7}`
      const work = inTransaction(school.pool, async (client) => {
        await client.query(
          `INSERT INTO notes (id, user_id, lesson_id, content) VALUES ($1, 'ben', 'l-join', $2)
           ON CONFLICT (id) DO UPDATE SET content = excluded.content`,
          [id, `${round}`],
        )
        await client.query('SAVEPOINT s')
        await client.query(`UPDATE notes SET content = content || 's' WHERE id = $1`, [id])
        if (round % 3 === 0) await client.query('ROLLBACK TO SAVEPOINT s')
        if (round % 5 === 0) await client.query(`SELECT pg_sleep(0.005)`)
        if (round % 4 === 1)
          await client.query(`DELETE FROM notes WHERE id = $1`, [`w${writer}-${(round + 3) % 7}`])
        if (round % 6 === 5) throw new Error('changed my mind')
      })
      await work.catch((error: Error) => expect(error.message).toBe('changed my mind'))
    }
  }

  /** Applies what the feed names to the device, and compares the whole with the same snapshot. */
  async function pull(device: Map<string, string>, cursor: string | null): Promise<string> {
    return inTransaction(school.pool, async (client) => {
      await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
      const snapshot = await client.query(`SELECT pg_current_snapshot()::text AS now`)
      const named = await client.query(
        `SELECT DISTINCT row_id FROM change_feed WHERE user_id = 'ben' AND table_name = 'notes'
           AND xid >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, $1::pg_snapshot)`,
        [cursor ?? '1:1:'],
      )
      const all = await client.query(`SELECT id, content FROM notes WHERE user_id = 'ben'`)
      const truth = new Map<string, string>(all.rows.map((row) => [row.id, row.content]))
      if (cursor === null) for (const [id, content] of truth) device.set(id, content)
      for (const { row_id: id } of named.rows) {
        const content = truth.get(id)
        if (content === undefined) device.delete(id)
        else device.set(id, content)
      }
      expect([...device].sort()).toEqual([...truth].sort())
      return snapshot.rows[0].now
    })
  }
})

describe('pruning', () => {
  it('removes what is older than 90 days, in batches, and nothing else', async () => {
    const now = Date.parse('2030-06-01T00:00:00Z')
    await school.pool.query(
      `INSERT INTO change_feed (user_id, table_name, row_id, created_at)
       SELECT 'ann', 'notes', n::text, $1::timestamptz - interval '90 days' + (n - 12000) * interval '1 second'
       FROM generate_series(1, 12100) n`,
      [new Date(now)],
    )
    expect(await pruneChangeFeed(school.pool, now)).toBe(11_999)
    const left = await school.pool.query(`SELECT count(*)::int AS rows FROM change_feed`)
    expect(left.rows).toEqual([{ rows: 101 }])
  })
})
