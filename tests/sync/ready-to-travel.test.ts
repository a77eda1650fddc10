import { expect, it } from 'vitest'
import { readKeepParts } from '../../src/engine/queries/keep-parts.ts'
import { delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`

const { open } = oneCentre({
  prepare: async ({ database: { pool } }) => {
    await pool.query(
      `UPDATE lessons SET published = true, video_url = 'https://www.youtube.com/watch?v=x' WHERE id = $1`,
      [lessonId],
    )
    await pool.query(
      `INSERT INTO lessons (id, title, type, position, module_id, course_id, published, content)
     SELECT 'l-live', 'Questions and answers', 'LIVE_SESSION', 9, module_id, '', true, $2 FROM lessons WHERE id = $1`,
      [
        lessonId,
        `:::session{start="${new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 16)}Z" minutes="60"}\n:::`,
      ],
    )
  },
})

it('says what is missing before a journey, what happens meanwhile and what cannot be taken along, and gets it', async () => {
  const device = await open('enrolled')
  await delivered(device)
  await until('the catalogue', () => device.rows('SELECT 1 FROM courses').length)
  const before = await device.account.readyToTravel(14)
  expect(before.courses).toMatchObject([{ courseId, state: 'missing' }])

  device.account.keepAllLearning()
  await until(
    'the course',
    async () => (await device.account.readyToTravel(14)).courses[0]?.state === 'whole',
  )
  const ready = await device.account.readyToTravel(14)
  expect(ready).toMatchObject({ missingBytes: 0, fits: true, waiting: 0 })
  expect(ready.courses[0]).toMatchObject({
    onlineOnly: [{ lessonId, host: 'youtube.com' }],
    sessions: [{ lessonId: 'l-live' }],
  })
  expect((await device.account.readyToTravel(1)).courses[0]?.sessions).toEqual([])

  await device.account.removeLessons(courseId, [lessonId])
  expect((await device.account.readyToTravel(14)).courses[0]?.state).toBe('parts')
  const parts = readKeepParts(device.account.context, courseId)
  expect(parts).toMatchObject({ whole: false, sizesKnown: true })
  const wanted = parts?.modules.flatMap((module) => module.lessons).map(({ id, wanted }) => [id, wanted])
  expect(wanted).toContainEqual([lessonId, false])
  expect(wanted).toContainEqual(['l-live', true])

  device.online = false
  device.account.mutate('enrollment.visit', { courseId, lessonId })
  expect((await device.account.readyToTravel(14)).waiting).toBe(1)
})
