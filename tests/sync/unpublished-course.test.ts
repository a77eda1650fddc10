import { it } from 'vitest'
import { systemClock } from '../../src/engine/system-clock.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const hourMs = 3_600_000
const { open, learn, atCentre } = oneCentre()
const title = (device: Device) =>
  device.rows('SELECT title FROM lessons WHERE course_id = ?', courseId)[0]?.title

it('[SG-3] a course that is no longer published goes on reaching those who learn in it, also with a clock set back by years', async () => {
  let clockErrorMs = 0
  const device = await learn('enrolled', {
    clock: { ...systemClock, nowMs: () => Date.now() + clockErrorMs },
  })
  await atCentre('UPDATE courses SET published = false WHERE id = $1', courseId)
  device.account.sync.kick()
  await until('the catalogue without it', () => device.rows('SELECT 1 FROM courses').length === 0)
  await atCentre(`UPDATE lessons SET title = 'Renamed' WHERE course_id = $1`, courseId)
  clockErrorMs = 2 * hourMs
  device.account.sync.kick()
  await until('the lesson', () => title(device) === 'Renamed')

  clockErrorMs = -3 * 365 * 24 * hourMs
  await atCentre(`UPDATE lessons SET title = 'Renamed again' WHERE course_id = $1`, courseId)
  device.account.sync.kick()
  await until('the lesson', () => title(device) === 'Renamed again')
})

it.each([
  ['only looked at', []],
  ['was cut off from while it came', ['/v1/shapes/outlineModules', '/v1/shapes/previewLessons']],
])('[SG-4] a course that somebody %s leaves their device when it is withdrawn', async (_, lost) => {
  await atCentre('UPDATE courses SET published = true WHERE id = $1', courseId)
  const device = await learn()
  let lines = true
  const visitor = await open('stranger', {
    change: async (url, response) => {
      if (lines && lost.some((path) => url.includes(path))) throw new TypeError('terminated: the line broke')
      return response
    },
  })
  const outline = () => visitor.rows('SELECT 1 FROM modules UNION ALL SELECT 1 FROM lessons').length
  visitor.account.sync.wantCourse(courseId)
  await until('the outline', () => outline() > 0)
  await atCentre('UPDATE courses SET published = false WHERE id = $1', courseId)
  await visitor.restart()
  lines = false
  // the withdrawal may reach the shapes only after the first look
  await until(
    'no trace of it',
    () => {
      visitor.account.sync.kick()
      return outline() === 0
    },
    45_000,
  )
  device.account.sync.kick()
  await delivered(device)
  await until(
    'the course where it is learned',
    () => device.rows('SELECT 1 FROM lessons WHERE content IS NOT NULL').length,
  )
})
