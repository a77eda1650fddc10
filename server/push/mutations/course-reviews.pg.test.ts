import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MutationArgs } from '../../../src/shared/contract/mutations.ts'
import type { TestDatabase } from '../../../tests/support/postgres.ts'
import { PushingDevice } from '../../../tests/support/pushing-device.ts'
import { createSmallSchool } from '../../../tests/support/small-school.ts'
import { foldCounters } from '../../db/fold-counters.ts'

let school: TestDatabase
let laptop: PushingDevice
let phone: PushingDevice
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`
    DELETE FROM reviews; DELETE FROM sync_conflicts; DELETE FROM sync_rejections;
    UPDATE enrollments SET status = 'ACTIVE'; UPDATE courses SET published = true`)
  laptop = new PushingDevice(school.pool, 'ann')
  phone = new PushingDevice(school.pool, 'ann')
})

const rows = async (sql: string) => (await school.pool.query(sql)).rows
const reviews = () => rows('SELECT id, rating, title, comment FROM reviews ORDER BY id')
const conflicts = () =>
  rows('SELECT table_name, field, base, mine, theirs FROM sync_conflicts ORDER BY field')
const first = { rating: 4, title: null, comment: 'I liked it.' } as const
const written = (
  reviewId: string,
  more: Partial<MutationArgs<'reviews.write'>> = {},
): MutationArgs<'reviews.write'> => ({ reviewId, courseId: 'git', ...first, base: null, ...more })
const takenBack = (
  reviewId: string,
  base: MutationArgs<'reviews.delete'>['base'],
): MutationArgs<'reviews.delete'> => ({ reviewId, courseId: 'git', base })

describe('one review of a person and course', () => {
  it('is written, changed field by field, and taken back', async () => {
    expect(await laptop.push('reviews.write', written('r'))).toEqual([])
    expect(await laptop.push('reviews.write', written('r', { rating: 5, base: first }))).toEqual([])
    const title = 'For beginners'
    expect(await phone.push('reviews.write', written('r', { title, base: first }))).toEqual([])
    expect(await reviews()).toEqual([{ id: 'r', rating: 5, title, comment: 'I liked it.' }])
    expect(await phone.push('reviews.delete', takenBack('r', { ...first, title }))).toEqual([])
    expect(await reviews()).toEqual([])
    expect(await conflicts()).toEqual([])
  })

  it('stays one where two devices write the first, and no words of either are lost', async () => {
    await laptop.push('reviews.write', written('of-the-laptop'))
    await phone.push('reviews.write', written('of-the-phone', { rating: 2, comment: 'Too long.' }))
    expect(await reviews()).toEqual([{ id: 'of-the-laptop', rating: 2, title: null, comment: 'Too long.' }])
    expect(await conflicts()).toEqual([
      { table_name: 'reviews', field: 'comment', base: null, mine: 'Too long.', theirs: 'I liked it.' },
    ])
  })

  it('stays one where many devices write at the same moment', async () => {
    const devices = Array.from({ length: 6 }, () => new PushingDevice(school.pool, 'ann'))
    const refused = await Promise.all(
      devices.map((device, at) =>
        device.push('reviews.write', written(`r${at}`, { comment: `words ${at}` })),
      ),
    )
    expect(refused.flat()).toEqual([])
    const [review, ...others] = await reviews()
    expect(others).toEqual([])
    const kept = [review.comment, ...(await conflicts()).flatMap(({ mine, theirs }) => [mine, theirs])]
    for (const at of devices.keys()) expect(kept).toContain(`words ${at}`)
  })

  it('is made once, though work that was carried to another device arrives from both', async () => {
    await laptop.push('reviews.write', written('r'))
    await laptop.push('reviews.write', written('r', { comment: 'Now I know better.', base: first }))
    expect(await phone.push('reviews.write', written('r'))).toEqual([])
    expect(await reviews()).toMatchObject([{ comment: 'Now I know better.' }])
    expect(await conflicts()).toEqual([])
  })

  it('is there again where it was changed without knowing that it had been taken back', async () => {
    await laptop.push('reviews.write', written('r'))
    await laptop.push('reviews.delete', takenBack('r', first))
    await phone.push('reviews.write', written('r', { comment: 'Even better.', base: first }))
    expect(await reviews()).toMatchObject([{ id: 'r', comment: 'Even better.' }])
  })

  it('is taken back with words that were not seen: they are in the conflicts', async () => {
    await laptop.push('reviews.write', written('r'))
    await laptop.push('reviews.write', written('r', { comment: 'Written since.', base: first }))
    expect(await phone.push('reviews.delete', takenBack('r', first))).toEqual([])
    expect(await reviews()).toEqual([])
    expect(await conflicts()).toEqual([
      {
        table_name: 'reviews',
        field: 'comment',
        base: 'I liked it.',
        mine: '',
        theirs: 'Written since.',
      },
    ])
    expect(await phone.push('reviews.delete', takenBack('r', first))).toEqual([])
  })

  it('gets the text a person chooses of two', async () => {
    await laptop.push('reviews.write', written('r'))
    await phone.push('reviews.write', written('other', { comment: 'Too long.' }))
    const [{ id }] = await rows('SELECT id FROM sync_conflicts')
    const chosen = { conflictId: id, baseContent: 'Too long.', content: 'I liked it, though it is long.' }
    expect(await laptop.push('conflicts.resolve', chosen)).toEqual([])
    expect(await reviews()).toMatchObject([{ id: 'r', comment: 'I liked it, though it is long.' }])
    expect(await rows('SELECT 1 FROM sync_conflicts WHERE resolved_at IS NULL')).toEqual([])
  })
})

