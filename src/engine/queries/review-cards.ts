import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm'
import { questions } from '../../../drizzle/schema/sqlite/learning.ts'
import { reviewStale } from '../../../drizzle/schema/sqlite/local.ts'
import { reviewState } from '../../shared/domain/review-schedule.ts'
import type { Tx, WriteDoor } from '../db/write-door.ts'
import { readLogs } from './review-log.ts'

/** Questions computed in one go, so that nothing else waits long. */
const questionsPerStep = 500

/**
 * Computes anew when questions come back whose log, text or key changed. It all follows from what the device holds, so a
 * power cut may take it back.
 * @returns once nothing is left to compute. Between steps others have their turn.
 */
export async function settleReviewCards(door: WriteDoor, userId: string, nowMs: number): Promise<void> {
  door.write((tx) => doubtTheFuture(tx, userId, nowMs), 'refetchable')
  for (;;) {
    const settled = door.write((tx) => settleSome(tx, userId, nowMs), 'refetchable')
    if (settled < questionsPerStep) return
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** More than the first pause after a quiz: what is new comes back within it. */
const firstPauseMs = 4 * 86_400_000

/** What was answered while the clock was ahead is computed again until the clock is there. */
function doubtTheFuture({ sqlite }: Tx, userId: string, nowMs: number): void {
  sqlite
    .prepare(
      `INSERT INTO review_stale (question_id)
       SELECT question_id FROM question_reviews WHERE user_id = ? AND reviewed_at > ?
       UNION SELECT question_id FROM review_cards WHERE ready = 1 AND kind = 'new' AND due_ms > ?
       ON CONFLICT DO NOTHING`,
    )
    .run(userId, nowMs, nowMs + firstPauseMs)
}

function settleSome({ read, sqlite }: Tx, userId: string, nowMs: number): number {
  const stale = read
    .select()
    .from(reviewStale)
    .limit(questionsPerStep)
    .all()
    .map(({ questionId }) => questionId)
  if (stale.length === 0) return 0
  const logs = readLogs(read, userId, stale)
  const ready = new Set(
    read
      .select({ id: questions.id })
      .from(questions)
      .where(
        and(
          inArray(questions.id, stale),
          eq(questions.quizType, 'PRACTICE'),
          isNotNull(questions.text),
          isNotNull(questions.correctAnswer),
          // only a person can grade it
          ne(questions.type, 'ESSAY'),
        ),
      )
      .all()
      .map(({ id }) => id),
  )
  const put = sqlite.prepare(
    `INSERT INTO review_cards (question_id, ready, kind, due_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (question_id) DO UPDATE SET ready = excluded.ready, kind = excluded.kind, due_ms = excluded.due_ms`,
  )
  const forget = sqlite.prepare('DELETE FROM review_cards WHERE question_id = ?')
  const done = sqlite.prepare('DELETE FROM review_stale WHERE question_id = ?')
  for (const questionId of stale) {
    const log = logs.get(questionId)
    const state = log && reviewState(log.events, nowMs)
    if (log && state) {
      const kind = log.reviews === 0 ? 'new' : state.learning ? 'learning' : 'review'
      put.run(questionId, ready.has(questionId) ? 1 : 0, kind, state.dueMs)
    } else forget.run(questionId)
    done.run(questionId)
  }
  return stale.length
}
