import { and, asc, count, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { reviews } from '../../../drizzle/schema/sqlite/community.ts'
import { courses, lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { notes, questions, quizAttempts } from '../../../drizzle/schema/sqlite/learning.ts'
import { deviceState } from '../../../drizzle/schema/sqlite/local.ts'
import { syncConflicts, syncRejections } from '../../../drizzle/schema/sqlite/sync.ts'
import type {
  AttentionView,
  ConflictItem,
  IncidentView,
  RefusedItem,
} from '../../shared/contract/sync-views.ts'
import { type ConflictField, draftFieldOf, editOfConflict } from '../../shared/domain/conflict-edit.ts'
import { planResend, type ResendFacts, readRefused } from '../../shared/domain/resend.ts'
import type { ReadDb } from '../db/read-db.ts'
import { describeConflict, describeThing, lessonOfNote } from './describe-mutation.ts'
import type { QueryContext } from './query.ts'

type Rejection = typeof syncRejections.$inferSelect

/** What waits for the person's decision: what the centre refused, and what two devices wrote differently. */
export function readAttention({ read, userId }: QueryContext): AttentionView {
  return {
    incident: readIncident(read),
    refused: listRefused(read, userId),
    conflicts: listConflicts(read, userId),
  }
}

const incident = z.object({
  atMs: z.number(),
  damagedFile: z.string(),
  rescued: z.number(),
  outboxWhole: z.boolean(),
})

function readIncident(read: ReadDb): IncidentView | null {
  const row = read.select().from(deviceState).where(eq(deviceState.key, 'incident')).get()
  return row ? incident.parse(JSON.parse(row.value)) : null
}

/** How many decisions wait. */
export function countAttention({ read, userId }: QueryContext): number {
  const conflicts = read
    .select({ count: count() })
    .from(syncConflicts)
    .where(and(eq(syncConflicts.userId, userId), isNull(syncConflicts.resolvedAt)))
    .get()
  const refused = new Set(openRejections(read, userId).map(thingKey)).size
  return refused + (conflicts?.count ?? 0) + (readIncident(read) ? 1 : 0)
}

/** Refused mutations of the same note or attempt are one item: its first refusal is the reason, the rest follow from it. */
function listRefused(read: ReadDb, userId: string): RefusedItem[] {
  const facts = resendFacts(read)
  const things = Map.groupBy(openRejections(read, userId), thingKey)
  return [...things.values()].flatMap((rejections): RefusedItem[] => {
    const [first] = rejections
    if (!first) return []
    const refused = rejections.map(readRefused)
    const plan = planResend(refused, facts)
    return [
      {
        id: first.id,
        rejectionIds: rejections.map((row) => row.id),
        ...describeThing(read, refused),
        code: first.code,
        reason: reasonInWords(first),
        createdAtMs: first.createdAt,
        text: plan?.text ?? writtenText(refused.at(-1)?.args),
        mend: plan === null ? null : plan.text === null ? 'as-is' : 'edit',
        refusals: rejections.map((row) => ({
          number: row.number,
          mutation: row.mutation,
          code: row.code,
          reason: row.reason,
          payload: row.payload,
        })),
      },
    ]
  })
}

function listConflicts(read: ReadDb, userId: string): ConflictItem[] {
  return read
    .select()
    .from(syncConflicts)
    .where(and(eq(syncConflicts.userId, userId), isNull(syncConflicts.resolvedAt)))
    .orderBy(asc(syncConflicts.createdAt), asc(syncConflicts.id))
    .all()
    .map((conflict) => {
      const of = { table: conflict.tableName, field: conflict.field, rowId: conflict.rowId }
      const current = presentText(read, of)
      return {
        id: conflict.id,
        ...describeConflict(read, of),
        ...of,
        base: conflict.base,
        mine: conflict.mine,
        theirs: conflict.theirs,
        current,
        isEditable: current !== null && editOfConflict(of, current, conflict.mine) !== null,
        createdAtMs: conflict.createdAt,
      }
    })
}

/** The text of a field in conflict as it is on this device; null where its row is not here. */
function presentText(read: ReadDb, of: ConflictField): string | null {
  if (of.table === 'notes')
    return (
      read.select({ content: notes.content }).from(notes).where(eq(notes.id, of.rowId)).get()?.content ?? null
    )
  if (of.table === 'reviews') {
    const review = read.select().from(reviews).where(eq(reviews.id, of.rowId)).get()
    return review ? ((of.field === 'title' ? review.title : review.comment) ?? '') : null
  }
  const field = draftFieldOf(of)
  const row =
    of.table === 'courses'
      ? read.select().from(courses).where(eq(courses.id, of.rowId)).get()
      : of.table === 'lessons'
        ? read.select().from(lessons).where(eq(lessons.id, of.rowId)).get()
        : undefined
  const value: unknown = row && field !== undefined ? Reflect.get(row, field) : undefined
  return row && field !== undefined ? String(value ?? '') : null
}

/** What the device knows of the rows that refused mutations are about. */
export function resendFacts(read: ReadDb): ResendFacts {
  return {
    noteContent: (id) =>
      read.select({ content: notes.content }).from(notes).where(eq(notes.id, id)).get()?.content,
    lessonOfNote: (id) => lessonOfNote(read, id),
    draftText: (of) => presentText(read, of) ?? undefined,
    conflictText: (id) => {
      const of = read
        .select({
          table: syncConflicts.tableName,
          field: syncConflicts.field,
          rowId: syncConflicts.rowId,
        })
        .from(syncConflicts)
        .where(eq(syncConflicts.id, id))
        .get()
      return of && (presentText(read, of) ?? undefined)
    },
    attempt: (id) => {
      const attempt = read
        .select({ submittedAt: quizAttempts.submittedAt })
        .from(quizAttempts)
        .where(eq(quizAttempts.id, id))
        .get()
      return attempt && (attempt.submittedAt === null ? 'open' : 'handed in')
    },
    isWritten: (id) => {
      const question = read.select({ type: questions.type }).from(questions).where(eq(questions.id, id)).get()
      return question?.type === 'ESSAY' || question?.type === 'SHORT_ANSWER'
    },
  }
}

/** The refusals, by their ids, in the order in which the mutations were made. */
export function openRejections(read: ReadDb, userId: string): Rejection[] {
  return read
    .select()
    .from(syncRejections)
    .where(and(eq(syncRejections.userId, userId), isNull(syncRejections.resolvedAt)))
    .orderBy(asc(syncRejections.createdAt), asc(syncRejections.clientId), asc(syncRejections.number))
    .all()
}

/** Arguments of a refused mutation. */
export function argsOf(row: Rejection): unknown {
  return readRefused(row).args
}

const thing = z.object({ noteId: z.string() }).or(z.object({ attemptId: z.string() }))

function thingKey(row: Rejection): string {
  const parsed = thing.safeParse(argsOf(row)).data
  if (!parsed) return row.id
  return 'noteId' in parsed ? `note ${parsed.noteId}` : `attempt ${parsed.attemptId}`
}

/** Anything a person wrote that can be read without knowing what it was for. */
function writtenText(args: unknown): string | null {
  const written = z.object({ content: z.string() }).safeParse(args)
  return written.data?.content ?? null
}

/** The centre's own words, but for what only programmers would understand. */
function reasonInWords(row: Rejection): string {
  if (row.code === 'bad-input' && (row.reason.startsWith(`${row.mutation}:`) || row.reason.includes('"')))
    return 'Your centre could not read this. It may come from another version of BrainiX.'
  if (row.code === 'already-exists')
    return 'Your centre holds something else under the same number. Sent again, it gets a number of its own.'
  return row.reason
}
