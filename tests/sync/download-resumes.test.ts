import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/engine/system-clock.ts'
import { until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

let film = ''
const one = oneCentre({
  prepare: async (centre) => {
    const { sha256, sizeBytes } = await centre.files.putFile(randomBytes(50_000))
    film = sha256
    await centre.database.pool.query(
      `INSERT INTO media_files (id, course_id, sha256, size_bytes, mime_type, name) VALUES ('f', $1, $2, $3, 'video/mp4', 'film')`,
      [courseId, sha256, sizeBytes],
    )
  },
})

it('a film goes on as soon as the centre answers again, however long its own pause has become', async () => {
  let isFileAway = true
  const device = await one.learn('enrolled', {
    clock: { ...systemClock, random: () => 0 },
    fetch: (input, init) => {
      if (isFileAway && String(input).includes('/v1/files/')) throw new TypeError('fetch failed: no network')
      return fetch(input, init)
    },
  })
  const { downloads } = device.account
  const outline = "SELECT 1 FROM shape_groups WHERE group_name = 'outline'"
  await until('the round of shared content', () => device.rows(outline).length)
  await new Promise((over) => setTimeout(over, 300))
  device.online = false
  device.account.sync.localWrite() // its round finds nobody; shared content rests meanwhile
  await until('offline', () => device.account.status().state === 'offline')
  for (let tries = 0; tries < 6; tries++) {
    await until('the try before', () => !downloads.isBusy)
    downloads.wake()
  }
  await until('the last try', () => !downloads.isBusy)
  expect(device.rows('SELECT 1 FROM blobs')).toEqual([])

  isFileAway = false
  device.online = true
  await until('the film', () => device.rows('SELECT 1 FROM blobs WHERE sha256 = ?', film).length, 10_000)
})
