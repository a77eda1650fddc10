import { expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { delivered } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const { learn, atCentre } = oneCentre()

/** More than one batch. */
const notes = 700

it.each([
  ['the token expires between two batches', 401],
  ['the gateway is killed between commit and reply', 503],
])('[PS-5] where %s, everything arrives once', async (_, status) => {
  const pushes: number[] = []
  const device = await learn('finished', {
    change: (url, response) => {
      if (!url.endsWith('/v1/push')) return response
      pushes.push(response.status)
      // the first batch is applied; the device does not get to know
      return pushes.length === 1 ? new Response('{}', { status }) : response
    },
  })
  await delivered(device)
  device.online = false
  const prefix = createId()
  for (let index = 0; index < notes; index++)
    device.account.mutate('notes.create', {
      noteId: createId(),
      lessonId: `l-${courseId}`,
      content: `${prefix} ${index}`,
      videoSecond: null,
    })
  device.online = true
  device.account.sync.kick()
  await delivered(device)
  expect(pushes.length).toBeGreaterThan(1)
  const found = await atCentre(
    'SELECT count(*)::int AS count, count(DISTINCT content)::int AS different FROM notes WHERE content LIKE $1',
    `${prefix}%`,
  )
  expect(found).toEqual([{ count: notes, different: notes }])
  expect(device.rows('SELECT 1 FROM sync_rejections')).toEqual([])
})
