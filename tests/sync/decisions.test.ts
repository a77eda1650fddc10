import { describe, expect, it } from 'vitest'
import { readActivity } from '../../src/engine/queries/activity.ts'
import { readAttention } from '../../src/engine/queries/attention.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`
const quizId = `q-${courseId}`

const {
  open,
  learn,
  atCentre: sql,
} = oneCentre({
  clean:
    'DELETE FROM notes; DELETE FROM quiz_attempts; DELETE FROM sync_conflicts; DELETE FROM sync_rejections',
})

/** A device of the enrolled learner that knows the course, quiz and lesson. */
async function device(): Promise<Device> {
  const opened = await learn()
  await delivered(opened)
  return opened
}

const attention = (of: Device) => readAttention(of.account.context)
const activity = (of: Device) => readActivity(of.account.context)

function online(of: Device): void {
  of.online = true
  of.account.sync.kick()
}

/** Does something whose id the centre gives to somebody else before it arrives. */
async function refusedNote(of: Device, content: string): Promise<string> {
  of.online = false
  const noteId = createId()
  of.account.mutate('notes.create', { noteId, lessonId, content, videoSecond: null })
  await sql(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ($1, 'u-teacher', $2, '', 'not yours')`,
    noteId,
    lessonId,
  )
  online(of)
  await until('the refusal', () => attention(of).refused.length === 1)
  return noteId
}

describe('what was refused', () => {
  it('[QR-2] is fixed and sent again under a new id, and is over on every device', async () => {
    const [laptop, phone] = [await device(), await device()]
    await refusedNote(laptop, 'firts')
    await until('the refusal on the phone', () => attention(phone).refused.length === 1)
    const [item] = attention(phone).refused
    expect(item).toMatchObject({ label: 'Note in First', kind: 'note', mend: 'edit', text: 'firts' })
    phone.account.resend(item?.rejectionIds ?? [], 'first')
    expect(attention(phone).refused).toEqual([])
    await delivered(phone)
    expect(await sql(`SELECT content FROM notes WHERE user_id = 'u-enrolled'`)).toEqual([
      { content: 'first' },
    ])
    await until('the end of it on the laptop', () => attention(laptop).refused.length === 0)
    expect(await sql('SELECT resolution FROM sync_rejections')).toEqual([{ resolution: 'resent' }])
    expect(() => phone.account.resend(item?.rejectionIds ?? [], null)).toThrow(
      expect.objectContaining({ code: 'already-exists' }),
    )
  })

  it('[QR-2] is discarded at the person’s word, and its payload stays at the centre', async () => {
    const laptop = await device()
    await refusedNote(laptop, 'unwanted')
    for (const rejectionId of attention(laptop).refused[0]?.rejectionIds ?? [])
      laptop.account.mutate('attention.resolveRejection', { rejectionId, outcome: 'discarded' })
    expect(laptop.account.status().attentionCount).toBe(0)
    await delivered(laptop)
    const [row] = await sql('SELECT resolution, payload FROM sync_rejections')
    expect(row).toMatchObject({ resolution: 'discarded', payload: { args: { content: 'unwanted' } } })
  })

  it('of one quiz is one item, and goes again as one', async () => {
    const laptop = await device()
    laptop.online = false
    const attemptId = createId()
    laptop.account.mutate('quiz.start', { attemptId, quizId, startedAtMs: Date.now() })
    const answerId = createId()
    const given = { attemptId, answerId, questionId: `k-${courseId}`, selectedAnswer: 'the answer key' }
    laptop.account.mutate('quiz.answer', given)
    laptop.account.mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 5 })
    await sql(
      `INSERT INTO quiz_attempts (id, user_id, quiz_id, course_id) VALUES ($1, 'u-teacher', $2, '')`,
      attemptId,
      quizId,
    )
    online(laptop)
    await until('the refusals', () => laptop.rows('SELECT 1 FROM sync_rejections').length === 3)
    const { refused } = attention(laptop)
    expect(refused).toMatchObject([{ kind: 'quiz', mend: 'as-is', code: 'already-exists' }])
    expect(laptop.account.status().attentionCount).toBe(1)
    laptop.account.resend(refused[0]?.rejectionIds ?? [], null)
    await delivered(laptop)
    expect(await sql(`SELECT score, passed FROM quiz_attempts WHERE user_id = 'u-enrolled'`)).toEqual([
      { score: '100.00', passed: true },
    ])
    expect(attention(laptop).refused).toEqual([])
    await until('the grade', () => activity(laptop).delivered.some((thing) => thing.state === 'graded'))
    const quiz = activity(laptop).delivered.filter((thing) => thing.kind === 'quiz')
    expect(quiz).toMatchObject([{ label: 'Quiz handed in', state: 'graded', scorePercent: 100 }])
  })
})

it('a conflict is there on both devices, and decided on one it is over on the other', async () => {
  const [laptop, phone] = [await device(), await device()]
  const noteId = createId()
  laptop.account.mutate('notes.create', { noteId, lessonId, content: 'top\nmiddle\nend', videoSecond: null })
  await until('the note', () => phone.rows('SELECT 1 FROM notes WHERE id = ?', noteId).length === 1)
  const baseContent = 'top\nmiddle\nend'
  for (const of of [laptop, phone]) of.online = false
  laptop.account.mutate('notes.edit', { noteId, baseContent, content: 'top\nlaptop\nend' })
  phone.account.mutate('notes.edit', { noteId, baseContent, content: 'top\nphone\nend' })
  online(laptop)
  await delivered(laptop)
  online(phone)
  for (const of of [laptop, phone])
    await until(
      'the conflict',
      () => attention(of).conflicts.length === 1 && of.account.status().attentionCount,
    )
  const [conflict] = attention(laptop).conflicts
  expect(conflict).toMatchObject({
    label: 'Note in First',
    mine: 'top\nphone\nend',
    theirs: 'top\nlaptop\nend',
  })
  expect(conflict?.current).toContain('laptop')
  expect(conflict?.current).toContain('phone')
  laptop.account.mutate('conflicts.resolve', {
    conflictId: conflict?.id,
    baseContent: conflict?.current,
    content: 'top\nboth\nend',
  })
  expect(attention(laptop).conflicts).toEqual([])
  await until('the decision', () => attention(phone).conflicts.length === 0)
  for (const of of [laptop, phone]) {
    await delivered(of)
    expect(of.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([{ content: 'top\nboth\nend' }])
  }
})

describe('unsent work in a file', () => {
  it('goes on from another device, arrives once, and imports once', async () => {
    const laptop = await device()
    const phone = await device()
    laptop.online = false
    const noteId = createId()
    laptop.account.mutate('notes.create', {
      noteId,
      lessonId,
      content: 'a & b "😀" \u202e',
      videoSecond: null,
    })
    laptop.account.mutate('progress.record', { progressId: createId(), lessonId, watchedSeconds: 33 })
    const file = laptop.account.exportUnsent()
    expect(file.fileName).toMatch(/^brainix-unsent-\d{4}-\d\d-\d\d\.json$/)
    expect(phone.account.importUnsent(file.text)).toEqual({ imported: 2, skipped: 0, failed: [] })
    expect(phone.account.importUnsent(file.text)).toEqual({ imported: 0, skipped: 2, failed: [] })
    expect(laptop.account.importUnsent(file.text)).toEqual({ imported: 0, skipped: 2, failed: [] })
    await delivered(phone)
    online(laptop)
    await delivered(laptop)
    expect(await sql(`SELECT content FROM notes WHERE user_id = 'u-enrolled'`)).toEqual([
      { content: 'a & b "😀" \u202e' },
    ])
    expect(attention(laptop)).toMatchObject({ refused: [], conflicts: [] })
    expect(phone.account.importUnsent(file.text)).toMatchObject({ imported: 0, skipped: 2 })
  })

  it('takes nothing of what is written on the old device after it was saved', async () => {
    const laptop = await device()
    const phone = await device()
    laptop.online = false
    const noteId = createId()
    laptop.account.mutate('notes.create', { noteId, lessonId, content: 'saved', videoSecond: null })
    const file = laptop.account.exportUnsent()
    laptop.account.mutate('notes.edit', { noteId, baseContent: 'saved', content: 'saved\nand written on' })
    expect(phone.account.importUnsent(file.text)).toMatchObject({ imported: 1 })
    await delivered(phone)
    online(laptop)
    await delivered(laptop)
    expect(await sql(`SELECT content FROM notes WHERE id = '${noteId}'`)).toEqual([
      { content: 'saved\nand written on' },
    ])
  })

  it('says what this device cannot do, does the rest, and takes it later', async () => {
    const phone = await device()
    const mutations = [
      {
        number: 1,
        name: 'notes.create',
        args: { noteId: 'n1', lessonId: 'not-here', content: 'x', videoSecond: null },
        madeAtMs: 1,
      },
      { number: 2, name: 'from.the.future', args: {}, madeAtMs: 1 },
      {
        number: 3,
        name: 'notes.create',
        args: { noteId: 'n3', lessonId, content: 'y', videoSecond: null },
        madeAtMs: Date.now() + 1e12,
      },
    ]
    const text = JSON.stringify({
      kind: 'brainix-unsent-work',
      version: 1,
      contractVersion: 1,
      person: { id: 'u-enrolled', name: 'enrolled' },
      clientId: 'another-device',
      exportedAtMs: 1,
      mutations,
    })
    const outcome = phone.account.importUnsent(text)
    expect(outcome).toMatchObject({ imported: 1, skipped: 0 })
    expect(outcome.failed.map((failure) => failure.label)).toEqual([
      'Note in a lesson',
      'Something from another version',
    ])
    expect(phone.account.importUnsent(text)).toMatchObject({ imported: 0, skipped: 1, failed: [{}, {}] })
    await delivered(phone)
    expect(await sql('SELECT id, created_at <= now() AS sane FROM notes')).toEqual([{ id: 'n3', sane: true }])
  })
})

it('on a metered connection what a person did goes out, and courses wait until there is another', async () => {
  const mine = await open('enrolled', { online: false })
  await until('the first tries', () => mine.account.status().state === 'offline')
  mine.account.detectMetered(true)
  mine.account.keep(courseId)
  mine.account.mutate('enrollment.visit', { courseId, lessonId })
  online(mine)
  await delivered(mine)
  expect(mine.account.status().metered).toEqual({ detected: true, onlyOwnWork: true })
  expect(mine.rows('SELECT 1 FROM courses')).toEqual([])
  mine.account.chooseOnlyOwnWork(false)
  await until('the course', () => mine.rows("SELECT 1 FROM shape_groups WHERE group_name = 'course'").length)
  await mine.restart()
  expect(mine.account.status().metered).toEqual({ detected: false, onlyOwnWork: false })
})

it('[RC-1] what waits is one line a thing, and moves from this device to received', async () => {
  const mine = await device()
  mine.online = false
  const noteId = createId()
  mine.account.mutate('notes.create', { noteId, lessonId, content: 'a', videoSecond: null })
  mine.account.mutate('notes.edit', { noteId, baseContent: 'a', content: 'b' })
  mine.account.mutate('progress.complete', { progressId: createId(), lessonId, completedAtMs: 1 })
  expect(activity(mine).waiting).toMatchObject([
    { label: 'Note in First', kind: 'note' },
    { label: 'First completed', kind: 'progress', state: 'on this device' },
  ])
  online(mine)
  await delivered(mine)
  expect(activity(mine).waiting).toEqual([])
  expect(activity(mine).delivered.slice(0, 2)).toMatchObject([
    { label: 'First completed', state: 'received' },
    { label: 'Note in First', state: 'received', isGraded: false },
  ])
})
