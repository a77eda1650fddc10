import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Mutation } from '../../shared/contract/mutations.ts'
import { encodeTexts } from '../../shared/domain/answers.ts'
import { Notices } from '../changes/notices.ts'
import { mirrorTable } from '../db/mirror.ts'
import { openDatabase, type Sqlite } from '../db/open-database.ts'
import { readDb } from '../db/read-db.ts'
import { WriteDoor } from '../db/write-door.ts'
import { applyOnDevice } from '../mutations/device-mutations.ts'
import { readAttempt, readQuiz } from './quiz.ts'

const start = Date.parse('2026-11-22T08:00:00Z')

let folder: string
let sqlite: Sqlite
let door: WriteDoor
let nowMs: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-quiz-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  door = new WriteDoor(sqlite, new Notices())
  nowMs = start
  put('courses', { id: 'c', title: 'Bees', slug: 'bees', description: '', price: '0', currency: 'USD' })
  put('modules', { id: 'm', title: 'M', course_id: 'c', position: '1', published: 't' })
  put('lessons', { id: 'l', title: 'The hive', course_id: 'c', module_id: 'm', type: 'QUIZ', published: 't' })
  put('enrollments', { id: 'e', user_id: 'me', course_id: 'c', status: 'ACTIVE' })
  sqlite.exec(`INSERT INTO shape_groups (group_name, course_id, verified_version) VALUES ('course', 'c', 1)`)
})
afterEach(() => {
  sqlite.close()
  rmSync(folder, { recursive: true })
})

/** A row as it comes from the centre; what the table needs besides is filled in. */
function put(table: string, row: Record<string, string | null>): void {
  const mirrored = mirrorTable(table)
  const filled: Record<string, string | null> = {}
  for (const { name, kind, required } of mirrored.columns)
    if (required) filled[name] = name.endsWith('_at') ? '2026-01-01 00:00:00+00' : kind === 'text' ? 'x' : '0'
  door.write((tx) => tx.confirmed.upsertWire(mirrored, [{ ...filled, ...row }]))
}

function quiz(more: Record<string, string | null> = {}): void {
  put('quizzes', { id: 'q', title: 'Check', type: 'PRACTICE', lesson_id: 'l', course_id: 'c', ...more })
}

function question(id: string, more: Record<string, string | null> = {}): void {
  put('questions', {
    id,
    quiz_id: 'q',
    course_id: 'c',
    quiz_type: 'PRACTICE',
    text: `What is ${id}?`,
    type: 'SHORT_ANSWER',
    options: '{}',
    correct_answer: 'right',
    explanation: 'Because.',
    ...more,
  })
}

function act(mutation: Mutation): void {
  door.write((tx) => applyOnDevice({ tx, userId: 'me', madeAtMs: nowMs }, mutation))
}

const context = () => ({ read: readDb(sqlite), userId: 'me' })
const seen = () => readQuiz(context(), 'q')
const attempt = (id: string) => readAttempt(context(), id)

function begin(attemptId = 'a'): void {
  act({ name: 'quiz.start', args: { attemptId, quizId: 'q', startedAtMs: nowMs } })
}

function give(questionId: string, selectedAnswer: string, attemptId = 'a'): void {
  act({
    name: 'quiz.answer',
    args: { attemptId, answerId: `${attemptId}-${questionId}`, questionId, selectedAnswer },
  })
}

function handIn(attemptId = 'a'): void {
  act({ name: 'quiz.submit', args: { attemptId, submittedAtMs: nowMs, timeSpentSeconds: 60 } })
}

/** One question of each type, each worth a point but the last. */
function everyType(): void {
  quiz({ passing_score: '60' })
  question('one', { type: 'MULTIPLE_CHOICE', options: '{a,b,c}', correct_answer: 'b' })
  question('several', {
    type: 'MULTIPLE_CHOICE',
    options: '{a,b,c}',
    correct_answer: '["a","c"]',
    multiple_answers: 't',
  })
  question('truth', { type: 'TRUE_FALSE', correct_answer: 'true' })
  question('short', { correct_answer: '["colour","color"]' })
  question('blanks', { type: 'FILL_IN_BLANK', text: '___ and ___', correct_answer: '["x",["y","z"]]' })
  question('essay', { type: 'ESSAY', correct_answer: 'A model answer.' })
}

