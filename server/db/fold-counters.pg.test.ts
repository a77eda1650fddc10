import { afterAll, beforeEach, expect, it } from 'vitest'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool, inTransaction, someoneWaits } from '../../tests/support/small-school.ts'
import { foldCounters } from './fold-counters.ts'

let school: TestDatabase | undefined
beforeEach(async () => {
  await school?.drop()
  school = await createSmallSchool()
})
afterAll(() => school?.drop())

function pool() {
  if (!school) throw new Error('no school')
  return school.pool
}

async function course(id: string) {
  const found = await pool().query(
    `SELECT total_students AS students, average_rating AS rating, total_reviews AS reviews, total_revenue AS revenue
     FROM courses WHERE id = $1`,
    [id],
  )
  return found.rows[0]
}

async function instructor(userId: string) {
  const found = await pool().query(
    `SELECT total_students AS students, average_rating AS rating, total_courses AS courses, total_revenue AS revenue
     FROM instructor_profiles WHERE user_id = $1`,
    [userId],
  )
  return found.rows[0]
}

async function category(id: string) {
  const found = await pool().query(
    `SELECT total_courses AS courses, total_students AS students FROM categories WHERE id = $1`,
    [id],
  )
  return found.rows[0]
}

it('counts students, ratings and revenue of what moved, and then rests', async () => {
  await pool().query(`
    INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-ben', 'ben', 'git');
    INSERT INTO reviews (id, user_id, course_id, rating, comment) VALUES ('r1', 'ann', 'git', 5, 'Good'), ('r2', 'ben', 'git', 4, 'Fine'), ('r3', 'ida', 'git', 4, 'Mine');
    UPDATE orders SET status = 'COMPLETED' WHERE id = 'o-ann'`)
  expect(await foldCounters(pool())).toEqual({ courses: 1, instructors: 2, categories: 2 })
  expect(await course('git')).toEqual({ students: 2, rating: '4.3', reviews: 3, revenue: '35.00' })
  expect(await course('sql')).toEqual({ students: 0, rating: '0.0', reviews: 0, revenue: '0.00' })
  expect(await instructor('ida')).toEqual({ students: 2, rating: '4.3', courses: 1, revenue: '35.00' })
  expect(await category('tools')).toEqual({ courses: 1, students: 2 })
  expect(await foldCounters(pool())).toEqual({ courses: 0, instructors: 0, categories: 0 })
})

it('leaves rows alone whose values come out the same', async () => {
  await foldCounters(pool())
  await pool().query(
    `DELETE FROM enrollments WHERE id = 'e-ann'; INSERT INTO enrollments (id, user_id, course_id) VALUES ('e2', 'ann', 'git')`,
  )
  const before = await pool().query('SELECT id, xmin::text FROM courses ORDER BY id')
  expect(await foldCounters(pool())).toEqual({ courses: 0, instructors: 0, categories: 0 })
  expect((await pool().query('SELECT id, xmin::text FROM courses ORDER BY id')).rows).toEqual(before.rows)
})

it('does not wake for a change no counter depends on', async () => {
  await foldCounters(pool())
  await pool().query(`
    UPDATE enrollments SET last_accessed_at = now(), progress = 30, total_watch_time = 50;
    UPDATE reviews SET comment = 'Better';
    UPDATE courses SET title = 'Git', content_version = content_version + 1;
    UPDATE orders SET payment_method = 'card'`)
  expect((await pool().query('SELECT 1 FROM counter_changes')).rowCount).toBe(0)
})

