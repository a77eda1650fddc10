import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Device, openDevice, startCentreFixture, until } from '../support/device.ts'
import { courseId, type GatewayFixture } from '../support/gateway-fixture.ts'

let centre: GatewayFixture
let device: Device
beforeAll(async () => {
  centre = await startCentreFixture()
  await centre.database.pool.query(
    `INSERT INTO lessons (id, title, content, position, module_id, course_id, published, is_free)
     VALUES ('l-free', 'A taste', 'Given away', 1, 'm-' || $1::text, '', true, true)`,
    [courseId],
  )
  device = await openDevice(centre, 'stranger')
})
afterAll(async () => {
  await device?.close()
  await centre?.close()
})

const textOf = (id: string) => device.rows('SELECT content FROM lessons WHERE id = ?', id)[0]?.content

describe('a lesson that a course gives away', () => {
  it('comes with its text to who looks at the course, and no other lesson does', async () => {
    device.account.sync.wantCourse(courseId)
    await until('the free lesson is here', () => textOf('l-free') === 'Given away', 120_000)
    await until('the outline is here', () => textOf(`l-${courseId}`) === null, 120_000)
    const found = device.account.search.find('given away', 5)
    expect(found.lessons.map(({ id, mayOpen }) => [id, mayOpen])).toEqual([['l-free', true]])
  })

  it('loses its text when it is given away no more, and stays in the outline', async () => {
    await centre.database.pool.query("UPDATE lessons SET is_free = false WHERE id = 'l-free'")
    await until(
      'the text has left',
      () => {
        device.account.sync.wantCourse(courseId)
        device.account.sync.kick()
        return textOf('l-free') === null
      },
      120_000,
    )
    expect(device.account.search.find('given away', 5).lessons).toEqual([])
    expect(device.account.search.find('taste', 5).lessons.map(({ mayOpen }) => mayOpen)).toEqual([false])
  })
})