describe('who may', () => {
  it('whoever ever joined the course, whatever became of that', async () => {
    for (const status of ['COMPLETED', 'SUSPENDED', 'CANCELLED']) {
      await school.pool.query('UPDATE enrollments SET status = $1', [status])
      expect(await laptop.push('reviews.write', written(`r-${status}`))).toEqual([])
    }
    await school.pool.query('UPDATE courses SET published = false')
    expect(await laptop.push('reviews.write', written('r', { rating: 1, base: first }))).toEqual([])
  })

  it('nobody else, and nobody who teaches it', async () => {
    const stranger = new PushingDevice(school.pool, 'ben')
    expect(await stranger.push('reviews.write', written('of-ben'))).toEqual(['forbidden'])
    expect(await stranger.push('reviews.write', written('of-ben', { courseId: 'gone' }))).toEqual([
      'not-found',
    ])
    await school.pool.query(
      `INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-ida', 'ida', 'git') ON CONFLICT DO NOTHING`,
    )
    const teacher = new PushingDevice(school.pool, 'ida')
    expect(await teacher.push('reviews.write', written('of-ida'))).toEqual(['forbidden'])
    expect(await reviews()).toEqual([])
  })

  it('the id of somebody else’s review names nothing of one’s own', async () => {
    await school.pool.query(
      `INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-ben', 'ben', 'git') ON CONFLICT DO NOTHING`,
    )
    const other = new PushingDevice(school.pool, 'ben')
    await laptop.push('reviews.write', written('r'))
    expect(await other.push('reviews.write', written('r'))).toEqual(['already-exists'])
    expect(await other.push('reviews.delete', takenBack('r', first))).toEqual(['forbidden'])
    expect(await reviews()).toMatchObject([{ id: 'r', comment: 'I liked it.' }])
  })

  it('only with one to five stars, and not with more words than a review holds', async () => {
    const wrong: object[] = [{ rating: 0 }, { rating: 6 }, { rating: 4.5 }, { comment: 'x'.repeat(10_001) }]
    for (const more of wrong)
      expect(await laptop.push('reviews.write', written('r', more))).toEqual(['bad-input'])
    expect(await laptop.push('reviews.write', written('r', { comment: '', title: 'nul \0' }))).toEqual([])
    expect(await reviews()).toMatchObject([{ title: 'nul \u2400', comment: '' }])
  })
})

it('the ratings of a course follow what is written, changed and taken back', async () => {
  const course = async () => {
    await foldCounters(school.pool)
    const [counted] = await rows(`SELECT total_reviews, average_rating FROM courses WHERE id = 'git'`)
    return [counted.total_reviews, counted.average_rating]
  }
  await laptop.push('reviews.write', written('r'))
  expect(await course()).toEqual([1, '4.0'])
  await laptop.push('reviews.write', written('r', { rating: 1, base: first }))
  expect(await course()).toEqual([1, '1.0'])
  await laptop.push('reviews.delete', takenBack('r', { ...first, rating: 1 }))
  expect(await course()).toEqual([0, '0.0'])
})
