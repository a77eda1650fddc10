import { afterAll, beforeAll, expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, openDevice, startCentreFixture, until } from '../support/device.ts'
import { courseId, type GatewayFixture } from '../support/gateway-fixture.ts'

const lessonId = `l-${courseId}`
const quizId = `q-${courseId}`

let centre: GatewayFixture
let device: Device
beforeAll(async () => {
  centre = await startCentreFixture()
})
afterAll(async () => {
  await device?.close()
  await centre.close()
})

const atCentre = async (sql: string) => (await centre.database.pool.query(sql)).rows

/** The course on a device of somebody enrolled, with its one lesson as told. */
async function keepWith(lesson: string): Promise<void> {
  await centre.database.pool.query(`UPDATE lessons SET ${lesson} WHERE id = '${lessonId}'`)
  device = await openDevice(centre, 'enrolled')
  await delivered(device)
  await until('the catalogue', () => device.rows('SELECT id FROM courses').length === 1)
  device.account.keep(courseId)
  await until(
    'the course',
    () =>
      device.rows("SELECT * FROM shape_groups WHERE group_name = 'course' AND verified_version > 0").length,
  )
}

it('a lesson watched or handed in offline is completed on the device at once, and at the centre when it arrives', async () => {
  await keepWith(`type = 'VIDEO', video_duration = 100`)
  device.online = false
  const progressId = createId()
  device.account.mutate('progress.record', { progressId, lessonId, watchedSeconds: 60 })
  expect(device.rows('SELECT completed FROM progress')).toEqual([{ completed: 0 }])
  device.account.mutate('progress.record', { progressId, lessonId, watchedSeconds: 91 })
  expect(device.rows('SELECT watched_seconds, completed FROM progress')).toEqual([
    { watched_seconds: 91, completed: 1 },
  ])
  expect(device.rows('SELECT progress FROM enrollments')).toEqual([{ progress: '100.00' }])

  device.online = true
  device.account.sync.kick()
  await delivered(device)
  const own = `SELECT watched_seconds, completed FROM progress WHERE user_id = 'u-enrolled'`
  expect(await atCentre(own)).toEqual([{ watched_seconds: 91, completed: true }])
  expect(device.rows('SELECT completed FROM progress')).toEqual([{ completed: 1 }])
  await device.close()

  await centre.database.pool.query(`DELETE FROM progress WHERE user_id = 'u-enrolled'`)
  await keepWith(`type = 'ASSIGNMENT', video_duration = NULL`)
  const attemptId = createId()
  device.account.mutate('quiz.start', { attemptId, quizId, startedAtMs: Date.now() })
  device.account.mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 3 })
  expect(device.rows('SELECT completed FROM progress')).toEqual([{ completed: 1 }])
  await delivered(device)
  expect(await atCentre(own)).toEqual([{ watched_seconds: 0, completed: true }])
})
