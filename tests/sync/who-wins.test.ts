import { beforeEach, describe, expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`
const quizId = `q-${courseId}`

const { atCentre, learn } = oneCentre()
beforeEach(() => atCentre(`UPDATE enrollments SET status = 'ACTIVE' WHERE user_id = 'u-enrolled'`))

/** A device of the learner that holds the course and everything the centre has of them. */
async function device(): Promise<Device> {
  const opened = await learn()
  await delivered(opened)
  return opened
}

const holdsCourse = (on: Device) =>
  on.rows("SELECT 1 FROM shape_groups WHERE group_name = 'course' AND course_id = ?", courseId).length === 1
const goOnline = async (on: Device) => {
  on.online = true
  on.account.sync.kick()
  await until('what waited', () => on.account.status().waiting.total === 0)
}
const ownRows = (on: Device) =>
  ['notes', 'sync_conflicts', 'quiz_attempts', 'answers', 'progress', 'enrollments'].map((table) =>
    on.rows(`SELECT * FROM ${table} ORDER BY id`),
  )

async function agree(...all: Device[]): Promise<void> {
  for (const one of all) await goOnline(one)
  await until('the devices to agree', () => {
    for (const one of all) one.account.sync.kick()
    return new Set(all.map((one) => JSON.stringify(ownRows(one)))).size === 1
  })
}

describe('a note deleted on one device and written on another, both offline', () => {
  it.each([
    ['the deletion', 0],
    ['the edit', 1],
  ])('stays with what was written on both, and asks, where %s arrives first', async (_, first) => {
    const [laptop, phone] = [await device(), await device()]
    const noteId = createId()
    laptop.account.mutate('notes.create', { noteId, lessonId, content: 'one', videoSecond: null })
    await agree(laptop, phone)
    laptop.online = false
    phone.online = false
    laptop.account.mutate('notes.delete', { noteId, baseContent: 'one' })
    phone.account.mutate('notes.edit', { noteId, baseContent: 'one', content: 'one and more' })
    expect(laptop.rows('SELECT 1 FROM notes WHERE id = ?', noteId)).toEqual([])
    for (const one of first === 0 ? [laptop, phone] : [phone, laptop]) await goOnline(one)
    await agree(laptop, phone)
    for (const one of [laptop, phone]) {
      expect(one.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([
        { content: 'one and more' },
      ])
      expect(
        one.rows('SELECT field, mine FROM sync_conflicts WHERE row_id = ? AND resolved_at IS NULL', noteId),
      ).toEqual([{ field: 'deleted', mine: 'one and more' }])
    }
  })
})

it('an offline attempt is worth what the learner saw, though its quiz was changed and its question deleted', async () => {
  const laptop = await device()
  const [{ version_id: version } = {}] = await atCentre(
    'SELECT version_id FROM quizzes WHERE id = $1',
    quizId,
  )
  expect(laptop.rows('SELECT version_id FROM quizzes WHERE id = ?', quizId)).toEqual([
    { version_id: version },
  ])
  laptop.online = false
  const attemptId = createId()
  laptop.account.mutate('quiz.start', { attemptId, quizId, startedAtMs: Date.now() })
  const answer = { attemptId, answerId: createId(), questionId: `k-${courseId}` }
  laptop.account.mutate('quiz.answer', { ...answer, selectedAnswer: 'the answer key' })
  laptop.account.mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 12 })
  await atCentre('DELETE FROM questions WHERE quiz_id = $1', quizId)
  await atCentre(
    `INSERT INTO questions (id, quiz_id, text, correct_answer) VALUES ('fresh', $1, 'New?', 'x')`,
    quizId,
  )
  await goOnline(laptop)
  expect(
    laptop.rows('SELECT score, passed, quiz_version FROM quiz_attempts WHERE id = ?', attemptId),
  ).toEqual([{ score: '100.00', passed: 1, quiz_version: version }])
  expect(laptop.rows('SELECT 1 FROM sync_rejections')).toEqual([])
  await until(
    'the new version',
    () => laptop.rows('SELECT 1 FROM quizzes WHERE id = ? AND version_id <> ?', quizId, version).length,
  )
})

it('[SG-4] a learner who is suspended while offline loses the course from the device, and nothing of their own', async () => {
  const laptop = await device()
  laptop.online = false
  const noteId = createId()
  laptop.account.mutate('notes.create', { noteId, lessonId, content: 'mine', videoSecond: null })
  laptop.account.mutate('progress.record', { progressId: createId(), lessonId, watchedSeconds: 77 })
  laptop.account.mutate('progress.complete', { progressId: createId(), lessonId, completedAtMs: Date.now() })
  await atCentre(`UPDATE enrollments SET status = 'SUSPENDED' WHERE user_id = 'u-enrolled'`)
  await goOnline(laptop)
  await until('the content to go', () => !holdsCourse(laptop))
  await delivered(laptop)
  expect(laptop.rows('SELECT 1 FROM questions')).toEqual([])
  expect(laptop.rows('SELECT content FROM lessons WHERE content IS NOT NULL')).toEqual([])
  expect(laptop.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([{ content: 'mine' }])
  expect(
    laptop.rows('SELECT watched_seconds, completed FROM progress WHERE lesson_id = ?', lessonId),
  ).toEqual([{ watched_seconds: 77, completed: 1 }])
  expect(laptop.rows('SELECT 1 FROM sync_rejections')).toEqual([])
  expect(
    await atCentre(
      `SELECT content FROM notes WHERE id = $1 UNION ALL
      SELECT status::text FROM enrollments WHERE user_id = 'u-enrolled'`,
      noteId,
    ),
  ).toEqual([{ content: 'mine' }, { content: 'SUSPENDED' }])

  await atCentre(`UPDATE enrollments SET status = 'ACTIVE' WHERE user_id = 'u-enrolled'`)
  await until('the course again', () => {
    laptop.account.sync.kick()
    return holdsCourse(laptop)
  })
})

it('a course withdrawn while a learner studies it stays with those who are enrolled', async () => {
  const laptop = await device()
  laptop.online = false
  laptop.account.mutate('progress.record', { progressId: createId(), lessonId, watchedSeconds: 99 })
  await atCentre('UPDATE courses SET published = false WHERE id = $1', courseId)
  await goOnline(laptop)
  await delivered(laptop)
  expect(holdsCourse(laptop)).toBe(true)
  expect(laptop.rows('SELECT watched_seconds FROM progress WHERE lesson_id = ?', lessonId)).toEqual([
    { watched_seconds: 99 },
  ])
  await atCentre('UPDATE courses SET published = true WHERE id = $1', courseId)
})
