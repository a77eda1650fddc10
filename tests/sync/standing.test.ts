import { expect, it } from 'vitest'
import { computeStandings } from '../../server/db/compute-standings.ts'
import { readProgress, readWeek } from '../../src/engine/queries/progress.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { noonZone } from '../support/noon-zone.ts'
import { keepCourse, oneCentre } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`
const quizId = `q-${courseId}`
const minuteMs = 60_000
const dayMs = 86_400_000

const school = oneCentre({
  prepare: ({ database }) => database.pool.query(`UPDATE users SET created_at = '2020-01-01'`),
})
/** Where no day ends while this runs. */
const timeZone = noonZone()

const study = (on: Device, studySessionId: string, daysAgo: number, minutes: number) => {
  const beganAtMs = Date.now() - daysAgo * dayMs
  on.account.mutate('study.record', {
    studySessionId,
    timeZone,
    beganAtMs,
    endedAtMs: beganAtMs + minutes * minuteMs,
    seconds: minutes * 60,
  })
}
const progressOn = (on: Device) => readProgress(on.account.context, on.account.person, Date.now(), timeZone)

it('is the same on every device of a person and at the centre, from what they did on each', async () => {
  const [laptop, phone] = [await school.open('stranger'), await school.open('stranger')]
  const both = [laptop, phone]
  for (const one of both) {
    await delivered(one)
    await until('the catalogue', () => one.rows('SELECT 1 FROM courses').length)
  }
  laptop.account.mutate('enrollment.enroll', { enrollmentId: createId(), courseId })
  await keepCourse(laptop)
  await delivered(laptop)
  for (const one of both) one.online = false

  const [attemptId, today] = [createId(), createId()]
  laptop.account.mutate('progress.complete', {
    progressId: createId(),
    lessonId,
    completedAtMs: Date.now(),
  })
  laptop.account.mutate('quiz.start', { attemptId, quizId, startedAtMs: Date.now() })
  const asked = laptop.rows('SELECT id FROM questions WHERE quiz_id = ?', quizId)
  for (const { id } of asked)
    laptop.account.mutate('quiz.answer', {
      attemptId,
      answerId: createId(),
      questionId: String(id),
      selectedAnswer: 'the answer key',
    })
  laptop.account.mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 5 })
  study(laptop, today, 0, 5)
  study(laptop, today, 0, 20)
  expect(laptop.account.status().waiting).toMatchObject({ progress: 2, quizzes: 1 })
  for (const daysAgo of [0, 1, 2, 5]) study(phone, createId(), daysAgo, 15)

  for (const one of both) {
    one.online = true
    one.account.sync.kick()
    await delivered(one)
  }
  await until('the attempt to be graded here', () => {
    laptop.account.sync.kick()
    return laptop.rows('SELECT 1 FROM quiz_attempts WHERE graded_at IS NOT NULL').length
  })
  await computeStandings(school.centre.database.pool, Date.now())
  const { rows } = await school.centre.database.pool.query(
    `SELECT total_points, level, badges, current_streak, longest_streak, courses_completed
     FROM student_profiles WHERE user_id = 'u-stranger'`,
  )
  for (const one of both)
    await until('the standing', () => {
      one.account.sync.kick()
      return one.rows('SELECT 1 FROM student_profiles WHERE total_points = ?', rows[0].total_points).length
    })
  for (const one of both) {
    const { standing, badges, currentStreakDays, longestStreakDays } = progressOn(one)
    const earned = badges.filter(({ done, needed }) => done >= needed).map(({ badge }) => badge)
    expect([standing.points, standing.level, earned, currentStreakDays, longestStreakDays]).toEqual([
      rows[0].total_points,
      rows[0].level,
      rows[0].badges,
      rows[0].current_streak,
      rows[0].longest_streak,
    ])
  }
  expect(rows[0]).toMatchObject({ current_streak: 3, longest_streak: 3 })
  expect(rows[0].total_points).toBeGreaterThan(0)
  const week = readWeek(phone.account.context, Date.now(), timeZone)
  expect(week.days.map(({ seconds }) => seconds / 60)).toEqual([0, 15, 0, 0, 15, 15, 35])
  expect(progressOn(laptop).certificates).toMatchObject([
    { confirmed: true, courseTitle: expect.any(String) },
  ])
})
