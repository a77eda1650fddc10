import { expect, it } from 'vitest'
import { readActivity } from '../../src/engine/queries/activity.ts'
import { readAttention } from '../../src/engine/queries/attention.ts'
import { readCoursePage } from '../../src/engine/queries/course-page.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId, type Subject } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const { open, atCentre } = oneCentre({
  clean: `DELETE FROM reviews; DELETE FROM sync_rejections; DELETE FROM sync_conflicts;
    INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-again', 'u-enrolled', '${courseId}')
      ON CONFLICT DO NOTHING`,
})

/** A device that has everything, and is cut off from now on. */
async function offline(subject: Subject = 'enrolled'): Promise<Device> {
  const device = await open(subject)
  await until('the catalogue', () => readCoursePage(device.account.context, courseId) !== null)
  await delivered(device)
  await cutOff(device)
  return device
}

/** Nothing is taken for sent any more once the device knows. */
async function cutOff(device: Device): Promise<void> {
  device.online = false
  device.account.sync.kick()
  await until('it knows', () => device.account.status().state === 'offline')
}

async function goOnline(device: Device): Promise<void> {
  device.online = true
  device.account.sync.kick()
  await delivered(device)
}

const pageOn = (device: Device) => {
  const page = readCoursePage(device.account.context, courseId)
  if (!page) throw new Error('the course is not on this device')
  return page
}
const write = (device: Device, reviewId: string, rating: number, comment: string) => {
  const own = pageOn(device).ownReview
  const base = own && { rating: own.rating, title: own.title, comment: own.comment }
  device.account.mutate('reviews.write', { reviewId, courseId, rating, title: null, comment, base })
}
const reviewsAtCentre = () => atCentre('SELECT id, user_id, rating, comment FROM reviews ORDER BY id')

it('a review counts at once, says where it is, and waits as one thing however often it is changed', async () => {
  const laptop = await offline()
  expect(pageOn(laptop)).toMatchObject({ mayReview: true, ownReview: null, rating: { total: 0 } })
  write(laptop, 'mine', 3, 'Good.')
  write(laptop, 'mine', 5, 'Very good.')
  expect(pageOn(laptop)).toMatchObject({
    ownReview: { id: 'mine', rating: 5, comment: 'Very good.', delivery: 'on this device' },
    rating: { total: 1, average: 5 },
    ratingDistribution: [0, 0, 0, 0, 1],
    reviews: [],
  })
  expect(laptop.account.status().waiting).toMatchObject({ courseReviews: 1, total: 1 })
  expect(laptop.rows('SELECT name FROM outbox')).toEqual([{ name: 'reviews.write' }])
  expect(readActivity(laptop.account.context).waiting).toMatchObject([
    { kind: 'course-review', label: 'Your review of Course', state: 'on this device' },
  ])
  await goOnline(laptop)
  expect(await reviewsAtCentre()).toMatchObject([{ id: 'mine', user_id: 'u-enrolled', rating: 5 }])
  expect(pageOn(laptop).ownReview).toMatchObject({ delivery: 'received' })

  await cutOff(laptop)
  laptop.account.mutate('reviews.delete', {
    reviewId: 'mine',
    courseId,
    base: { rating: 5, title: null, comment: 'Very good.' },
  })
  expect(pageOn(laptop)).toMatchObject({ ownReview: null, rating: { total: 0 } })
  expect(readActivity(laptop.account.context).waiting).toMatchObject([
    { label: 'Your review of Course deleted', state: 'on this device' },
  ])
  await goOnline(laptop)
  expect(await reviewsAtCentre()).toEqual([])
  expect(pageOn(laptop).ownReview).toBeNull()
})

it('two devices that review the same course end with one review, and ask about the words it holds no more', async () => {
  const [laptop, phone] = [await offline(), await offline()]
  write(laptop, 'of-the-laptop', 5, 'Loved it.')
  write(phone, 'of-the-phone', 2, 'Too long.')
  await goOnline(laptop)
  await goOnline(phone)
  expect(await reviewsAtCentre()).toMatchObject([{ id: 'of-the-laptop', rating: 2, comment: 'Too long.' }])
  for (const device of [laptop, phone])
    await until('one review', () => {
      device.account.sync.kick()
      const own = device.rows("SELECT id, comment FROM reviews WHERE user_id = 'u-enrolled'")
      return own.length === 1 && own[0]?.id === 'of-the-laptop' && own[0]?.comment === 'Too long.'
    })
  await until('the words of the laptop', () => readAttention(laptop.account.context).conflicts.length === 1)
  const [conflict] = readAttention(laptop.account.context).conflicts
  expect(conflict).toMatchObject({
    label: 'Your review of Course',
    mine: 'Too long.',
    theirs: 'Loved it.',
    current: 'Too long.',
    isEditable: true,
  })
  const both = 'Loved it, though it is too long.'
  laptop.account.mutate('conflicts.resolve', {
    conflictId: conflict?.id ?? '',
    baseContent: 'Too long.',
    content: both,
  })
  expect(pageOn(laptop).ownReview).toMatchObject({ rating: 2, comment: both })
  await until('nothing is asked', async () => {
    phone.account.sync.kick()
    return (
      readAttention(phone.account.context).conflicts.length === 0 && pageOn(phone).ownReview?.comment === both
    )
  })
})

it('a review the centre refuses is kept with its words, and can be sent again once it may', async () => {
  const laptop = await offline()
  write(laptop, 'mine', 4, 'Good, as far as I came.')
  await atCentre("DELETE FROM enrollments WHERE user_id = 'u-enrolled'")
  await goOnline(laptop)
  await until('the refusal', () => readAttention(laptop.account.context).refused.length === 1)
  const [refused] = readAttention(laptop.account.context).refused
  expect(refused).toMatchObject({
    label: 'Your review of Course',
    kind: 'course-review',
    code: 'forbidden',
    text: 'Good, as far as I came.',
    mend: 'edit',
  })
  expect(pageOn(laptop)).toMatchObject({ ownReview: null, mayReview: false })
  await atCentre(
    `INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-again', 'u-enrolled', $1)`,
    courseId,
  )
  await until('the enrollment', () => {
    laptop.account.sync.kick()
    return pageOn(laptop).mayReview
  })
  laptop.account.resend(refused?.rejectionIds ?? [], 'Good.')
  await until('it is there', async () => (await reviewsAtCentre()).length === 1)
  expect(await reviewsAtCentre()).toMatchObject([{ rating: 4, comment: 'Good.' }])
})

it('who never joined a course, or teaches it, is told at once that they cannot review it', async () => {
  for (const subject of ['stranger', 'teacher'] as const) {
    const device = await offline(subject)
    expect(pageOn(device).mayReview).toBe(false)
    expect(() => write(device, 'r', 5, 'Mine.')).toThrow(/review a course/)
    expect(device.rows('SELECT 1 FROM outbox')).toEqual([])
  }
})

it('the review of somebody else comes with the catalogue, and one’s own only once', async () => {
  const [laptop, other] = [await offline(), await offline('finished')]
  write(laptop, 'mine', 5, 'Loved it.')
  write(other, 'theirs', 3, 'Fine.')
  await goOnline(laptop)
  await goOnline(other)
  await until('both on the laptop', () => {
    laptop.account.sync.kick()
    return pageOn(laptop).reviews.length === 1
  })
  expect(pageOn(laptop)).toMatchObject({
    ownReview: { id: 'mine' },
    reviews: [{ id: 'theirs', rating: 3 }],
    rating: { total: 2, average: 4 },
  })
})
