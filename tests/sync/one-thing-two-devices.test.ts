import { expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`

const { open, atCentre } = oneCentre()

it('[RB-1] shows one progress of a lesson while what was watched here waits, and the other device’s has come', async () => {
  await atCentre("DELETE FROM progress WHERE user_id = 'u-enrolled'")
  let sends = true
  const laptop = await open('enrolled', {
    fetch: (input, init) =>
      String(input).includes('/v1/push') && !sends
        ? Promise.reject(new TypeError('fetch failed: connection reset'))
        : fetch(input, init),
  })
  const phone = await open('enrolled')
  for (const device of [laptop, phone]) {
    await delivered(device)
    await until('the lesson', () => device.rows('SELECT 1 FROM lessons WHERE id = ?', lessonId).length === 1)
  }
  sends = false
  laptop.account.mutate('progress.record', { progressId: createId(), lessonId, watchedSeconds: 900 })
  const progressId = createId()
  phone.account.mutate('progress.record', { progressId, lessonId, watchedSeconds: 400 })
  await delivered(phone)
  const shown = () => laptop.rows('SELECT id, watched_seconds AS seconds FROM progress')
  await until('the phone’s progress', () => {
    laptop.account.sync.kick()
    return shown().some(({ id }) => id === progressId)
  })
  expect(shown()).toEqual([{ id: progressId, seconds: 900 }])
  sends = true
  laptop.account.sync.kick()
  await delivered(laptop)
  expect(shown()).toEqual([{ id: progressId, seconds: 900 }])
})
