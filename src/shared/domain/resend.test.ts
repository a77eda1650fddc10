import { expect, it } from 'vitest'
import { planResend, type RefusedMutation, type ResendFacts, readRefused } from './resend.ts'

const nothing: ResendFacts = {
  noteContent: () => undefined,
  lessonOfNote: () => undefined,
  draftText: () => undefined,
  conflictText: () => undefined,
  attempt: () => undefined,
  isWritten: () => false,
}
const newId = () => 'new'
const refusal = (name: string, args: unknown, code = 'forbidden'): RefusedMutation => ({ name, args, code })
const note = { noteId: 'n', lessonId: 'l', content: 'first', videoSecond: 7 }
const edit = { noteId: 'n', baseContent: 'first', content: 'second' }

it('a refused note is made again with its last text, under a new id only where its id was taken', () => {
  const plan = planResend([refusal('notes.create', note), refusal('notes.edit', edit, 'not-found')], nothing)
  expect(plan?.text).toBe('second')
  expect(plan?.mutations('third', newId)).toEqual([
    { name: 'notes.create', args: { ...note, content: 'third' } },
  ])
  const taken = planResend([refusal('notes.create', note, 'already-exists')], nothing)
  expect(taken?.mutations(null, newId)).toEqual([{ name: 'notes.create', args: { ...note, noteId: 'new' } }])
})

it('a refused edit takes nothing away that was written meanwhile; one of a note that is gone makes a note', () => {
  const here = planResend([refusal('notes.edit', edit)], { ...nothing, noteContent: () => 'present' })
  expect(here?.mutations('mended', newId)).toEqual([
    { name: 'notes.edit', args: { noteId: 'n', baseContent: 'first', content: 'mended' } },
  ])
  const then = { noteId: 'n', baseContent: 'second', content: 'third' }
  const both = planResend([refusal('notes.edit', edit), refusal('notes.edit', then)], {
    ...nothing,
    noteContent: () => 'present',
  })
  expect(both?.mutations(null, newId)).toEqual([
    { name: 'notes.edit', args: { noteId: 'n', baseContent: 'first', content: 'third' } },
  ])
  const gone = planResend([refusal('notes.edit', edit)], { ...nothing, lessonOfNote: () => 'l' })
  expect(gone?.mutations(null, newId)).toEqual([
    { name: 'notes.create', args: { noteId: 'new', lessonId: 'l', content: 'second', videoSecond: null } },
  ])
  expect(planResend([refusal('notes.edit', edit)], nothing)).toBeNull()
})

const start = { attemptId: 'a', quizId: 'q', startedAtMs: 1 }
const answer = { attemptId: 'a', answerId: 'w', questionId: 'k', selectedAnswer: 'x' }
const submit = { attemptId: 'a', submittedAtMs: 2, timeSpentSeconds: 3 }

it('a refused attempt is done again whole and in order', () => {
  const whole = [refusal('quiz.start', start), refusal('quiz.answer', answer), refusal('quiz.submit', submit)]
  const plan = planResend(whole, nothing)
  expect(plan?.text).toBeNull()
  expect(plan?.mutations(null, newId)).toEqual([
    { name: 'quiz.start', args: start },
    { name: 'quiz.answer', args: answer },
    { name: 'quiz.submit', args: submit },
  ])
  const taken = planResend([refusal('quiz.start', start, 'already-exists'), ...whole.slice(1)], nothing)
  expect(taken?.mutations(null, newId).map(({ args }) => args)).toMatchObject([
    { attemptId: 'new' },
    { attemptId: 'new', answerId: 'new' },
    { attemptId: 'new' },
  ])
})

it('a written answer may be mended while its attempt is open; what came after handing in cannot be sent again', () => {
  const open = { ...nothing, attempt: () => 'open' as const, isWritten: () => true }
  const plan = planResend([refusal('quiz.answer', answer, 'bad-input')], open)
  expect(plan?.text).toBe('x')
  expect(plan?.mutations('better', newId)).toEqual([
    { name: 'quiz.answer', args: { ...answer, selectedAnswer: 'better' } },
  ])
  const late = refusal('quiz.answer', answer, 'limit-reached')
  expect(planResend([late], { ...open, attempt: () => 'handed in' as const })).toBeNull()
  expect(planResend([refusal('quiz.answer', answer)], nothing)).toBeNull()
})

