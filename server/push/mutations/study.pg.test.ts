import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MutationArgs } from '../../../src/shared/contract/mutations.ts'
import type { TestDatabase } from '../../../tests/support/postgres.ts'
import { PushingDevice } from '../../../tests/support/pushing-device.ts'
import { createSmallSchool } from '../../../tests/support/small-school.ts'

let school: TestDatabase
let laptop: PushingDevice
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`DELETE FROM study_sessions; UPDATE users SET created_at = '2020-01-01'`)
  laptop = new PushingDevice(school.pool, 'ann')
})

const lateEveningMs = Date.parse('2026-03-01T22:30:00Z')
const stretch = (more: Partial<MutationArgs<'study.record'>> = {}): MutationArgs<'study.record'> => ({
  studySessionId: 's1',
  timeZone: 'Africa/Cairo',
  beganAtMs: lateEveningMs,
  endedAtMs: lateEveningMs + 60_000,
  seconds: 50,
  ...more,
})
const kept = async () =>
  (
    await school.pool.query(
      `SELECT id, user_id, day, seconds, extract(epoch FROM ended_at - began_at)::int AS long FROM study_sessions ORDER BY id`,
    )
  ).rows

describe('a stretch of study', () => {
  it('belongs to the day it was to the person, and the longest report of it stays', async () => {
    expect(await laptop.push('study.record', stretch())).toEqual([])
    expect(
      await laptop.push('study.record', stretch({ seconds: 400, endedAtMs: lateEveningMs + 600_000 })),
    ).toEqual([])
    expect(await laptop.push('study.record', stretch({ seconds: 300 }))).toEqual([])
    expect(await kept()).toEqual([{ id: 's1', user_id: 'ann', day: '2026-03-02', seconds: 400, long: 600 }])
  })

  it('is never longer than a day, nor ends before it began, nor lies ahead, whatever a clock says', async () => {
    const wrong = { beganAtMs: Date.now() + 1e12, endedAtMs: 5, seconds: 1e9 }
    expect(await laptop.push('study.record', stretch(wrong))).toEqual([])
    expect(await kept()).toMatchObject([{ seconds: 86_400, long: 0 }])
    const { rows } = await school.pool.query('SELECT began_at <= now() AS past FROM study_sessions')
    expect(rows).toEqual([{ past: true }])
  })

  it('of one person is not another person’s to report', async () => {
    await laptop.push('study.record', stretch())
    const other = new PushingDevice(school.pool, 'ben')
    expect(await other.push('study.record', stretch({ seconds: 9_000 }))).toEqual(['already-exists'])
    expect(await kept()).toMatchObject([{ user_id: 'ann', seconds: 50 }])
  })
})
