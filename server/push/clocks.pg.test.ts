import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { PushingDevice } from '../../tests/support/pushing-device.ts'
import { createSmallSchool } from '../../tests/support/small-school.ts'

const tenYearsMs = 315_360_000_000
const dayMs = 86_400_000

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`DELETE FROM progress; DELETE FROM answers; DELETE FROM quiz_attempts;
    UPDATE users SET created_at = now() - interval '40 days';
    UPDATE enrollments SET enrolled_at = now() - interval '30 days', last_accessed_at = now() - interval '30 days';
    UPDATE notes SET created_at = now() - interval '20 days', updated_at = now() - interval '20 days'`)
})

const rows = async (sql: string) => (await school.pool.query(sql)).rows
const device = () => new PushingDevice(school.pool, 'ann')

/** All instants a learner's work has left, and what they must lie between. */
const outOfBounds = () =>
  rows(`SELECT p.started_at, p.completed_at, e.completed_at, e.last_accessed_at, n.updated_at, a.started_at, a.submitted_at
    FROM enrollments e LEFT JOIN progress p ON p.enrollment_id = e.id LEFT JOIN notes n ON n.user_id = e.user_id
      LEFT JOIN quiz_attempts a ON a.user_id = e.user_id,
      LATERAL (VALUES (p.started_at), (p.completed_at), (e.completed_at), (e.last_accessed_at), (n.updated_at),
        (a.started_at), (a.submitted_at)) AS told (at)
    WHERE told.at < e.enrolled_at OR told.at > now()`)

it.each([
  ['ten years ahead', tenYearsMs],
  ['ten years behind', -tenYearsMs],
])('[SK-2] a clock %s dates nothing before the enrollment and nothing into the future', async (_, off) => {
  for (const told of [true, false]) {
    const wrong = Date.now() + off
    const clock = { madeAtMs: wrong, ...(told ? { sentAtMs: wrong } : {}) }
    const mine = device()
    await mine.push('enrollment.visit', { courseId: 'git', lessonId: 'l-merge' }, clock)
    await mine.push('progress.record', { progressId: 'p', lessonId: 'l-commit', watchedSeconds: 5 }, clock)
    const completed = { progressId: 'p', lessonId: 'l-commit', completedAtMs: Math.max(0, wrong) }
    await mine.push('progress.complete', completed, clock)
    await mine.push('notes.edit', { noteId: 'n-ann', baseContent: 'Remember', content: 'Remember' }, clock)
    const attemptId = `at-${told}`
    const started = { attemptId, quizId: 'q-commit', startedAtMs: Math.max(0, wrong) }
    await mine.push('quiz.start', started, clock)
    const submitted = { attemptId, submittedAtMs: Math.max(0, wrong), timeSpentSeconds: 1 }
    await mine.push('quiz.submit', submitted, clock)
    expect(await rows('SELECT count(*)::int AS count FROM quiz_attempts')).toEqual([{ count: told ? 1 : 2 }])
    expect(await outOfBounds()).toEqual([])
  }
})

it('[SK-2] a clock that is off by a known amount gives the right instants all the same', async () => {
  const yesterdayMs = Date.now() - dayMs
  const clock = { madeAtMs: yesterdayMs + tenYearsMs, sentAtMs: Date.now() + tenYearsMs }
  const mine = device()
  const completed = { progressId: 'p', lessonId: 'l-commit', completedAtMs: yesterdayMs + tenYearsMs }
  await mine.push('progress.complete', completed, clock)
  const [row] = await rows('SELECT completed_at FROM progress')
  expect(Math.abs(row.completed_at.getTime() - yesterdayMs)).toBeLessThan(5_000)
  const [client] = await rows(`SELECT clock_skew_ms FROM sync_clients WHERE id = '${mine.clientId}'`)
  expect(Math.abs(Number(client.clock_skew_ms) - tenYearsMs)).toBeLessThan(5_000)
})

it('[SK-2] the place that arrives last is the place, whichever clock is ahead', async () => {
  const [ahead, behind] = [device(), device()]
  const at = (off: number) => ({ madeAtMs: Date.now() + off })
  const place = async () => (await rows('SELECT last_lesson_id FROM enrollments'))[0].last_lesson_id
  await ahead.push('enrollment.visit', { courseId: 'git', lessonId: 'l-commit' }, at(tenYearsMs))
  await behind.push('enrollment.visit', { courseId: 'git', lessonId: 'l-merge' }, at(-tenYearsMs))
  expect(await place()).toBe('l-merge')
  await ahead.push('enrollment.visit', { courseId: 'git', lessonId: 'l-commit' }, at(tenYearsMs))
  expect(await place()).toBe('l-commit')
})

it('[SK-2] of two edits the later to arrive is merged onto the earlier, whatever the clocks say', async () => {
  const [ahead, behind] = [device(), device()]
  await ahead.push(
    'notes.edit',
    { noteId: 'n-ann', baseContent: 'Remember', content: 'top\nRemember' },
    { madeAtMs: Date.now() + tenYearsMs },
  )
  await behind.push(
    'notes.edit',
    { noteId: 'n-ann', baseContent: 'top\nRemember', content: 'top\nRemember all' },
    { madeAtMs: 0 },
  )
  expect(await rows(`SELECT content FROM notes WHERE id = 'n-ann'`)).toEqual([
    { content: 'top\nRemember all' },
  ])
})

it('of two completions the earlier stays, and no clock makes it earlier than the enrollment', async () => {
  const complete = (completedAtMs: number) =>
    device().push('progress.complete', { progressId: 'p', lessonId: 'l-commit', completedAtMs })
  const told = Date.now() - 3 * dayMs
  await complete(Date.now() - dayMs)
  await complete(told)
  await complete(Date.now())
  expect((await rows('SELECT completed_at FROM progress'))[0].completed_at.getTime()).toBe(told)
  await complete(0)
  expect(
    await rows(
      'SELECT p.completed_at = e.enrolled_at AS same FROM progress p JOIN enrollments e ON e.id = p.enrollment_id',
    ),
  ).toEqual([{ same: true }])
})
