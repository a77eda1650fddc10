import { expect, it } from 'vitest'
import { readReview } from '../../src/engine/queries/review.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import type { ReviewRating } from '../../src/shared/domain/review-schedule.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { noonZone } from '../support/noon-zone.ts'
import { keepCourse, oneCentre } from '../support/one-centre.ts'

const timeZone = noonZone()

const school = oneCentre({
  prepare: ({ database }) =>
    database.pool.query(`
      INSERT INTO quizzes (id, title, type, lesson_id, course_id)
      VALUES ('practice', 'Practice', 'PRACTICE', 'l-${courseId}', '');
      INSERT INTO questions (id, quiz_id, course_id, quiz_type, text, type, correct_answer)
      SELECT 'pq' || n, 'practice', '', 'PRACTICE', 'Question ' || n, 'SHORT_ANSWER', 'right' FROM generate_series(1, 4) n`),
  clean: 'DELETE FROM question_reviews; DELETE FROM quiz_attempts',
})

/** A device of the enrolled learner with the course on it. */
async function device(): Promise<Device> {
  const opened = await school.open('enrolled')
  await keep(opened)
  return opened
}

async function keep(of: Device): Promise<void> {
  await keepCourse(of)
  await delivered(of)
}

function takeQuiz(on: Device, answers: Record<string, string>): void {
  const attemptId = createId()
  on.account.mutate('quiz.start', { attemptId, quizId: 'practice', startedAtMs: Date.now() })
  for (const [questionId, selectedAnswer] of Object.entries(answers))
    on.account.mutate('quiz.answer', { attemptId, answerId: createId(), questionId, selectedAnswer })
  on.account.mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 9 })
}

function grade(on: Device, questionId: string, rating: ReviewRating): string {
  const reviewId = createId()
  on.account.mutate('review.grade', {
    reviewId,
    questionId,
    courseId,
    rating,
    reviewedAtMs: Date.now(),
    timeZone,
    elapsedMs: 1_000,
  })
  return reviewId
}

/** What the device would ask, and when it has everything come back. */
async function plan(of: Device) {
  const today = await of.account.settleReviews(timeZone)
  const { due, doneToday, questions } = readReview(of.account.context, of.account.reviewPlan, today)
  return {
    due,
    doneToday,
    questions,
    cards: of.rows('SELECT question_id, ready, kind, due_ms FROM review_cards ORDER BY question_id'),
  }
}

async function meet(...all: Device[]): Promise<void> {
  for (const one of all) {
    one.online = true
    one.account.sync.kick()
    await delivered(one)
  }
  const log = async () => Number((await school.atCentre('SELECT count(*) FROM question_reviews'))[0]?.count)
  for (const one of all)
    await until('the whole log', async () => {
      one.account.sync.kick()
      return one.rows('SELECT 1 FROM question_reviews').length === (await log())
    })
}

it('two devices that reviewed apart plan the same afterwards, and nothing of either is lost', async () => {
  const [laptop, phone] = [await device(), await device()]
  takeQuiz(laptop, { pq1: 'wrong', pq2: 'wrong', pq3: 'right' })
  await meet(laptop, phone)
  await until('the attempt on the phone', async () => (await plan(phone)).questions === 3)
  expect(await plan(phone)).toEqual(await plan(laptop))

  laptop.online = false
  phone.online = false
  grade(laptop, 'pq1', 3)
  grade(phone, 'pq1', 1)
  grade(phone, 'pq2', 4)
  const mistake = grade(phone, 'pq3', 1)
  phone.account.mutate('review.undo', { reviewId: mistake, courseId })
  expect((await plan(laptop)).doneToday).toBe(1)
  expect((await plan(phone)).doneToday).toBe(2)
  await meet(phone, laptop)
  await until('the same log', () =>
    [laptop, phone].every((one) => one.rows('SELECT 1 FROM question_reviews WHERE undone').length === 1),
  )
  const together = await plan(laptop)
  expect(await plan(phone)).toEqual(together)
  expect(together).toMatchObject({ doneToday: 3, questions: 3 })
})

it('a course that leaves the device takes its questions out of the review, and brings them back with it', async () => {
  const laptop = await device()
  takeQuiz(laptop, { pq1: 'wrong', pq4: 'right' })
  grade(laptop, 'pq1', 2)
  await meet(laptop)
  const before = await plan(laptop)
  expect(before).toMatchObject({ questions: 2, doneToday: 1 })
  await laptop.account.removeFromDevice(courseId)
  expect(await plan(laptop)).toMatchObject({ questions: 0, due: 0, doneToday: 1 })
  await keep(laptop)
  await until('the questions', async () => (await plan(laptop)).questions === 2)
  expect(await plan(laptop)).toEqual(before)
})

it('a device whose clock is a year ahead plans by the centre’s clock once it was told', async () => {
  const ahead = await device()
  ahead.online = false
  takeQuiz(ahead, { pq1: 'wrong' })
  const reviewId = createId()
  ahead.account.mutate('review.grade', {
    reviewId,
    questionId: 'pq1',
    courseId,
    rating: 3,
    reviewedAtMs: Date.now() + 365 * 86_400_000,
    timeZone,
    elapsedMs: 1,
  })
  expect((await plan(ahead)).cards[0]?.due_ms).toBeLessThan(Date.now() + 30 * 86_400_000)
  await meet(ahead)
  expect(Number(ahead.rows('SELECT reviewed_at FROM question_reviews')[0]?.reviewed_at)).toBeLessThanOrEqual(
    Date.now(),
  )
  expect((await plan(ahead)).cards[0]?.due_ms).toBeLessThan(Date.now() + 30 * 86_400_000)
})
