import { desc, eq, inArray } from 'drizzle-orm'
import { quizAttempts } from '../../../drizzle/schema/sqlite/learning.ts'
import { deviceState, journal, outbox } from '../../../drizzle/schema/sqlite/local.ts'
import { syncRejections } from '../../../drizzle/schema/sqlite/sync.ts'
import type { ActivityThing, ActivityView } from '../../shared/contract/sync-views.ts'
import { thingOf } from '../../shared/domain/things.ts'
import type { ReadDb } from '../db/read-db.ts'
import { describeThing } from './describe-mutation.ts'
import type { QueryContext } from './query.ts'

interface Change {
  number: number
  name: string
  args: unknown
  madeAtMs: number
  sent: boolean
  confirmedAtMs: number | null
}

/** Delivered things are shown as far back as this many changes; the journal may hold a month of them. */
const changesLookedAt = 600
const deliveredShown = 40

/**
 * What this device did and where it is, thing by thing: a note edited ten times is one note. What waits is in the order
 * in which it is sent, what was delivered the latest first. Refused work is neither: it needs attention.
 */
export function readActivity({ read }: QueryContext): ActivityView {
  const waiting = read
    .select()
    .from(outbox)
    .orderBy(outbox.number)
    .all()
    .filter(({ name }) => !name.startsWith('usage.'))
    .map((entry): Change => ({ ...entry, args: JSON.parse(entry.args), confirmedAtMs: null }))
  const waitingThings = Map.groupBy(waiting, keyOf)
  const delivered = Map.groupBy(
    deliveredChanges(read).filter((change) => !waitingThings.has(keyOf(change))),
    keyOf,
  )
  const attempts = attemptsOf(read, [...waiting, ...[...delivered.values()].flat()])
  const show = (key: string, changes: Change[]) => describeChanges(read, key, changes, attempts)
  return {
    waiting: [...waitingThings].map(([key, changes]) => show(key, changes)),
    delivered: [...delivered].slice(0, deliveredShown).map(([key, changes]) => show(key, changes)),
  }
}

/** Confirmed and not refused, the latest first; where somebody last was in a course is not worth a line. */
function deliveredChanges(read: ReadDb): Change[] {
  const client = read.select().from(deviceState).where(eq(deviceState.key, 'clientId')).get()?.value ?? ''
  const refused = new Set(
    read
      .select({ number: syncRejections.number })
      .from(syncRejections)
      .where(eq(syncRejections.clientId, client))
      .all()
      .map((row) => row.number),
  )
  return read
    .select()
    .from(journal)
    .orderBy(desc(journal.number))
    .limit(changesLookedAt)
    .all()
    .filter(
      (entry) =>
        !refused.has(entry.number) && entry.name !== 'enrollment.visit' && !entry.name.startsWith('usage.'),
    )
    .map((entry) => ({ ...entry, args: JSON.parse(entry.args), sent: true }))
}

type Attempt = Pick<typeof quizAttempts.$inferSelect, 'id' | 'gradedAt' | 'submittedAt' | 'score'>

function attemptsOf(read: ReadDb, changes: readonly Change[]): ReadonlyMap<string, Attempt> {
  const ids = [...new Set(changes.filter(({ name }) => name.startsWith('quiz.')).map(subjectOf))]
  if (ids.length === 0) return new Map()
  const rows = read
    .select({
      id: quizAttempts.id,
      gradedAt: quizAttempts.gradedAt,
      submittedAt: quizAttempts.submittedAt,
      score: quizAttempts.score,
    })
    .from(quizAttempts)
    .where(inArray(quizAttempts.id, ids))
    .all()
  return new Map(rows.map((row) => [row.id, row]))
}

function describeChanges(
  read: ReadDb,
  key: string,
  changes: readonly Change[],
  attempts: ReadonlyMap<string, Attempt>,
): ActivityThing {
  const inOrder = changes.toSorted((left, right) => left.number - right.number)
  const [first] = inOrder
  const attempt = first?.name.startsWith('quiz.') ? attempts.get(subjectOf(first)) : undefined
  const confirmed = inOrder.every((change) => change.confirmedAtMs !== null)
  const handedIn = attempt?.submittedAt != null
  // A practice quiz is graded on the device; "graded" is said once the centre has it.
  const graded = confirmed && handedIn && attempt.gradedAt !== null
  return {
    key,
    ...describeThing(read, inOrder),
    changes: inOrder.length,
    madeAtMs: Math.max(...inOrder.map((change) => change.madeAtMs)),
    state: graded
      ? 'graded'
      : confirmed
        ? 'received'
        : inOrder.every((change) => change.sent)
          ? 'sent'
          : 'on this device',
    isGraded: handedIn,
    scorePercent: graded ? Number(attempt.score) : null,
    attemptId: attempt && handedIn ? attempt.id : null,
    deliveredAtMs: confirmed ? Math.max(...inOrder.map((change) => change.confirmedAtMs ?? 0)) : null,
  }
}

/** Progress and place of the same lesson are different things from a note on it. */
function keyOf(change: Change): string {
  return `${change.name === 'enrollment.visit' ? 'place' : (change.name.split('.')[0] ?? '')} ${subjectOf(change)}`
}

function subjectOf(change: Change): string {
  return thingOf(change.args, change.number)
}
