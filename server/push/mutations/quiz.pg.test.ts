import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../../tests/support/postgres.ts'
import { PushingDevice } from '../../../tests/support/pushing-device.ts'
import { createSmallSchool } from '../../../tests/support/small-school.ts'

let school: TestDatabase
let device: PushingDevice
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`DELETE FROM answers; DELETE FROM quiz_attempts; DELETE FROM quizzes; DELETE FROM questions;
    UPDATE enrollments SET status = 'ACTIVE', progress = 0, completed_at = NULL; DELETE FROM progress;
    INSERT INTO quizzes (id, title, type, lesson_id) VALUES ('q', 'Exam', 'GRADED', 'l-commit');
    INSERT INTO questions (id, quiz_id, text, options, correct_answer, explanation) VALUES
      ('one', 'q', 'Which?', '{a,b}', 'a', 'because'), ('two', 'q', 'Which two?', '{a,b,c}', '["a","b"]', NULL)`)
  device = new PushingDevice(school.pool, 'ann')
})

const rows = async (sql: string) => (await school.pool.query(sql)).rows
const servedVersion = async () =>
  (await rows(`SELECT version_id FROM quizzes WHERE id = 'q'`))[0].version_id as string
const attempt = async () =>
  (
    await rows(`SELECT score, passed, total_questions, over_limit, graded_at IS NOT NULL AS graded, quiz_version
      FROM quiz_attempts WHERE id = 'at'`)
  )[0]

/** An offline exam, all right by the keys of the beginning. @returns what was refused. */
async function handIn(quizVersion: string | undefined, attemptId = 'at'): Promise<string[]> {
  const named = quizVersion === undefined ? {} : { quizVersion }
  return [
    ...(await device.push('quiz.start', { attemptId, quizId: 'q', startedAtMs: Date.now(), ...named })),
    ...(await device.push('quiz.answer', {
      attemptId,
      answerId: `1${attemptId}`,
      questionId: 'one',
      selectedAnswer: 'a',
    })),
    ...(await device.push('quiz.answer', {
      attemptId,
      answerId: `2${attemptId}`,
      questionId: 'two',
      selectedAnswer: '["b","a"]',
    })),
    ...(await device.push('quiz.submit', {
      attemptId,
      submittedAtMs: Date.now(),
      timeSpentSeconds: 60,
      ...named,
    })),
  ]
}

describe('an attempt is worth what it was worth when it was taken', () => {
  it.each([
    ['a key was changed', `UPDATE questions SET correct_answer = 'b' WHERE id = 'one'`],
    [
      'a question was added',
      `INSERT INTO questions (id, quiz_id, text, correct_answer) VALUES ('new', 'q', '?', 'x')`,
    ],
    ['a question was deleted', `DELETE FROM questions WHERE id = 'one'`],
    ['all questions were deleted and written anew', `DELETE FROM questions WHERE quiz_id = 'q'`],
    ['more is asked to pass', `UPDATE quizzes SET passing_score = 101 WHERE id = 'q'`],
    ['the lesson was hidden', `UPDATE lessons SET published = false WHERE id = 'l-commit'`],
    ['the course was withdrawn', `UPDATE courses SET published = false WHERE id = 'git'`],
    ['the quiz was deleted', `DELETE FROM quizzes WHERE id = 'q'`],
  ])('though meanwhile %s', async (_, meanwhile) => {
    const version = await servedVersion()
    await school.pool.query(meanwhile)
    expect(await handIn(version)).toEqual([])
    expect(await attempt()).toEqual({
      score: '100.00',
      passed: true,
      total_questions: 2,
      over_limit: false,
      graded: true,
      quiz_version: version,
    })
  })

  it('and an edit after the grading moves nothing', async () => {
    await handIn(await servedVersion())
    const before = await rows('SELECT * FROM answers ORDER BY id')
    await school.pool.query(`UPDATE questions SET correct_answer = 'b' WHERE id = 'one'`)
    expect(await attempt()).toMatchObject({ score: '100.00', passed: true })
    expect(await rows('SELECT * FROM answers ORDER BY id')).toEqual(before)
  })

  it('also where the number of attempts was cut down', async () => {
    const version = await servedVersion()
    await handIn(version, 'first')
    await school.pool.query(`UPDATE quizzes SET allow_retakes = false WHERE id = 'q'`)
    await handIn(version)
    expect(await attempt()).toMatchObject({ over_limit: false })
    await handIn(await servedVersion(), 'third')
    expect(await rows(`SELECT over_limit FROM quiz_attempts WHERE id = 'third'`)).toEqual([
      { over_limit: true },
    ])
  })
})

