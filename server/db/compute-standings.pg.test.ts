import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { createSmallSchool } from '../../tests/support/small-school.ts'
import { computeStandings } from './compute-standings.ts'

const dayMs = 86_400_000
const nowMs = Date.parse('2026-05-20T12:00:00Z')

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`
    DELETE FROM study_sessions; DELETE FROM question_reviews; DELETE FROM progress WHERE user_id = 'ann';
    DELETE FROM answers; DELETE FROM quiz_attempts; UPDATE enrollments SET completed_at = NULL;
    DELETE FROM student_profiles WHERE user_id <> 'ann'`)
  await computeStandings(school.pool, nowMs)
})

const profile = async (userId = 'ann') => {
  const { rows } = await school.pool.query(
    `SELECT courses_completed, total_watch_time, current_streak, longest_streak, total_points, level, badges
     FROM student_profiles WHERE user_id = $1`,
    [userId],
  )
  return rows[0]
}
const study = (userId: string, daysAgo: number, seconds = 1200) =>
  school.pool.query(
    `INSERT INTO study_sessions (id, user_id, day, time_zone, began_at, ended_at, seconds)
     VALUES (gen_random_uuid(), $1, to_char($2::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 'UTC', $2, $2, $3)`,
    [userId, new Date(nowMs - daysAgo * dayMs), seconds],
  )

describe('a person’s standing', () => {
  it('is computed from their rows, whoever wrote them', async () => {
    await school.pool.query(`
      INSERT INTO progress (id, enrollment_id, lesson_id, completed, watched_seconds)
        SELECT 'p-' || l.id, e.id, l.id, true, 300 FROM enrollments e, lessons l
        WHERE e.user_id = 'ann' AND l.course_id = 'git';
      INSERT INTO quiz_attempts (id, user_id, quiz_id, score, passed) VALUES
        ('a1', 'ann', 'q-commit', 100, true), ('a2', 'ann', 'q-commit', 80, true);
      UPDATE enrollments SET completed_at = now() WHERE user_id = 'ann'`)
    for (const daysAgo of [0, 1, 2, 5]) await study('ann', daysAgo)
    expect(await computeStandings(school.pool, nowMs)).toBe(1)
    expect(await profile()).toEqual({
      courses_completed: 1,
      total_watch_time: 600,
      current_streak: 3,
      longest_streak: 3,
      total_points: 2 * 10 + 30 + 200,
      level: 2,
      badges: ['first-lesson', 'first-course', 'first-quiz', 'perfect-score'],
    })
  })

  it('is written only where it moved, and a student without a profile gets one', async () => {
    await study('ann', 0)
    await study('ben', 0)
    expect(await computeStandings(school.pool, nowMs)).toBe(2)
    expect(await profile('ben')).toMatchObject({ current_streak: 1, level: 1, total_points: 0 })
    expect(await computeStandings(school.pool, nowMs)).toBe(0)
    await school.pool.query(`UPDATE enrollments SET last_accessed_at = now() WHERE user_id = 'ann'`)
    expect(await computeStandings(school.pool, nowMs)).toBe(0)
  })

  it('misses nothing that is written while it is computed, and two gateways do it once', async () => {
    const writing = Array.from({ length: 40 }, (_, daysAgo) => study(daysAgo % 2 ? 'ann' : 'ben', daysAgo))
    const computing = [0, 1, 2].map(() => computeStandings(school.pool, nowMs))
    await Promise.all([...writing, ...computing])
    await computeStandings(school.pool, nowMs)
    expect((await school.pool.query('SELECT 1 FROM standing_changes')).rowCount).toBe(0)
    await school.pool.query(`INSERT INTO standing_changes (user_id) VALUES ('ann'), ('ben')`)
    expect(await computeStandings(school.pool, nowMs)).toBe(0) // what stands there is what comes out
    expect(await profile('ben')).toMatchObject({ current_streak: 1, longest_streak: 1 })
  })
})
