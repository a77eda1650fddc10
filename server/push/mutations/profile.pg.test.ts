import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
  await school.pool.query('DELETE FROM student_profiles; DELETE FROM analytics_events')
  laptop = new PushingDevice(school.pool, 'ann')
  phone = new PushingDevice(school.pool, 'ann')
})

const one = async (sql: string) => (await school.pool.query(sql)).rows[0]
const person = () => one(`SELECT name, bio, website, avatar FROM users WHERE id = 'ann'`)
const preferences = () =>
  one(`SELECT id, learning_goals, preferred_topics, skill_level, time_availability, level
       FROM student_profiles WHERE user_id = 'ann'`)

const picture = 'data:image/png;base64,iVBORw0KGgo='

describe('a profile', () => {
  it('takes from each device the fields that were changed there, and the last word on each', async () => {
    await laptop.push('profile.edit', { profileId: 'one', name: 'Ann', bio: 'I keep bees.' })
    await phone.push('profile.edit', { profileId: 'two', name: 'Ann of the hives' })
    await laptop.push('profile.edit', { profileId: 'one', website: 'https://bees.example' })
    await phone.push('profile.edit', { profileId: 'two', avatar: picture })
    expect(await person()).toEqual({
      name: 'Ann of the hives',
      bio: 'I keep bees.',
      website: 'https://bees.example',
      avatar: picture,
    })
    await phone.push('profile.edit', { profileId: 'two', bio: null })
    await laptop.push('profile.edit', { profileId: 'one', avatar: null })
    expect(await person()).toMatchObject({ bio: null, website: 'https://bees.example', avatar: null })
  })

  it('has one set of preferences, whichever devices began it, and what was earned stays', async () => {
    await laptop.push('profile.edit', {
      profileId: 'one',
      learningGoals: ['Read maps'],
      skillLevel: 'BEGINNER',
    })
    await school.pool.query(`UPDATE student_profiles SET level = 4 WHERE user_id = 'ann'`)
    await phone.push('profile.edit', {
      profileId: 'two',
      preferredTopics: ['Nature'],
      timeAvailability: 'Evenings',
    })
    await phone.push('profile.edit', { profileId: 'two', skillLevel: null })
    expect(await preferences()).toEqual({
      id: 'one',
      learning_goals: ['Read maps'],
      preferred_topics: ['Nature'],
      skill_level: null,
      time_availability: 'Evenings',
      level: 4,
    })
  })

  it('refuses what is no name, no web address or no list, and stays as it was', async () => {
    const before = await person()
    const refused = [
      { name: '   ' },
      { name: 'x'.repeat(121) },
      { website: 'javascript:alert(1)' },
      { website: 'not an address' },
      { website: 'https://not%20an.address' },
      { website: 'https://somewhere' },
      { avatar: 'https://elsewhere.example/me.png' },
      { avatar: 'data:image/svg+xml;base64,PHN2Zz4=' },
      { avatar: `data:image/png;base64,${'A'.repeat(40_000)}` },
      { learningGoals: Array.from({ length: 21 }, (_, index) => `goal ${index}`) },
      {},
    ]
    for (const fields of refused)
      expect(await laptop.push('profile.edit', { profileId: 'one', ...fields })).toEqual(['bad-input'])
    expect(await person()).toEqual(before)
    expect(await preferences()).toBeUndefined()
  })

  it('holds a hostile text as text', async () => {
    const bio = `'); DROP TABLE users; -- <img onerror=x> \u202e`
    expect(await laptop.push('profile.edit', { profileId: 'one', bio })).toEqual([])
    expect(await person()).toMatchObject({ bio: bio.trim() })
  })
})

