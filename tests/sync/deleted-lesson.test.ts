import { expect, it } from 'vitest'
import { listNotes } from '../../src/engine/queries/notes.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'
import { expectSameAsCentre } from '../support/same-as-centre.ts'

const lessonId = `l-${courseId}`
const school = oneCentre()

const shown = (device: Device) =>
  listNotes(device.account.context, {}).map(({ content, lessonTitle, lessonGone }) => ({
    content,
    lessonTitle,
    lessonGone,
  }))

it('what a learner wrote on a lesson stays when the lesson is deleted at the centre, and can still be changed', async () => {
  const device = await school.learn()
  const noteId = createId()
  device.account.mutate('notes.create', { noteId, lessonId, content: 'Remember', videoSecond: null })
  await delivered(device)
  const [{ title } = { title: '' }] = device.rows('SELECT title FROM lessons WHERE id = ?', lessonId)

  expect(shown(device)).toEqual([{ content: 'Remember', lessonTitle: title, lessonGone: false }])

  device.online = false
  device.account.mutate('notes.edit', { noteId, baseContent: 'Remember', content: 'Remember this' })
  await school.atCentre(
    'DELETE FROM answers; DELETE FROM quiz_attempts; DELETE FROM quizzes; DELETE FROM lessons',
  )
  device.online = true
  await until(
    'the lesson to leave',
    () => {
      device.account.sync.kick()
      return device.rows('SELECT 1 FROM lessons WHERE id = ?', lessonId).length === 0
    },
    60_000,
  )
  await delivered(device)
  expect(shown(device)).toEqual([{ content: 'Remember this', lessonTitle: title, lessonGone: true }])
  expect(device.rows('SELECT 1 FROM sync_rejections UNION ALL SELECT 1 FROM sync_conflicts')).toEqual([])
  await expectSameAsCentre(device, school.centre.database.pool, 'u-enrolled')

  device.account.mutate('notes.delete', { noteId, baseContent: 'Remember this' })
  await delivered(device)
  expect(await school.atCentre('SELECT 1 FROM notes')).toEqual([])
})
