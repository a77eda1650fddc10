import { expect, it } from 'vitest'
import { readAttention } from '../../src/engine/queries/attention.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`
const { learn, atCentre } = oneCentre()
const refused = (device: Device) => readAttention(device.account.context).refused

it('a refused edit of a course draft, and a refused new module, can be mended and sent again', async () => {
  const teaches = (subject: string) => atCentre('UPDATE courses SET instructor_id = $1', `u-${subject}`)
  const device = await learn('teacher')
  await delivered(device)
  device.online = false
  // a course that somebody does not teach for a moment would leave their device for as long
  device.account.detectMetered(true)
  const edit = { lessonId, field: 'title' as const, base: 'title', value: 'A title with a mistaek' }
  const moduleId = createId()
  device.account.mutate('studio.editLesson', edit)
  device.account.mutate('studio.createModule', { moduleId, courseId, title: 'Basisc', afterModuleId: null })
  await teaches('enrolled') // for a moment somebody else does
  device.online = true
  device.account.sync.kick()
  await until('the refusals', () => refused(device).length === 2, 60_000)
  expect(refused(device)).toMatchObject([
    { mend: 'edit', text: 'A title with a mistaek', code: 'forbidden' },
    { mend: 'edit', text: 'Basisc', code: 'forbidden' },
  ])
  await teaches('teacher')
  const mended = ['A title without one', 'Basics']
  for (const [at, { rejectionIds }] of refused(device).entries())
    device.account.resend(rejectionIds, mended[at] ?? null)
  expect(refused(device)).toEqual([])
  await delivered(device)
  const titles = await atCentre(
    'SELECT title FROM lessons WHERE id = $1 UNION ALL SELECT title FROM modules WHERE id = $2',
    lessonId,
    moduleId,
  )
  expect(titles.map(({ title }) => title)).toEqual(mended)
})