describe('what an instructor says about their teaching', () => {
  const about = () =>
    one(`SELECT id, title, expertise, experience, certifications, linked_in, twitter, github, total_students
         FROM instructor_profiles WHERE user_id = 'ida'`)

  it('takes from each device the fields that were changed there, and leaves what is counted alone', async () => {
    await school.pool.query(`UPDATE instructor_profiles SET total_students = 7 WHERE user_id = 'ida'`)
    const [desk, bag] = [1, 2].map(() => new PushingDevice(school.pool, 'ida', 'INSTRUCTOR'))
    await desk?.push('profile.editTeaching', {
      profileId: 'other',
      title: 'Teacher of practical things',
      expertise: ['Knots', ' Knots ', 'Sails'],
      experience: 12,
    })
    await bag?.push('profile.editTeaching', {
      profileId: 'another',
      github: 'https://github.com/ida',
      experience: null,
    })
    await desk?.push('profile.editTeaching', {
      profileId: 'other',
      certifications: ['Skipper'],
      linkedIn: '',
    })
    expect(await about()).toEqual({
      id: 'p-ida',
      title: 'Teacher of practical things',
      expertise: ['Knots', 'Sails'],
      experience: null,
      certifications: ['Skipper'],
      linked_in: null,
      twitter: null,
      github: 'https://github.com/ida',
      total_students: 7,
    })
  })

  it('begins where nothing was said yet, once, whichever device is first', async () => {
    await school.pool.query(`DELETE FROM instructor_profiles WHERE user_id = 'ivo'`)
    const ivo = new PushingDevice(school.pool, 'ivo', 'INSTRUCTOR')
    expect(await ivo.push('profile.editTeaching', { profileId: 'first', title: 'Sailor' })).toEqual([])
    expect(await ivo.push('profile.editTeaching', { profileId: 'second', title: 'Old sailor' })).toEqual([])
    expect(await one(`SELECT id, title FROM instructor_profiles WHERE user_id = 'ivo'`)).toEqual({
      id: 'first',
      title: 'Old sailor',
    })
    // an id that names somebody else's is nobody's way in
    await school.pool.query(`DELETE FROM instructor_profiles WHERE user_id = 'ivo'`)
    const before = await about()
    expect(await ivo.push('profile.editTeaching', { profileId: 'p-ida', title: 'Ida?' })).toEqual([
      'already-exists',
    ])
    expect(await about()).toEqual(before)
  })

  it.each(['STUDENT', 'ADMIN'] as const)(
    '[PS-4] is refused to a person who is %s, kept with its payload',
    async (role) => {
      const device = new PushingDevice(school.pool, 'ben', role)
      expect(await device.push('profile.editTeaching', { profileId: 'mine', title: 'Expert' })).toEqual([
        'forbidden',
      ])
      expect(await one(`SELECT 1 FROM instructor_profiles WHERE user_id = 'ben'`)).toBeUndefined()
      expect(
        await one(
          `SELECT payload -> 'args' ->> 'title' AS title FROM sync_rejections WHERE client_id = '${device.clientId}'`,
        ),
      ).toEqual({ title: 'Expert' })
    },
  )

  it('refuses what is no number of years, no web address or nothing at all', async () => {
    const device = new PushingDevice(school.pool, 'ida', 'INSTRUCTOR')
    const before = await about()
    for (const fields of [
      { experience: -1 },
      { experience: 1.5 },
      { experience: 81 },
      { github: 'javascript:alert(1)' },
      {},
    ])
      expect(await device.push('profile.editTeaching', { profileId: 'one', ...fields })).toEqual([
        'bad-input',
      ])
    expect(await about()).toEqual(before)
  })
})

describe('what is told of the use of the app', () => {
  it('is kept once, with neither address nor program of the person', async () => {
    const told = {
      eventId: 'ev',
      sessionId: 's',
      event: 'lesson_viewed',
      courseId: 'git',
      lessonId: 'l-commit',
    } as const
    await laptop.push('usage.record', told)
    await phone.push('usage.record', told)
    expect((await school.pool.query('SELECT * FROM analytics_events')).rows).toMatchObject([
      {
        id: 'ev',
        user_id: 'ann',
        session_id: 's',
        event: 'lesson_viewed',
        properties: { courseId: 'git', lessonId: 'l-commit' },
        user_agent: null,
        ip_address: null,
        referrer: null,
      },
    ])
  })
})
