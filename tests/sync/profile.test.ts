import { expect, it } from 'vitest'
import { readActivity } from '../../src/engine/queries/activity.ts'
import { readProfile } from '../../src/engine/queries/profile.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const { open, atCentre } = oneCentre()

const profileOn = (on: Device) => readProfile(on.account.context, on.account.person)

it('a profile written offline on two devices is the same on both afterwards, field by field', async () => {
  const [laptop, phone] = [await open('stranger'), await open('stranger')]
  for (const one of [laptop, phone]) await delivered(one)
  for (const one of [laptop, phone]) one.online = false
  laptop.account.mutate('profile.edit', { profileId: 'mine', bio: 'I keep bees.', skillLevel: 'BEGINNER' })
  laptop.account.mutate('profile.edit', { profileId: 'other', bio: 'I keep many bees.' })
  phone.account.mutate('profile.edit', { profileId: 'yours', learningGoals: ['Read maps'] })
  expect(profileOn(laptop)).toMatchObject({ bio: 'I keep many bees.', delivery: 'on this device' })
  expect(laptop.account.status().waiting).toMatchObject({ profiles: 1, total: 1 })
  for (const one of [laptop, phone]) {
    one.online = true
    one.account.sync.kick()
    await delivered(one)
  }
  const expected = {
    bio: 'I keep many bees.',
    skillLevel: 'BEGINNER',
    learningGoals: ['Read maps'],
    delivery: 'received',
  }
  for (const one of [laptop, phone])
    await until('both agree', () => {
      one.account.sync.kick()
      const { bio, skillLevel, learningGoals, delivery } = profileOn(one)
      return JSON.stringify({ bio, skillLevel, learningGoals, delivery }) === JSON.stringify(expected)
    })
})

it('what two devices of a teacher say of their teaching is one afterwards, and stands beside their courses elsewhere', async () => {
  const [laptop, phone] = [await open('teacher'), await open('teacher')]
  const both = [laptop, phone]
  for (const one of both) await delivered(one)
  for (const one of both) one.online = false
  expect(profileOn(laptop)).toMatchObject({ teaching: { title: null, expertise: [] } })
  laptop.account.mutate('profile.editTeaching', { profileId: 'mine', title: 'Teacher', experience: 3 })
  laptop.account.mutate('profile.editTeaching', { profileId: 'other', title: 'Teacher of knots' })
  laptop.account.mutate('profile.edit', { profileId: 'mine', bio: 'I tie.' })
  phone.account.mutate('profile.editTeaching', { profileId: 'yours', expertise: ['Knots'] })
  expect(profileOn(laptop)).toMatchObject({
    teaching: { title: 'Teacher of knots', experience: 3 },
    delivery: 'on this device',
  })
  expect(laptop.account.status().waiting).toMatchObject({ profiles: 1, total: 1 })
  const learner = await open('enrolled')
  for (const one of both) {
    one.online = true
    one.account.sync.kick()
    await delivered(one)
  }
  for (const one of both)
    await until('both agree', () => {
      one.account.sync.kick()
      const { teaching, delivery } = profileOn(one)
      return (
        delivery === 'received' &&
        teaching?.title === 'Teacher of knots' &&
        teaching.experience === 3 &&
        teaching.expertise.join() === 'Knots'
      )
    })
  await until('the card of the teacher', () => {
    learner.account.sync.kick()
    return learner.rows(
      `SELECT 1 FROM instructor_profiles WHERE user_id = 'u-teacher' AND title = 'Teacher of knots' AND expertise = '["Knots"]'`,
    ).length
  })
  expect(profileOn(learner).teaching).toBeNull()
})

it('what is told of the use of the app waits unseen, and is forgotten when the person says no', async () => {
  const laptop = await open('stranger')
  await delivered(laptop)
  laptop.online = false
  laptop.account.sync.kick()
  // Before it knows, it would try to send the first at once; whatever was tried may have left the device.
  await until('it knows that it is offline', () => !laptop.account.status().online)
  const viewed = { event: 'course_viewed', courseId, sessionId: 'start' } as const
  laptop.account.mutate('usage.record', { ...viewed, eventId: 'ev-1' })
  laptop.account.mutate('usage.record', { ...viewed, eventId: 'ev-2' })
  expect(laptop.rows('SELECT name FROM outbox')).toHaveLength(2)
  expect(laptop.account.status().waiting.total).toBe(0)
  expect(readActivity(laptop.account.context).waiting).toEqual([])
  laptop.account.forgetUsage()
  expect(laptop.rows('SELECT name FROM outbox')).toEqual([])
  laptop.account.mutate('usage.record', { ...viewed, eventId: 'ev-3' })
  laptop.online = true
  laptop.account.sync.kick()
  await until('it is at the centre', async () => {
    const told = await atCentre(`SELECT id FROM analytics_events WHERE id LIKE 'ev-%'`)
    return told.length === 1 && told[0]?.id === 'ev-3'
  })
})