describe('which version counts', () => {
  it('of an older app, which names none: the present one, or the last there was', async () => {
    await school.pool.query(`UPDATE questions SET correct_answer = 'b' WHERE id = 'one'`)
    expect(await handIn(undefined)).toEqual([])
    expect(await attempt()).toMatchObject({ score: '50.00', quiz_version: await servedVersion() })
    await school.pool.query(
      `DELETE FROM answers; DELETE FROM quiz_attempts; DELETE FROM quizzes WHERE id = 'q'`,
    )
    expect(await handIn(undefined)).toEqual([])
    expect(await attempt()).toMatchObject({ score: '50.00', graded: true })
  })

  it('of one the centre does not know, or that is of another quiz: the present one', async () => {
    await school.pool.query(`INSERT INTO quizzes (id, title, lesson_id) VALUES ('easy', 'Easy', 'l-commit')`)
    const [easy] = await rows(`SELECT version_id FROM quizzes WHERE id = 'easy'`)
    for (const [index, named] of ['lost in a backup', easy.version_id].entries()) {
      expect(await handIn(named, `at${index}`)).toEqual([])
      expect(await rows(`SELECT score, quiz_version FROM quiz_attempts WHERE id = 'at${index}'`)).toEqual([
        { score: '100.00', quiz_version: await servedVersion() },
      ])
    }
  })

  it('of a quiz that changed on the device during the attempt: the one last seen', async () => {
    const first = await servedVersion()
    await device.push('quiz.start', { attemptId: 'at', quizId: 'q', startedAtMs: 1, quizVersion: first })
    await school.pool.query(`DELETE FROM questions WHERE id = 'two'`)
    const args = { attemptId: 'at', submittedAtMs: Date.now(), timeSpentSeconds: 1 }
    await device.push('quiz.answer', {
      attemptId: 'at',
      answerId: 'x',
      questionId: 'one',
      selectedAnswer: 'a',
    })
    await device.push('quiz.submit', { ...args, quizVersion: await servedVersion() })
    expect(await attempt()).toMatchObject({ score: '100.00', total_questions: 1 })
  })
})

describe('keys', () => {
  const revealed = () => rows('SELECT revealed_answer, revealed_explanation FROM answers ORDER BY id')

  it('come with the grade: those of the version that was taken', async () => {
    const version = await servedVersion()
    await school.pool.query(`UPDATE questions SET correct_answer = 'b', explanation = 'new' WHERE id = 'one'`)
    await handIn(version)
    expect(await revealed()).toEqual([
      { revealed_answer: 'a', revealed_explanation: 'because' },
      { revealed_answer: '["a","b"]', revealed_explanation: null },
    ])
  })

  it('stay where the quiz stopped showing them meanwhile', async () => {
    const version = await servedVersion()
    await school.pool.query(`UPDATE quizzes SET show_correct_answers = false WHERE id = 'q'`)
    await handIn(version)
    for (const answer of await revealed())
      expect(answer).toEqual({ revealed_answer: null, revealed_explanation: null })
  })
})

