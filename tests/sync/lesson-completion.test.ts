import { expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`
const quizId = `q-${courseId}`

const { learn, atCentre } = oneCentre()

/** A device of somebody enrolled that has the course, with its one lesson as told. */
async function learnWith(lesson: string): Promise<Device> {
  await atCentre(`UPDATE lessons SET ${lesson} WHERE id = '${lessonId}'`)
  const device = await learn()
  await delivered(device)
  return device
}

it('a lesson watched or handed in offline is completed on the device at once, and at the centre when it arrives', async () => {
  const device = await learnWith(`type = 'VIDEO', video_duration = 100`)
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

  await atCentre(`DELETE FROM progress WHERE user_id = 'u-enrolled'`)
  const other = await learnWith(`type = 'ASSIGNMENT', video_duration = NULL`)
  const attemptId = createId()
  other.account.mutate('quiz.start', { attemptId, quizId, startedAtMs: Date.now() })
  other.account.mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 3 })
  expect(other.rows('SELECT completed FROM progress')).toEqual([{ completed: 1 }])
  await delivered(other)
  expect(await atCentre(own)).toEqual([{ watched_seconds: 0, completed: true }])
})