it('a refused edit of a draft can be mended, goes on from where it began, and needs its row', () => {
  const here = { ...nothing, draftText: () => 'present' }
  const course = { courseId: 'c', field: 'description', base: 'old', value: 'new' }
  const lesson = { lessonId: 'l', field: 'content', base: '', value: 'text' }
  for (const [name, args] of [
    ['studio.editCourse', course],
    ['studio.editLesson', lesson],
  ] as const) {
    const plan = planResend([refusal(name, args)], here)
    expect(plan?.text).toBe(args.value)
    expect(plan?.mutations('mended', newId)).toEqual([{ name, args: { ...args, value: 'mended' } }])
    expect(plan?.mutations(null, newId)).toEqual([{ name, args }])
    expect(planResend([refusal(name, args)], nothing)).toBeNull()
  }
})

it('a refused module or lesson can get another title, and another id where its id was taken', () => {
  const module = { moduleId: 'm', courseId: 'c', title: 'Basics', afterModuleId: null }
  const lesson = { lessonId: 'l', moduleId: 'm', title: 'Intro', type: 'TEXT', afterLessonId: 'k' }
  for (const [name, args, id] of [
    ['studio.createModule', module, 'moduleId'],
    ['studio.createLesson', lesson, 'lessonId'],
  ] as const) {
    const plan = planResend([refusal(name, args)], nothing)
    expect(plan?.text).toBe(args.title)
    expect(plan?.mutations('Better', newId)).toEqual([{ name, args: { ...args, title: 'Better' } }])
    const taken = planResend([refusal(name, args, 'already-exists')], nothing)
    expect(taken?.mutations(null, newId)).toEqual([{ name, args: { ...args, [id]: 'new' } }])
  }
})

it('a refused review of a course can be mended, and gets another id where its id was taken', () => {
  const args = { reviewId: 'r', courseId: 'c', rating: 4, title: null, comment: 'Good.', base: null }
  const plan = planResend([refusal('reviews.write', args)], nothing)
  expect(plan?.text).toBe('Good.')
  expect(plan?.mutations('Very good.', newId)).toEqual([
    { name: 'reviews.write', args: { ...args, comment: 'Very good.' } },
  ])
  const taken = planResend([refusal('reviews.write', args, 'already-exists')], nothing)
  expect(taken?.mutations(null, newId)).toEqual([
    { name: 'reviews.write', args: { ...args, reviewId: 'new' } },
  ])
})

it('a refused decision about two versions can be mended, whatever field it is about', () => {
  const args = { conflictId: 'x', baseContent: 'then', content: 'both' }
  const plan = planResend([refusal('conflicts.resolve', args)], { ...nothing, conflictText: () => 'now' })
  expect(plan?.text).toBe('both')
  expect(plan?.mutations('mended', newId)).toEqual([
    { name: 'conflicts.resolve', args: { conflictId: 'x', baseContent: 'then', content: 'mended' } },
  ])
  expect(planResend([refusal('conflicts.resolve', args)], nothing)).toBeNull()
})

it('what the centre kept is read whatever it looks like', () => {
  const row = { mutation: 'notes.edit', code: 'forbidden' }
  expect(readRefused({ ...row, payload: { args: edit, contractVersion: 1 } })).toEqual(
    refusal('notes.edit', edit),
  )
  for (const payload of [null, 'text', {}, { contractVersion: 'x' }])
    expect(readRefused({ ...row, payload })).toMatchObject({ name: 'notes.edit', code: 'forbidden' })
})

it('what this version does not understand is only kept or discarded', () => {
  expect(planResend([refusal('from.the.future', {})], nothing)).toBeNull()
  expect(planResend([refusal('notes.create', { noteId: 7 })], nothing)).toBeNull()
})

it('everything else is done again as it was, under ids of its own', () => {
  const enroll = planResend([refusal('enrollment.enroll', { enrollmentId: 'e', courseId: 'c' })], nothing)
  expect(enroll?.mutations(null, newId)).toEqual([
    { name: 'enrollment.enroll', args: { enrollmentId: 'new', courseId: 'c' } },
  ])
  const visit = planResend([refusal('enrollment.visit', { courseId: 'c', lessonId: 'l' })], nothing)
  expect(visit?.mutations(null, newId)).toEqual([
    { name: 'enrollment.visit', args: { courseId: 'c', lessonId: 'l' } },
  ])
})
