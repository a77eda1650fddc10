import { expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { keepCourse, oneCentre } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`
const quizId = `q-${courseId}`

const { open, atCentre } = oneCentre()

it('brings the catalogue and the person’s own rows to a new device', async () => {
  const mine = await open('enrolled')
  await delivered(mine)
  await until('the catalogue', () => mine.rows('SELECT id FROM courses').length === 1)
  expect(mine.rows('SELECT id, course_id FROM enrollments')).toEqual([
    { id: 'e-enrolled', course_id: courseId },
  ])
})

it('[RC-1] carries an offline week to the centre once, and to a second device', async () => {
  const laptop = await open('stranger')
  await delivered(laptop)
  await until('the catalogue', () => laptop.rows('SELECT id FROM courses').length === 1)
  laptop.account.mutate('enrollment.enroll', { enrollmentId: createId(), courseId })
  await keepCourse(laptop)

  laptop.online = false
  const noteId = createId()
  laptop.account.mutate('notes.create', { noteId, lessonId, content: 'a', videoSecond: null })
  laptop.account.mutate('notes.edit', { noteId, baseContent: 'a', content: 'a & b = "c" 🌍 \u202eשלום' })
  laptop.account.mutate('progress.record', { progressId: createId(), lessonId, watchedSeconds: 40 })
  laptop.account.mutate('progress.complete', { progressId: createId(), lessonId, completedAtMs: Date.now() })
  const attemptId = createId()
  laptop.account.mutate('quiz.start', { attemptId, quizId, startedAtMs: Date.now() })
  laptop.account.mutate('quiz.answer', {
    attemptId,
    answerId: createId(),
    questionId: `k-${courseId}`,
    selectedAnswer: 'the answer key',
  })
  laptop.account.mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 12 })
  await laptop.restart()
  expect(laptop.account.status().waiting).toMatchObject({ notes: 1, quizzes: 1 })
  expect(laptop.rows('SELECT submitted_at, graded_at FROM quiz_attempts')).toMatchObject([
    { graded_at: null },
  ])

  laptop.online = true
  laptop.account.sync.kick()
  await delivered(laptop)
  expect(await atCentre('SELECT content FROM notes WHERE id = $1', noteId)).toEqual([
    { content: 'a & b = "c" 🌍 \u202eשלום' },
  ])
  expect(
    await atCentre('SELECT watched_seconds, completed FROM progress WHERE user_id = $1', 'u-stranger'),
  ).toEqual([{ watched_seconds: 40, completed: true }])
  expect(await atCentre('SELECT score, passed FROM quiz_attempts WHERE id = $1', attemptId)).toEqual([
    { score: '100.00', passed: true },
  ])
  expect(
    await atCentre('SELECT count(*)::int AS count FROM enrollments WHERE user_id = $1', 'u-stranger'),
  ).toEqual([{ count: 1 }])
  expect(laptop.rows('SELECT score, passed FROM quiz_attempts')).toEqual([{ score: '100.00', passed: 1 }])
  expect(laptop.rows('SELECT revealed_answer FROM answers')).toEqual([{ revealed_answer: 'the answer key' }])

  const phone = await open('stranger')
  await delivered(phone)
  for (const table of ['notes', 'progress', 'quiz_attempts', 'answers', 'enrollments'])
    expect(phone.rows(`SELECT * FROM ${table} ORDER BY id`)).toEqual(
      laptop.rows(`SELECT * FROM ${table} ORDER BY id`),
    )
})

it('[DB-2] shows a change made at the centre on the device within moments, without anybody asking', async () => {
  let listening = false
  const mine = await open('finished', {
    watch: (url, response) => {
      void response.arrayBuffer().catch(() => {})
      listening ||= new URL(url).pathname === '/v1/shapes/doorbell'
    },
  })
  await delivered(mine)
  await until('the doorbell to be listened to', () => listening)
  await atCentre(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ('n-web', 'u-finished', $1, '', 'from the web')`,
    lessonId,
  )
  await until('the note', () => mine.rows("SELECT 1 FROM notes WHERE id = 'n-web'").length === 1)
})

it('[DB-1] holds one live request, however many shapes and courses it follows', async () => {
  const liveShapes: string[] = []
  const mine = await open('finished', {
    watch: (url, response) => {
      void response.arrayBuffer().catch(() => {})
      const { pathname, searchParams } = new URL(url)
      if (searchParams.get('live') === 'true') liveShapes.push(pathname)
    },
  })
  await keepCourse(mine)
  await delivered(mine)
  await atCentre(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ('n-ring', 'u-finished', $1, '', 'ring')`,
    lessonId,
  )
  await until('the ring', () => liveShapes.length > 0)
  expect(new Set(liveShapes)).toEqual(new Set(['/v1/shapes/doorbell']))
})

it('[OB-4] keeps folding what a person does while the centre stays away', async () => {
  const mine = await open('finished', {
    // The line breaks before the first answer to a push comes, and stays broken.
    change: async (url, response) => {
      if (!url.endsWith('/v1/push')) return response
      mine.online = false
      throw new TypeError('terminated: the line broke')
    },
  })
  await delivered(mine)
  await keepCourse(mine)
  const watch = (watchedSeconds: number) => {
    mine.account.mutate('progress.record', { progressId: createId(), lessonId, watchedSeconds })
    mine.account.sync.kick()
  }
  watch(10)
  await until('the first to have gone out', () => mine.rows('SELECT 1 FROM outbox WHERE sent').length)
  for (let second = 2; second <= 5; second++) {
    watch(second * 10)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  // The first went out into the void before anybody knew; what followed stayed at home, as one.
  expect(mine.rows("SELECT sent, args ->> 'watchedSeconds' AS seconds FROM outbox ORDER BY number")).toEqual([
    { sent: 1, seconds: 10 },
    { sent: 0, seconds: 50 },
  ])
})

it('[QR-1] keeps what the centre refuses, with the reason, and goes on with what is behind it', async () => {
  const mine = await open('enrolled')
  await delivered(mine)
  await until('the catalogue', () => mine.rows('SELECT id FROM courses').length === 1)
  await keepCourse(mine)
  mine.online = false
  const noteId = createId()
  mine.account.mutate('notes.create', { noteId, lessonId, content: 'first', videoSecond: null })
  await atCentre(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ($1, 'u-teacher', $2, '', 'not yours')`,
    noteId,
    lessonId,
  )
  const other = createId()
  mine.account.mutate('notes.create', { noteId: other, lessonId, content: 'second', videoSecond: null })
  mine.online = true
  mine.account.sync.kick()
  await until('attention', () => mine.account.status().state === 'attention')
  expect(await atCentre('SELECT content FROM notes WHERE id = $1', other)).toEqual([{ content: 'second' }])
  expect(mine.rows('SELECT mutation, code FROM sync_rejections')).toEqual([
    { mutation: 'notes.create', code: 'already-exists' },
  ])
  expect(String(mine.rows('SELECT payload FROM sync_rejections')[0]?.payload)).toContain('first')
})