it.each([
  [
    'a cancellation',
    `UPDATE enrollments SET status = 'CANCELLED' WHERE id = 'e-ann'`,
    { students: 0, revenue: '35.00' },
  ],
  ['a removal', `DELETE FROM enrollments WHERE id = 'e-ann'`, { students: 0, revenue: '35.00' }],
  [
    'a transfer to another course',
    `UPDATE enrollments SET course_id = 'sql' WHERE id = 'e-ann'`,
    { students: 0 },
  ],
  ['a refund', `UPDATE orders SET status = 'REFUNDED' WHERE id = 'o-ann'`, { students: 1, revenue: '0.00' }],
  ['another price', `UPDATE order_items SET price = 50 WHERE id = 'i-ann'`, { revenue: '45.00' }],
  ['an order removed', `DELETE FROM orders WHERE id = 'o-ann'`, { revenue: '0.00' }],
  ['another rating', `UPDATE reviews SET rating = 1`, { rating: '1.0' }],
  ['a person removed with the review', `DELETE FROM users WHERE id = 'ben'`, { reviews: 0, rating: '0.0' }],
  ['an emptied table', `TRUNCATE reviews`, { reviews: 0, rating: '0.0' }],
])('follows %s', async (_, statement, expected) => {
  await pool().query(`
    INSERT INTO reviews (id, user_id, course_id, rating, comment) VALUES ('r1', 'ben', 'git', 5, 'Good');
    UPDATE orders SET status = 'COMPLETED' WHERE id = 'o-ann'`)
  await foldCounters(pool())
  await pool().query(statement)
  await foldCounters(pool())
  expect(await course('git')).toMatchObject(expected)
})

it('follows a course that is withdrawn, changes hands or category, or goes, on both sides', async () => {
  await foldCounters(pool())
  await pool().query(`UPDATE courses SET instructor_id = 'ivo', category_id = 'data' WHERE id = 'git'`)
  await foldCounters(pool())
  expect(await instructor('ida')).toMatchObject({ courses: 0, students: 0 })
  expect(await instructor('ivo')).toMatchObject({ courses: 2, students: 1 })
  expect(await category('tools')).toEqual({ courses: 0, students: 0 })
  expect(await category('data')).toEqual({ courses: 2, students: 1 })
  await pool().query(
    `UPDATE courses SET published = false WHERE id = 'git'; DELETE FROM courses WHERE id = 'sql'`,
  )
  await foldCounters(pool())
  expect(await instructor('ivo')).toMatchObject({ courses: 0, students: 0 })
  expect(await category('data')).toEqual({ courses: 0, students: 0 })
})

it('counts a learner of two courses of one instructor once', async () => {
  await pool().query(`
    UPDATE courses SET instructor_id = 'ida', category_id = 'tools';
    INSERT INTO enrollments (id, user_id, course_id) VALUES ('e2', 'ann', 'sql')`)
  await foldCounters(pool())
  expect(await instructor('ida')).toMatchObject({ courses: 2, students: 1 })
  expect(await category('tools')).toEqual({ courses: 2, students: 1 })
})

it('stops at the end of the column instead of failing for everyone', async () => {
  await pool().query(`
    INSERT INTO order_items (id, order_id, course_id, title, price) VALUES ('i1', 'o-ann', 'git', 'X', 99999999.99), ('i2', 'o-ann', 'git', 'X', 5);
    UPDATE orders SET status = 'COMPLETED'`)
  await foldCounters(pool())
  expect(await course('git')).toMatchObject({ revenue: '99999999.99' })
})

it('lets one gateway fold at a time, and keeps the marks for the next', async () => {
  await inTransaction(pool(), async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(7241002)')
    expect(await foldCounters(pool())).toEqual({ courses: 0, instructors: 0, categories: 0 })
  })
  expect((await foldCounters(pool())).courses).toBe(1)
})

it('keeps the mark of a change that commits while a fold is under way', async () => {
  await foldCounters(pool())
  await pool().query(`UPDATE orders SET status = 'COMPLETED' WHERE id = 'o-ann'`)
  const holder = await pool().connect()
  try {
    await holder.query(`BEGIN; UPDATE instructor_profiles SET title = 'Teacher' WHERE user_id = 'ida'`)
    const folding = foldCounters(pool()) // has counted the courses, and waits for the instructor
    await someoneWaits(pool())
    await pool().query(`INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-late', 'ben', 'git')`)
    await holder.query('COMMIT')
    expect((await folding).courses).toBe(1)
  } finally {
    holder.release()
  }
  await foldCounters(pool())
  expect(await course('git')).toMatchObject({ students: 2, revenue: '35.00' })
  expect(await instructor('ida')).toMatchObject({ students: 2, revenue: '35.00' })
})