describe('who is no longer enrolled', () => {
  it.each(['SUSPENDED', 'CANCELLED'])(
    '%s: what was done before is kept, and the status stays',
    async (status) => {
      await school.pool.query(`UPDATE modules SET published = true; UPDATE lessons SET published = true`)
      await school.pool.query(`UPDATE enrollments SET status = $1`, [status])
      expect(await handIn(await servedVersion())).toEqual([])
      for (const lessonId of ['l-commit', 'l-merge']) {
        const progressId = `p-${lessonId}`
        expect(await device.push('progress.record', { progressId, lessonId, watchedSeconds: 30 })).toEqual([])
        expect(await device.push('progress.complete', { progressId, lessonId, completedAtMs: 1 })).toEqual([])
      }
      expect(
        await device.push('notes.create', {
          noteId: `n-${status}`,
          lessonId: 'l-commit',
          content: 'kept',
          videoSecond: null,
        }),
      ).toEqual([])
      expect(await device.push('enrollment.visit', { courseId: 'git', lessonId: 'l-merge' })).toEqual([])
      expect(await attempt()).toMatchObject({ score: '100.00', passed: true })
      expect(await rows(`SELECT status, progress, last_lesson_id FROM enrollments`)).toEqual([
        { status, progress: '100.00', last_lesson_id: 'l-merge' },
      ])
    },
  )

  it('who enrolled twice while the course was withdrawn is enrolled once, and asked nothing', async () => {
    await school.pool.query(`UPDATE courses SET published = false WHERE id = 'git'`)
    expect(await device.push('enrollment.enroll', { enrollmentId: 'again', courseId: 'git' })).toEqual([])
    expect(await rows('SELECT id, status FROM enrollments')).toEqual([{ id: 'e-ann', status: 'ACTIVE' }])
    await school.pool.query(`UPDATE courses SET published = true WHERE id = 'git'`)
  })

  it('an answer that two devices bring is refused to neither, another one after the attempt was handed in is', async () => {
    expect(await handIn(await servedVersion())).toEqual([])
    const before = await rows('SELECT * FROM answers ORDER BY id')
    const other = new PushingDevice(school.pool, 'ann')
    const again = { attemptId: 'at', answerId: '1at', questionId: 'one' }
    expect(await other.push('quiz.answer', { ...again, selectedAnswer: 'a' })).toEqual([])
    expect(await other.push('quiz.answer', { ...again, selectedAnswer: 'b' })).toEqual(['limit-reached'])
    expect(await rows('SELECT * FROM answers ORDER BY id')).toEqual(before)
  })

  it('what has no place any more is refused in plain words, and kept', async () => {
    await school.pool.query('DELETE FROM sync_rejections')
    await device.push('progress.record', { progressId: 'x', lessonId: 'l-gone', watchedSeconds: 30 })
    await device.push('progress.complete', { progressId: 'x', lessonId: 'l-gone', completedAtMs: 1 })
    await device.push('notes.create', {
      noteId: 'y',
      lessonId: 'l-gone',
      content: 'my text',
      videoSecond: null,
    })
    await device.push('notes.create', {
      noteId: 'y',
      lessonId: 'l-join',
      content: 'my text',
      videoSecond: null,
    })
    const gone = 'This lesson is no longer part of its course.'
    const stranger = 'You are not enrolled in the course of this lesson.'
    const refused = await rows('SELECT reason, payload FROM sync_rejections ORDER BY number')
    expect(refused.map((row) => row.reason)).toEqual([gone, gone, gone, stranger])
    expect(refused[2].payload.args.content).toBe('my text')
  })

  it('a place in a lesson that is gone moves nothing, and is no refusal', async () => {
    await device.push('enrollment.visit', { courseId: 'git', lessonId: 'l-commit' })
    expect(await device.push('enrollment.visit', { courseId: 'git', lessonId: 'l-gone' })).toEqual([])
    expect(await rows('SELECT last_lesson_id FROM enrollments')).toEqual([{ last_lesson_id: 'l-commit' }])
  })
})