describe('an attempt at a practice quiz', () => {
  it('is graded at once, each answer by the rules of its type', () => {
    everyType()
    begin()
    give('one', 'b')
    give('several', encodeTexts(['c', 'a']))
    give('truth', 'true')
    give('short', '  Color ')
    give('blanks', encodeTexts(['X', 'z']))
    give('essay', 'My thoughts.')
    handIn()
    expect(attempt('a')).toMatchObject({
      state: 'graded',
      scorePercent: 100,
      passed: true,
      pointsEarned: 5,
      pointsPossible: 5,
      waitingForPerson: 1,
    })
    const verdicts = new Map(attempt('a')?.answers.map(({ questionId, correct }) => [questionId, correct]))
    expect([...verdicts.values()].filter((correct) => correct === true)).toHaveLength(5)
    expect(verdicts.get('essay')).toBeNull()
  })

  it.each([
    ['one', 'a'],
    ['several', '["a"]'],
    ['several', '["a","b","c"]'],
    ['truth', 'false'],
    ['short', 'colr'],
    ['blanks', '["x"]'],
    ['blanks', '["y","x"]'],
  ])('counts for %s the answer %s as wrong', (questionId, answer) => {
    everyType()
    begin()
    give(questionId, answer)
    expect(attempt('a')?.answers).toMatchObject([{ questionId, correct: false, pointsEarned: 0 }])
  })

  it('tells after each answer whether it was right, and the explanation, before it is handed in', () => {
    everyType()
    begin()
    give('one', 'a')
    expect(attempt('a')?.answers).toMatchObject([
      { correct: false, correctAnswer: ['b'], explanation: 'Because.' },
    ])
    give('one', 'b')
    expect(attempt('a')?.answers).toMatchObject([{ selectedAnswer: 'b', correct: true }])
    expect(seen()?.open?.answers).toHaveLength(1)
  })

  it('weighs questions by their points against the score that is needed', () => {
    quiz({ passing_score: '75' })
    question('light')
    question('heavy', { points: '3' })
    begin('a')
    give('heavy', 'right', 'a')
    handIn('a')
    expect(attempt('a')).toMatchObject({ scorePercent: 75, passed: true, pointsEarned: 3, pointsPossible: 4 })
    begin('b')
    give('light', 'right', 'b')
    handIn('b')
    expect(attempt('b')).toMatchObject({ scorePercent: 25, passed: false })
  })

  it('shows no keys, and explains nothing, where the quiz does not show answers', () => {
    quiz({ show_correct_answers: 'f' })
    question('one', { explanation: 'As in lesson 1.' })
    begin()
    give('one', 'wrong')
    handIn()
    expect(attempt('a')?.answers).toMatchObject([{ correct: false, correctAnswer: null, explanation: null }])
  })

  it('that was passed completes its lesson', () => {
    quiz({ passing_score: '50' })
    question('one')
    begin()
    give('one', 'right')
    handIn()
    expect(sqlite.prepare('SELECT lesson_id, completed FROM progress').all()).toEqual([
      { lesson_id: 'l', completed: 1 },
    ])
  })
})

describe('an attempt at a graded quiz or an exam', () => {
  it.each(['GRADED', 'FINAL_EXAM'])('(%s) is handed in on the device and waits for its grade', (type) => {
    quiz({ type })
    question('one', { quiz_type: type, correct_answer: null, explanation: null })
    begin()
    give('one', 'right')
    handIn()
    expect(attempt('a')).toMatchObject({
      state: 'waiting',
      delivery: 'on this device',
      scorePercent: null,
      passed: null,
      answers: [{ correct: null, pointsEarned: null, correctAnswer: null, explanation: null }],
    })
    expect(sqlite.prepare('SELECT count(*) FROM progress').pluck().get()).toBe(0)
  })

  it('shows what the centre made of it, with the keys it gave', () => {
    quiz({ type: 'GRADED' })
    question('one', { quiz_type: 'GRADED', correct_answer: null, explanation: null })
    put('quiz_attempts', {
      id: 'a',
      user_id: 'me',
      quiz_id: 'q',
      course_id: 'c',
      score: '0.00',
      submitted_at: '2026-11-22 09:00:00+00',
      graded_at: '2026-11-22 10:00:00+00',
    })
    put('answers', {
      id: 'x',
      attempt_id: 'a',
      question_id: 'one',
      user_id: 'me',
      selected_answer: 'wrong',
      graded_at: '2026-11-22 10:00:00+00',
      revealed_answer: 'right',
      revealed_explanation: 'As in lesson 1.',
    })
    expect(attempt('a')).toMatchObject({
      state: 'graded',
      delivery: 'received',
      answers: [{ correct: false, correctAnswer: ['right'], explanation: 'As in lesson 1.' }],
    })
  })

  it('cannot be changed once it was handed in, and is handed in once', () => {
    quiz({ type: 'GRADED' })
    question('one', { quiz_type: 'GRADED', correct_answer: null })
    begin()
    handIn()
    nowMs += 60_000
    handIn()
    expect(attempt('a')?.submittedAtMs).toBe(start)
    expect(() => give('one', 'late')).toThrow(expect.objectContaining({ code: 'limit-reached' }))
  })
})