it('misses nothing with eight writers, rollbacks, savepoints and three gateways folding meanwhile', async () => {
  await pool().query(`
    INSERT INTO users (id, clerk_id, email, name)
    SELECT 'u' || n, 'k' || n, n || '@school.test', 'U' || n FROM generate_series(1, 80) n`)
  let writing = true
  const folds = Array.from({ length: 3 }, async () => {
    let changed = 0
    while (writing) changed += (await foldCounters(pool())).courses
    return changed
  })
  await Promise.all(Array.from({ length: 8 }, (_, writer) => writeAsAPlatform(writer)))
  writing = false
  const changed = await Promise.all(folds)
  expect(changed.reduce((sum, n) => sum + n)).toBeGreaterThan(5)
  await foldCounters(pool())
  const wrong = await pool().query(`
    SELECT c.id FROM courses c
    WHERE c.total_students <> (SELECT count(*) FROM enrollments e WHERE e.course_id = c.id AND e.status <> 'CANCELLED')
      OR c.total_reviews <> (SELECT count(*) FROM reviews r WHERE r.course_id = c.id)
      OR c.total_revenue <> (
        SELECT coalesce(sum(i.price - i.discount), 0) FROM order_items i JOIN orders o ON o.id = i.order_id
        WHERE i.course_id = c.id AND o.status = 'COMPLETED')
    UNION ALL SELECT p.id FROM instructor_profiles p
    WHERE p.total_students <> (
      SELECT count(DISTINCT e.user_id) FROM enrollments e JOIN courses c ON c.id = e.course_id
      WHERE c.instructor_id = p.user_id AND e.status <> 'CANCELLED')`)
  expect(wrong.rows).toEqual([])
  expect((await pool().query('SELECT 1 FROM counter_changes')).rowCount).toBe(0)
})

async function writeAsAPlatform(writer: number): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const user = `u${writer * 10 + (round % 10) + 1}`
    const course = round % 2 ? 'git' : 'sql'
    const key = `${writer}-${round}`
    const work = inTransaction(pool(), async (client) => {
      await client.query(
        `INSERT INTO enrollments (id, user_id, course_id) VALUES ($1, $2, $3)
         ON CONFLICT (user_id, course_id) DO UPDATE SET status = 'CANCELLED'`,
        [`e${key}`, user, course],
      )
      await client.query('SAVEPOINT s')
      await client.query(
        `INSERT INTO reviews (id, user_id, course_id, rating, comment) VALUES ($1, $2, $3, 3, 'x')
         ON CONFLICT (user_id, course_id) DO UPDATE SET rating = 5`,
        [`r${key}`, user, course],
      )
      if (round % 3 === 0) await client.query('ROLLBACK TO SAVEPOINT s')
      await client.query(
        `INSERT INTO orders (id, order_number, user_id, subtotal, total, status) VALUES ($1, $1, $2, 10, 10, 'COMPLETED')`,
        [`o${key}`, user],
      )
      await client.query(
        `INSERT INTO order_items (id, order_id, course_id, title, price) VALUES ($1, $2, $3, 'x', 10)`,
        [`i${key}`, `o${key}`, course],
      )
      if (round % 4 === 3) throw new Error('changed my mind')
    })
    await work.catch((error: Error) => expect(error.message).toBe('changed my mind'))
    if (round % 5 === 4)
      await pool().query(`UPDATE orders SET status = 'REFUNDED' WHERE id = $1`, [`o${writer}-${round - 2}`])
  }
}
