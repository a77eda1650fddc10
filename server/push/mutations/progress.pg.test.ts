import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../../tests/support/postgres.ts'
import { PushingDevice } from '../../../tests/support/pushing-device.ts'
import { createSmallSchool } from '../../../tests/support/small-school.ts'

let school: TestDatabase
let device: PushingDevice
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`DELETE FROM answers; DELETE FROM quiz_attempts; DELETE FROM progress;
    UPDATE enrollments SET status = 'ACTIVE', progress = 0, completed_at = NULL;
    UPDATE modules SET published = true; UPDATE lessons SET type = 'VIDEO', video_duration = 100, published = true`)
  device = new PushingDevice(school.pool, 'ann')
})

const rows = async (sql: string) => (await school.pool.query(sql)).rows
const watched = () => rows(`SELECT watched_seconds, completed FROM progress WHERE user_id = 'ann'`)
const watch = (watchedSeconds: number, lessonId = 'l-commit') =>
  device.push('progress.record', { progressId: `p-${lessonId}`, lessonId, watchedSeconds })

describe('watching', () => {
  it('completes a lesson once enough of its video was seen, whoever reports it', async () => {
    expect(await watch(89)).toEqual([])
    expect(await watched()).toEqual([{ watched_seconds: 89, completed: false }])
    expect(await watch(90)).toEqual([])
    expect(await watched()).toEqual([{ watched_seconds: 90, completed: true }])
    expect(await rows(`SELECT progress FROM enrollments WHERE id = 'e-ann'`)).toEqual([{ progress: '50.00' }])
  })

  it('a lower report afterwards changes nothing', async () => {
    await watch(95)
    await watch(10)
    expect(await watched()).toEqual([{ watched_seconds: 95, completed: true }])
  })

  it.each([`UPDATE lessons SET video_duration = NULL`, `UPDATE lessons SET type = 'TEXT'`])(
    'completes nothing after %s',
    async (meanwhile) => {
      await school.pool.query(meanwhile)
      expect(await watch(5_000)).toEqual([])
      expect(await watched()).toEqual([{ watched_seconds: 5_000, completed: false }])
    },
  )

  it('of somebody who is not enrolled is refused', async () => {
    expect(await watch(95, 'l-join')).toEqual([expect.stringMatching(/forbidden|not-found/)])
  })
})

describe('an assignment', () => {
  const handIn = async () => {
    await device.push('quiz.start', { attemptId: 'at', quizId: 'q-commit', startedAtMs: Date.now() })
    return device.push('quiz.submit', { attemptId: 'at', submittedAtMs: Date.now(), timeSpentSeconds: 5 })
  }

  it('is done once it is handed in, whatever it is worth', async () => {
    await school.pool.query(`UPDATE lessons SET type = 'ASSIGNMENT' WHERE id = 'l-commit'`)
    expect(await handIn()).toEqual([])
    expect(await rows(`SELECT passed FROM quiz_attempts WHERE id = 'at'`)).toEqual([{ passed: false }])
    expect(await watched()).toEqual([{ watched_seconds: 0, completed: true }])
  })

  it('is told from a quiz, which has to be passed', async () => {
    await school.pool.query(`UPDATE lessons SET type = 'QUIZ' WHERE id = 'l-commit'`)
    expect(await handIn()).toEqual([])
    expect(await watched()).toEqual([])
  })
})
