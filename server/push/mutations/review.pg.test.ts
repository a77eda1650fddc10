import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MutationArgs } from '../../../src/shared/contract/mutations.ts'
import type { TestDatabase } from '../../../tests/support/postgres.ts'
import { PushingDevice } from '../../../tests/support/pushing-device.ts'
import { createSmallSchool } from '../../../tests/support/small-school.ts'

let school: TestDatabase
let laptop: PushingDevice
let phone: PushingDevice
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`DELETE FROM question_reviews; UPDATE enrollments SET status = 'ACTIVE'`)
  laptop = new PushingDevice(school.pool, 'ann')
  phone = new PushingDevice(school.pool, 'ann')
})

const rows = async (sql: string) => (await school.pool.query(sql)).rows
const log = () => rows('SELECT id, question_id, course_id, rating, undone FROM question_reviews ORDER BY id')
const review = (
  reviewId: string,
  more: Partial<MutationArgs<'review.grade'>> = {},
): MutationArgs<'review.grade'> => ({
  reviewId,
  questionId: 'qu-one',
  courseId: 'git',
  rating: 3,
  reviewedAtMs: Date.now() - 60_000,
  timeZone: 'Africa/Cairo',
  elapsedMs: 4_000,
  ...more,
})

describe('the log of reviews', () => {
  it('is the union of what the devices of a person did, each line once', async () => {
    expect(await laptop.push('review.grade', review('r1'))).toEqual([])
    expect(await phone.push('review.grade', review('r2', { rating: 1 }))).toEqual([])
    expect(await phone.push('review.grade', review('r1', { rating: 4 }))).toEqual([])
    expect(await log()).toEqual([
      { id: 'r1', question_id: 'qu-one', course_id: 'git', rating: 3, undone: false },
      { id: 'r2', question_id: 'qu-one', course_id: 'git', rating: 1, undone: false },
    ])
  })

  it('keeps where the person was and how long it took, an hour at most', async () => {
    await laptop.push('review.grade', review('r1', { elapsedMs: 1e12 }))
    expect(await rows('SELECT time_zone, elapsed_ms FROM question_reviews')).toEqual([
      { time_zone: 'Africa/Cairo', elapsed_ms: 3_600_000 },
    ])
  })

  it('never holds an instant that is still to come, whatever a clock says', async () => {
    await laptop.push('review.grade', review('r1', { reviewedAtMs: Date.now() + 10 * 365 * 86_400_000 }))
    expect(await rows('SELECT reviewed_at <= now() AS past FROM question_reviews')).toEqual([{ past: true }])
  })

  it('loses nothing when a review is taken back, and stays so', async () => {
    await laptop.push('review.grade', review('r1'))
    expect(await laptop.push('review.undo', { reviewId: 'r1', courseId: 'git' })).toEqual([])
    expect(await phone.push('review.undo', { reviewId: 'r1', courseId: 'git' })).toEqual([])
    expect(await phone.push('review.grade', review('r1'))).toEqual([])
    expect(await log()).toMatchObject([{ id: 'r1', rating: 3, undone: true }])
  })

  it('takes back nothing where there is nothing, and refuses nothing for it', async () => {
    expect(await laptop.push('review.undo', { reviewId: 'nowhere', courseId: 'git' })).toEqual([])
  })

  it('keeps what was reviewed before the enrollment ended or the question was deleted', async () => {
    await school.pool.query(`UPDATE enrollments SET status = 'SUSPENDED'`)
    expect(await laptop.push('review.grade', review('r1', { questionId: 'was-deleted' }))).toEqual([])
    expect(await log()).toHaveLength(1)
  })

  it.each([
    ['of a course the person never joined', { questionId: 'x', courseId: 'sql' }, 'forbidden'],
    ['under the name of another course', { courseId: 'sql' }, 'forbidden'],
    ['with a rating there is none of', { rating: 5 as 4 }, 'bad-input'],
    ['from a place that is no name', { timeZone: 'x'.repeat(70) }, 'bad-input'],
  ])('takes no review %s', async (_, more, code) => {
    expect(await laptop.push('review.grade', review('r1', more))).toEqual([code])
    expect(await log()).toEqual([])
  })

  it('takes no review of a question of another course the person learns', async () => {
    await school.pool.query(
      `INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-sql', 'ann', 'sql') ON CONFLICT DO NOTHING`,
    )
    expect(await laptop.push('review.grade', review('r1', { courseId: 'sql' }))).toEqual(['bad-input'])
  })

  it('tells the other devices of the person of each line and each change of it', async () => {
    const fed = async () =>
      (
        await rows(
          `SELECT user_id, row_id FROM change_feed WHERE table_name = 'question_reviews' ORDER BY id`,
        )
      ).map(({ user_id, row_id }) => `${user_id} ${row_id}`)
    const before = (await fed()).length
    await laptop.push('review.grade', review('r1'))
    await laptop.push('review.undo', { reviewId: 'r1', courseId: 'git' })
    await laptop.push('review.undo', { reviewId: 'r1', courseId: 'git' })
    expect((await fed()).slice(before)).toEqual(['ann r1', 'ann r1'])
  })
})
