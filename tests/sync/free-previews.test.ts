import { expect, it } from 'vitest'
import { type Device, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const { open, atCentre } = oneCentre({
  prepare: ({ database }) =>
    database.pool.query(
      `INSERT INTO lessons (id, title, content, position, module_id, course_id, published, is_free)
       VALUES ('l-free', 'A taste', 'Given away', 1, 'm-' || $1::text, '', true, true)`,
      [courseId],
    ),
})

const textOf = (device: Device, id: string) =>
  device.rows('SELECT content FROM lessons WHERE id = ?', id)[0]?.content

it('a lesson that a course gives away comes with its text to who looks at the course, no other does, and it goes again', async () => {
  const device = await open('stranger')
  device.account.sync.wantCourse(courseId)
  await until('the free lesson is here', () => textOf(device, 'l-free') === 'Given away', 120_000)
  await until('the outline is here', () => textOf(device, `l-${courseId}`) === null, 120_000)
  const found = device.account.search.find('given away', 5)
  expect(found.lessons.map(({ id, mayOpen }) => [id, mayOpen])).toEqual([['l-free', true]])

  await atCentre("UPDATE lessons SET is_free = false WHERE id = 'l-free'")
  await until(
    'the text has left',
    () => {
      device.account.sync.wantCourse(courseId)
      device.account.sync.kick()
      return textOf(device, 'l-free') === null
    },
    120_000,
  )
  expect(device.account.search.find('given away', 5).lessons).toEqual([])
  expect(device.account.search.find('taste', 5).lessons.map(({ mayOpen }) => mayOpen)).toEqual([false])
})
