import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { QuestionType, QuizType } from '../../shared/contract/enums.ts'
import type { Mutation } from '../../shared/contract/mutations.ts'
import { ordinaryPlan } from '../../shared/contract/review-views.ts'
import type { ReviewRating } from '../../shared/domain/review-schedule.ts'
import { Notices } from '../changes/notices.ts'
import { mirrorTable } from '../db/mirror.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { readDb } from '../db/read-db.ts'
import { WriteDoor } from '../db/write-door.ts'
import { applyOnDevice } from '../mutations/device-mutations.ts'
import { readReview, readReviewSummary } from './review.ts'
import { settleReviewCards } from './review-cards.ts'

const dayMs = 86_400_000
const minuteMs = 60_000
/** A Sunday morning in Berlin. */
const start = Date.parse('2026-11-22T08:00:00Z')
const timeZone = 'Europe/Berlin'

let folder: string
let sqlite: Sqlite
let door: WriteDoor
let nowMs: number
let made: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-review-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  door = new WriteDoor(sqlite, new Notices())
  nowMs = start
  made = 0
  put('courses', { id: 'c', title: 'Bees', slug: 'bees', description: '', price: '0', currency: 'USD' })
  put('lessons', { id: 'l', title: 'The hive', course_id: 'c', module_id: 'm', position: '1', type: 'QUIZ' })
  quiz('q', 'PRACTICE')
})
afterEach(() => {
  sqlite.close()
  rmSync(folder, { recursive: true })
})

/** A row as it comes from the centre; what the table needs besides is filled in. */
function put(table: string, row: Record<string, string | null>): void {
  const mirrored = mirrorTable(table)
  const filled: Record<string, string | null> = {}
  for (const column of mirrored.columns)
    if (column.required) filled[column.name] = column.kind === 'text' ? 'x' : '0'
  const { id, ...rest } = row
  door.write((tx) => {
    const instants = mirrored.columns.filter(({ name, required }) => required && name.endsWith('_at'))
    for (const { name } of instants) filled[name] = '2026-01-01 00:00:00+00'
    tx.confirmed.upsertWire(mirrored, [{ ...filled, id: id ?? '', ...rest }])
  })
}

function quiz(id: string, type: QuizType, show_correct_answers = 't'): void {
  const row = { id, title: `Quiz ${id}`, type, lesson_id: 'l', course_id: 'c', passing_score: '50' }
  put('quizzes', { ...row, show_correct_answers })
}

function question(
  id: string,
  more: Record<string, string | null> = {},
  quizId = 'q',
  type: QuizType = 'PRACTICE',
) {
  put('questions', {
    id,
    quiz_id: quizId,
    course_id: 'c',
    quiz_type: type,
    text: `What is ${id}?`,
    type: 'SHORT_ANSWER' satisfies QuestionType,
    options: '{}',
    correct_answer: 'right',
    explanation: 'Because.',
    ...more,
  })
}

function act(mutation: Mutation): void {
  door.write((tx) => applyOnDevice({ tx, userId: 'me', madeAtMs: nowMs }, mutation))
}

/** Takes the practice quiz and gives these answers. */
function takeQuiz(given: Record<string, string>, quizId = 'q'): void {
  made += 1
  const attemptId = `a${made}`
  act({ name: 'quiz.start', args: { attemptId, quizId, startedAtMs: nowMs } })
  for (const [questionId, selectedAnswer] of Object.entries(given))
    act({
      name: 'quiz.answer',
      args: { attemptId, answerId: `${attemptId}-${questionId}`, questionId, selectedAnswer },
    })
  act({ name: 'quiz.submit', args: { attemptId, submittedAtMs: nowMs, timeSpentSeconds: 60 } })
}

function grade(questionId: string, rating: ReviewRating, zone = timeZone): string {
  made += 1
  const reviewId = `r${made}`
  act({
    name: 'review.grade',
    args: { reviewId, questionId, courseId: 'c', rating, reviewedAtMs: nowMs, timeZone: zone, elapsedMs: 1 },
  })
  return reviewId
}

