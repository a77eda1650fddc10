import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { answers, questionReviews, quizAttempts } from '../../../drizzle/schema/sqlite/learning.ts'
import {
  firstRating,
  type ReviewEvent,
  type ReviewRating,
  reviewRatings,
} from '../../shared/domain/review-schedule.ts'
import type { ReadDb } from '../db/read-db.ts'

/** What a question's place in the review is computed from. */
export interface QuestionLog {
  events: ReviewEvent[]
  /** Times it was answered from memory: more than none, and it is not new any more. */
  reviews: number
}

/**
 * The logs of questions: the first answer given to each in a quiz that was graded, and every review since that was not
 * taken back. Questions without any are left out.
 */
export function readLogs(
  read: ReadDb,
  userId: string,
  questionIds: readonly string[],
): ReadonlyMap<string, QuestionLog> {
  const logs = new Map<string, QuestionLog>()
  const ids = [...questionIds]
  const logOf = (questionId: string): QuestionLog => {
    const log = logs.get(questionId) ?? { events: [], reviews: 0 }
    logs.set(questionId, log)
    return log
  }
  const handedIn = sql<number>`coalesce(${quizAttempts.submittedAt}, ${answers.gradedAt})`
  const first = read
    .select({
      id: answers.id,
      questionId: answers.questionId,
      owner: answers.userId,
      right: answers.isCorrect,
      atMs: handedIn,
    })
    .from(answers)
    .leftJoin(quizAttempts, eq(quizAttempts.id, answers.attemptId))
    .where(and(inArray(answers.questionId, ids), isNotNull(answers.gradedAt)))
    .orderBy(asc(handedIn), asc(answers.id))
    .all()
  // by question, never by owner: nearly every row is this person's
  for (const { id, questionId, owner, right, atMs } of first) {
    if (owner === userId && !logs.has(questionId))
      logOf(questionId).events.push({ id, rating: firstRating(right), atMs })
  }
  const reviews = read
    .select()
    .from(questionReviews)
    .where(and(inArray(questionReviews.questionId, ids), eq(questionReviews.undone, false)))
    .all()
  for (const { id, questionId, userId: owner, rating, reviewedAt } of reviews) {
    if (owner !== userId || !isRating(rating)) continue
    const log = logOf(questionId)
    log.events.push({ id, rating, atMs: reviewedAt })
    log.reviews += 1
  }
  return logs
}

function isRating(rating: number): rating is ReviewRating {
  return reviewRatings.some((known) => known === rating)
}