describe('the order of an attempt', () => {
  const ids = Array.from({ length: 8 }, (_, at) => `q${at}`)
  const shuffled = (shuffle: 't' | 'f') => {
    quiz({ shuffle_questions: shuffle })
    for (const id of ids)
      question(id, { type: 'MULTIPLE_CHOICE', options: '{a,b,c,d,e,f}', correct_answer: 'a' })
  }
  const orderOf = (id: string) => attempt(id)?.questions.map((each) => `${each.id} ${each.options.join('')}`)

  it('is the same whenever it is looked at, under way and afterwards, questions and options alike', () => {
    shuffled('t')
    begin()
    const first = orderOf('a')
    expect(seen()?.questions).toEqual(attempt('a')?.questions)
    give('q3', 'a')
    expect(orderOf('a')).toEqual(first)
    handIn()
    expect(orderOf('a')).toEqual(first)
    begin('b')
    expect(orderOf('a')).toEqual(first)
  })

  it('is its own: another attempt asks in another order, and loses nothing of it', () => {
    shuffled('t')
    begin('a')
    handIn('a')
    begin('b')
    expect(orderOf('b')).not.toEqual(orderOf('a'))
    for (const id of ['a', 'b']) {
      expect(
        attempt(id)
          ?.questions.map((each) => each.id)
          .toSorted(),
      ).toEqual(ids)
      for (const each of attempt(id)?.questions ?? []) expect(each.options.toSorted().join('')).toBe('abcdef')
    }
    expect(new Set(attempt('a')?.questions.map((each) => each.options.join(''))).size).toBeGreaterThan(1)
  })

  it('is that of the quiz where it does not shuffle', () => {
    shuffled('f')
    begin()
    expect(orderOf('a')).toEqual(ids.map((id) => `${id} abcdef`))
  })
})

describe('how often a quiz may be taken', () => {
  it('once, where there are no retakes', () => {
    quiz({ allow_retakes: 'f' })
    question('one')
    expect(seen()).toMatchObject({ mayStart: true })
    begin('a')
    expect(seen()).toMatchObject({ mayStart: false, open: { id: 'a' } })
    handIn('a')
    expect(seen()).toMatchObject({ mayStart: false, open: null })
    expect(() => begin('b')).toThrow(expect.objectContaining({ code: 'limit-reached' }))
  })

  it('as often as it says, and every attempt made stays to be read', () => {
    quiz({ max_attempts: '2' })
    question('one')
    for (const id of ['a', 'b']) {
      begin(id)
      give('one', id === 'a' ? 'wrong' : 'right', id)
      handIn(id)
      nowMs += 60_000
    }
    expect(seen()).toMatchObject({ mayStart: false })
    expect(seen()?.attempts.map(({ id, scorePercent }) => `${id} ${scorePercent}`)).toEqual(['b 100', 'a 0'])
    expect(() => begin('c')).toThrow(expect.objectContaining({ code: 'limit-reached' }))
  })
})

it('an answer to a question that was deleted since is kept with the attempt', () => {
  quiz()
  question('one')
  question('gone')
  begin()
  give('gone', 'I was here')
  handIn()
  door.write((tx) => tx.confirmed.remove(mirrorTable('questions'), 'gone'))
  expect(attempt('a')?.questions.map(({ id }) => id)).toEqual(['one'])
  expect(attempt('a')?.answers).toMatchObject([{ questionId: 'gone', selectedAnswer: 'I was here' }])
})