async function look(plan: Partial<typeof ordinaryPlan> = {}, first?: string) {
  await settleReviewCards(door, 'me', nowMs)
  const context = { read: readDb(sqlite), userId: 'me' }
  return readReview(context, { ...ordinaryPlan, ...plan }, { nowMs, timeZone }, first)
}

describe('a question', () => {
  it('enters the review when it was answered in a practice quiz: at once where it was not known, after days where it was', async () => {
    question('known')
    question('unknown')
    question('never-answered')
    takeQuiz({ known: 'right', unknown: 'wrong' })
    const now = await look()
    expect(now).toMatchObject({ questions: 2, due: 1, newDue: 1, doneToday: 0 })
    expect(now.card).toMatchObject({ question: { id: 'unknown' }, kind: 'new' })
    nowMs += 3 * dayMs
    expect(await look()).toMatchObject({ due: 2, newDue: 2 })
  })

  it('is asked with its answer, its explanation, where it is from, and when each rating brings it back', async () => {
    question('one', { type: 'FILL_IN_BLANK', text: '___ and ___', correct_answer: '["a",["b","c"]]' })
    takeQuiz({ one: '["x","y"]' })
    nowMs += 10 * minuteMs
    const { card } = await look()
    expect(card).toMatchObject({
      question: { id: 'one', blankCount: 2 },
      courseTitle: 'Bees',
      lessonTitle: 'The hive',
      lessonId: 'l',
      quizTitle: 'Quiz q',
      correctAnswer: ['a', 'b / c'],
      explanation: 'Because.',
    })
    expect(card?.pauseMs[1]).toBe(10 * minuteMs)
    expect(card?.pauseMs[3]).toBeGreaterThanOrEqual(dayMs)
    grade('one', 3)
    nowMs += card?.pauseMs[3] ?? 0
    expect((await look()).card).toMatchObject({ question: { id: 'one' }, kind: 'review' })
  })

  it('of a quiz that shows no answers is asked without its answer and its explanation', async () => {
    quiz('q', 'PRACTICE', 'f')
    question('one')
    takeQuiz({ one: 'wrong' })
    nowMs += 10 * minuteMs
    expect((await look()).card).toMatchObject({
      question: { id: 'one' },
      correctAnswer: null,
      explanation: null,
    })
  })

  it('counts by its first answer in a quiz; taking the quiz again is no review', async () => {
    question('one')
    takeQuiz({ one: 'right' })
    const before = await look()
    nowMs += minuteMs
    takeQuiz({ one: 'wrong' })
    expect(await look()).toEqual(before)
  })

  it.each([
    ['of a graded quiz', {}, 'GRADED' as const],
    ['that only a person can grade', { type: 'ESSAY' }, 'PRACTICE' as const],
  ])('%s is never asked', async (_, more, type) => {
    quiz('other', type)
    question('one', { ...more, ...(type === 'GRADED' ? { correct_answer: null } : {}) }, 'other', type)
    takeQuiz({ one: 'anything' }, 'other')
    nowMs += 30 * dayMs
    expect(await look()).toMatchObject({ questions: 0, due: 0, card: null })
  })

  it('rests while its course is not on this device, and goes on where it was when it is back', async () => {
    question('one')
    takeQuiz({ one: 'wrong' })
    grade('one', 3)
    nowMs += 30 * dayMs
    const before = await look()
    expect(before.due).toBe(1)
    door.write((tx) => {
      tx.confirmed.remove(mirrorTable('questions'), 'one')
    })
    expect(await look()).toMatchObject({ questions: 0, due: 0, card: null })
    question('one')
    expect(await look()).toEqual(before)
  })

  it('whose key is withdrawn, because the quiz became a graded one, is not asked any more', async () => {
    question('one')
    takeQuiz({ one: 'wrong' })
    nowMs += dayMs
    expect((await look()).due).toBe(1)
    question('one', { quiz_type: 'GRADED', correct_answer: null })
    expect((await look()).due).toBe(0)
  })

  it('has its options in another order each time, the same until it is rated', async () => {
    const options = '{a,b,c,d,e,f,g,h}'
    question('one', { type: 'MULTIPLE_CHOICE', options, correct_answer: 'a' })
    takeQuiz({ one: 'b' })
    nowMs += 10 * minuteMs
    const order = async () => (await look()).card?.question.options
    const first = await order()
    expect(await order()).toEqual(first)
    expect(first?.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
    grade('one', 1)
    nowMs += 10 * minuteMs
    expect(await order()).not.toEqual(first)
  })
})

describe('a day of reviews', () => {
  const many = 12
  const forgetAll = async () => {
    for (let at = 0; at < many; at++) question(`n${String(at).padStart(2, '0')}`)
    takeQuiz(
      Object.fromEntries(Array.from({ length: many }, (_, at) => [`n${String(at).padStart(2, '0')}`, 'no'])),
    )
    nowMs += 10 * minuteMs
  }

  it('brings so many new questions and no more, and the others on the next day', async () => {
    await forgetAll()
    expect(await look({ newPerDay: 5 })).toMatchObject({ due: 5, newDue: 5 })
    for (let left = 5; left > 0; left--) {
      const { card, due } = await look({ newPerDay: 5 })
      expect(due).toBe(left)
      grade(card?.question.id ?? '', 4)
    }
    const after = await look({ newPerDay: 5 })
    expect(after).toMatchObject({ due: 0, newDue: 0, doneToday: 5, card: null })
    expect(after.nextDueMs).toBe(Date.parse('2026-11-22T23:00:00Z'))
    nowMs += dayMs
    expect(await look({ newPerDay: 5 })).toMatchObject({ newDue: 5, doneToday: 0 })
  })

  it('asks first what is being learned, then what comes back, then what is new', async () => {
    for (const id of ['new', 'back', 'fresh']) question(id)
    takeQuiz({ back: 'no' })
    nowMs += 10 * minuteMs
    grade('back', 3)
    nowMs += 5 * dayMs
    takeQuiz({ new: 'no', fresh: 'no' })
    nowMs += 10 * minuteMs
    grade('fresh', 1)
    nowMs += 10 * minuteMs
    const asked: string[] = []
    for (let card = (await look()).card; card; card = (await look()).card) {
      asked.push(`${card.kind} ${card.question.id}`)
      grade(card.question.id, 4)
    }
    expect(asked).toEqual(['learning fresh', 'review back', 'new new'])
  })

  it('asks what was just forgotten again before it ends, without waiting for minutes', async () => {
    question('one')
    takeQuiz({ one: 'no' })
    nowMs += 10 * minuteMs
    grade('one', 1)
    expect(await look()).toMatchObject({ due: 1, card: { kind: 'learning' } })
    grade('one', 3)
    expect(await look()).toMatchObject({ due: 0, doneToday: 2, card: null })
  })

  it('ends at midnight where the person is, and counts each review to the day it was there', async () => {
    await forgetAll()
    nowMs = Date.parse('2026-11-22T22:30:00Z') // 23:30 in Berlin
    grade('n00', 4)
    expect((await look()).doneToday).toBe(1)
    nowMs = Date.parse('2026-11-22T23:30:00Z') // the 23rd in Berlin
    expect((await look()).doneToday).toBe(0)
    // the same minute in New York was still the 22nd: done there, it is no part of the 23rd
    grade('n01', 4, 'America/New_York')
    expect((await look()).doneToday).toBe(0)
    grade('n02', 4)
    expect((await look()).doneToday).toBe(1)
  })

  it.each([
    [
      'reviewed',
      () => {
        takeQuiz({ one: 'no' })
        nowMs += 4_000 * dayMs
        grade('one', 3)
      },
    ],
    [
      'answered in a quiz',
      () => {
        nowMs += 4_000 * dayMs
        takeQuiz({ one: 'right' })
      },
    ],
  ])(
    'is not emptied by a clock that was years ahead: what was %s then comes back all the same',
    async (_, wrongly) => {
      question('one')
      wrongly()
      await look()
      nowMs = start + dayMs
      expect((await look()).questions).toBe(1)
      nowMs += 40 * dayMs
      expect(await look()).toMatchObject({ due: 1, card: { question: { id: 'one' } } })
      grade('one', 3)
      expect(await look()).toMatchObject({ due: 0, doneToday: 1 })
      nowMs += 400 * dayMs
      expect((await look()).due).toBe(1)
    },
  )

  it('takes back a review: the question is asked again as if it never was, and first where that is wished', async () => {
    await forgetAll()
    const before = await look()
    const rated = before.card?.question.id ?? ''
    const reviewId = grade(rated, 4)
    expect((await look()).card?.question.id).not.toBe(rated)
    act({ name: 'review.undo', args: { reviewId, courseId: 'c' } })
    expect(await look({}, rated)).toEqual(before)
    expect(sqlite.prepare('SELECT undone FROM question_reviews').pluck().all()).toEqual([1])
  })
})

describe('the plan', () => {
  it('follows rows that come from elsewhere: another device reviewed, an attempt arrived, an instant was put right', async () => {
    question('one')
    const attempt = { id: 'at', user_id: 'me', quiz_id: 'q', course_id: 'c' }
    const answer = { id: 'an', attempt_id: 'at', question_id: 'one', user_id: 'me', selected_answer: 'x' }
    put('quiz_attempts', { ...attempt, submitted_at: '2026-11-20 08:00:00+00' })
    put('answers', { ...answer, is_correct: 'f', graded_at: null })
    expect((await look()).questions).toBe(0)
    put('answers', { ...answer, is_correct: 'f', graded_at: '2026-11-20 08:01:00+00' })
    expect(await look()).toMatchObject({ questions: 1, newDue: 1 })
    put('answers', { ...answer, is_correct: 't', graded_at: '2026-11-20 08:01:00+00' })
    const right = (await look()).card?.pauseMs
    put('quiz_attempts', { ...attempt, submitted_at: '2026-11-22 07:00:00+00' })
    expect(await look()).toMatchObject({ questions: 1, newDue: 0 })
    const review = { id: 'r', user_id: 'me', question_id: 'one', course_id: 'c', time_zone: 'UTC' }
    put('question_reviews', { ...review, rating: '1', reviewed_at: '2026-11-22 07:30:00+00' })
    expect(await look()).toMatchObject({ due: 1, newDue: 0, doneToday: 1, card: { kind: 'learning' } })
    expect((await look()).card?.pauseMs).not.toEqual(right)
    door.write((tx) => {
      tx.confirmed.remove(mirrorTable('question_reviews'), 'r')
      tx.confirmed.remove(mirrorTable('answers'), 'an')
    })
    expect((await look()).questions).toBe(0)
  })

  it('is that of this person alone', async () => {
    question('one')
    put('answers', {
      id: 'an',
      attempt_id: 'at',
      question_id: 'one',
      user_id: 'somebody',
      is_correct: 'f',
      graded_at: '2026-11-20 08:01:00+00',
    })
    expect(await look()).toMatchObject({ questions: 0 })
  })

  it('of very many questions is counted and continued by index alone', async () => {
    sqlite.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO review_cards SELECT 'q' || i, i % 7 > 0, CASE i % 3 WHEN 0 THEN 'new' ELSE 'review' END, i * 1000 FROM n`)
    const plan = (query: string) =>
      (sqlite.prepare(`EXPLAIN QUERY PLAN ${query}`).all() as { detail: string }[]).map(
        ({ detail }) => detail,
      )
    for (const query of [
      `SELECT count(*) FROM review_cards WHERE ready = 1 AND kind = 'review' AND due_ms < 5`,
      `SELECT * FROM review_cards WHERE ready = 1 AND kind = 'new' AND due_ms <= 5 ORDER BY due_ms LIMIT 1`,
    ])
      expect(plan(query)).toEqual([expect.stringContaining('INDEX review_cards_ready_kind_due_ms_idx')])
    const context = { read: readDb(sqlite), userId: 'me' }
    const { due, newDue } = readReviewSummary(context, ordinaryPlan, { nowMs, timeZone })
    const all = (kind: string) =>
      Number(
        sqlite.prepare('SELECT count(*) FROM review_cards WHERE ready = 1 AND kind = ?').pluck().get(kind),
      )
    expect([due, newDue]).toEqual([all('review') + 10, 10])
  })
})
