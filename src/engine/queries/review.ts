import { and, asc, count, eq, gt, gte, inArray, lt, lte, min } from 'drizzle-orm'
import { courses, lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { questionReviews, questions, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import { reviewCards } from '../../../drizzle/schema/sqlite/local.ts'
import type { ReviewCard, ReviewPlan, ReviewSummary, ReviewView } from '../../shared/contract/review-views.ts'
import { stableShuffle } from '../../shared/domain/attempts.ts'
import { endOfLocalDay, localDay, localDaySpan } from '../../shared/domain/local-day.ts'
import { dueAfter, reviewState } from '../../shared/domain/review-schedule.ts'
import type { ReadDb } from '../db/read-db.ts'
import type { QueryContext } from './query.ts'
import { keyTexts, type Question, questionView } from './question-view.ts'
import { readLogs } from './review-log.ts'

/** What today is to the person. */
export interface Today {
  nowMs: number
  /** IANA name. */
  timeZone: string
}

type Kind = ReviewCard['kind']
const kinds: readonly Kind[] = ['new', 'learning', 'review']
type Context = Pick<QueryContext, 'read' | 'userId'>

/** When nothing else is left, what comes back within this is asked at once. */
const aheadMs = 20 * 60_000
/** No calendar day is further from now than this, wherever on Earth it was. */
const dayReachMs = 50 * 3_600_000

/** How much there is to review today, as far as it is computed (`settleReviewCards`). */
export function readReviewSummary(context: Context, plan: ReviewPlan, today: Today): ReviewSummary {
  const { read } = context
  const dayEndMs = endOfLocalDay(today.nowMs, today.timeZone)
  const { doneToday, newDone } = readDone(context, today)
  const fresh = countDue(read, 'new', dayEndMs)
  const newDue = Math.min(fresh, Math.max(0, plan.newPerDay - newDone))
  const due = newDue + countDue(read, 'review', dayEndMs) + countDue(read, 'learning', dayEndMs)
  const later = kinds.flatMap((kind) => firstDue(read, kind, dayEndMs) ?? [])
  return {
    plan,
    due,
    newDue,
    doneToday,
    questions:
      read.select({ all: count() }).from(reviewCards).where(eq(reviewCards.ready, true)).get()?.all ?? 0,
    // new ones that wait for tomorrow because there were enough of them today
    nextDueMs: fresh > newDue && plan.newPerDay > 0 ? dayEndMs : later.length > 0 ? Math.min(...later) : null,
  }
}

/**
 * The summary, and the question to ask next: what is being learned and is due, then what comes back today, then what is
 * new.
 * @param first a question to ask before all others, if it is here at all: its review was just taken back.
 */
export function readReview(context: Context, plan: ReviewPlan, today: Today, first?: string): ReviewView {
  const summary = readReviewSummary(context, plan, today)
  const { read } = context
  const dayEndMs = endOfLocalDay(today.nowMs, today.timeZone)
  const next =
    (first === undefined ? undefined : cardOf(read, first)) ??
    earliest(read, 'learning', today.nowMs) ??
    earliest(read, 'review', dayEndMs - 1) ??
    (summary.newDue > 0 ? earliest(read, 'new', dayEndMs - 1) : undefined) ??
    earliest(read, 'learning', today.nowMs + aheadMs)
  return { ...summary, card: next ? readCard(context, next.questionId, next.kind, today.nowMs) : null }
}

function countDue(read: ReadDb, kind: Kind, beforeMs: number): number {
  const row = read
    .select({ due: count() })
    .from(reviewCards)
    .where(and(eq(reviewCards.ready, true), eq(reviewCards.kind, kind), lt(reviewCards.dueMs, beforeMs)))
    .get()
  return row?.due ?? 0
}

/** When the first of a kind comes, from an instant on. */
function firstDue(read: ReadDb, kind: Kind, fromMs: number): number | undefined {
  return read
    .select({ dueMs: reviewCards.dueMs })
    .from(reviewCards)
    .where(and(eq(reviewCards.ready, true), eq(reviewCards.kind, kind), gte(reviewCards.dueMs, fromMs)))
    .orderBy(asc(reviewCards.dueMs))
    .limit(1)
    .get()?.dueMs
}

/** Reviews of the person's today, each by the day it was where it was done, and how many of them were the first of a question. */
function readDone({ read, userId }: Context, { nowMs, timeZone }: Today) {
  const day = localDay(nowMs, timeZone)
  const recent = read
    .select({
      questionId: questionReviews.questionId,
      atMs: questionReviews.reviewedAt,
      timeZone: questionReviews.timeZone,
    })
    .from(questionReviews)
    .where(
      and(
        eq(questionReviews.userId, userId),
        gt(questionReviews.reviewedAt, nowMs - dayReachMs),
        lte(questionReviews.reviewedAt, nowMs + dayReachMs),
        eq(questionReviews.undone, false),
      ),
    )
    .orderBy(asc(questionReviews.reviewedAt))
    .all()
  const spans = new Map(
    [...new Set(recent.map((review) => review.timeZone))].map((zone) => [zone, localDaySpan(day, zone)]),
  )
  const done = recent.filter(({ atMs, timeZone: zone }) => {
    const span = spans.get(zone)
    return span !== undefined && atMs >= span.fromMs && atMs < span.untilMs
  })
  const firstToday = new Map(done.toReversed().map(({ questionId, atMs }) => [questionId, atMs]))
  const newDone = firstReviews(read, [...firstToday.keys()]).filter(
    ({ questionId, atMs }) => firstToday.get(questionId) === atMs,
  ).length
  return { doneToday: done.length, newDone }
}

/** When each question was reviewed for the first time. */
function firstReviews(read: ReadDb, questionIds: readonly string[]) {
  if (questionIds.length === 0) return []
  return read
    .select({ questionId: questionReviews.questionId, atMs: min(questionReviews.reviewedAt) })
    .from(questionReviews)
    .where(and(inArray(questionReviews.questionId, [...questionIds]), eq(questionReviews.undone, false)))
    .groupBy(questionReviews.questionId)
    .all()
}

function earliest(read: ReadDb, kind: Kind, untilMs: number) {
  return read
    .select()
    .from(reviewCards)
    .where(and(eq(reviewCards.ready, true), eq(reviewCards.kind, kind), lte(reviewCards.dueMs, untilMs)))
    .orderBy(asc(reviewCards.dueMs), asc(reviewCards.questionId))
    .limit(1)
    .get()
}

function cardOf(read: ReadDb, questionId: string) {
  return read
    .select()
    .from(reviewCards)
    .where(and(eq(reviewCards.questionId, questionId), eq(reviewCards.ready, true)))
    .get()
}

function readCard(
  { read, userId }: Context,
  questionId: string,
  kind: Kind,
  nowMs: number,
): ReviewCard | null {
  const row = read
    .select({
      question: questions,
      quizTitle: quizzes.title,
      lessonId: quizzes.lessonId,
      showsAnswers: quizzes.showCorrectAnswers,
    })
    .from(questions)
    .innerJoin(quizzes, eq(quizzes.id, questions.quizId))
    .where(eq(questions.id, questionId))
    .get()
  const log = readLogs(read, userId, [questionId]).get(questionId)
  const state = log && reviewState(log.events, nowMs)
  if (!row || !isAsked(row.question) || row.question.correctAnswer === null || !state) return null
  const { question, quizTitle, lessonId, showsAnswers } = row
  const key = row.question.correctAnswer
  const due = dueAfter(state, nowMs)
  const asked = questionView(question)
  return {
    // the place of an option is not what should be remembered
    question: { ...asked, options: stableShuffle(asked.options, `${questionId} ${log.events.length}`) },
    courseId: question.courseId,
    courseTitle: titleOf(read, courses, question.courseId),
    lessonId,
    lessonTitle: titleOf(read, lessons, lessonId),
    quizTitle,
    kind,
    key,
    correctAnswer: showsAnswers ? keyTexts(question, key) : null,
    explanation: showsAnswers ? question.explanation : null,
    pauseMs: { 1: due[1] - nowMs, 2: due[2] - nowMs, 3: due[3] - nowMs, 4: due[4] - nowMs },
  }
}

function isAsked(question: typeof questions.$inferSelect): question is Question {
  return question.text !== null
}

function titleOf(read: ReadDb, table: typeof courses | typeof lessons, id: string): string {
  return read.select({ title: table.title }).from(table).where(eq(table.id, id)).get()?.title ?? ''
}
