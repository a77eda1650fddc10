import { and, desc, eq, isNull } from 'drizzle-orm'
import { courses, lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { notes, quizAttempts, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import { outbox } from '../../../drizzle/schema/sqlite/local.ts'
import { syncRejections } from '../../../drizzle/schema/sqlite/sync.ts'
import { isMutationName, type Mutation, mutationArgs } from '../../shared/contract/mutations.ts'
import type { AttentionItem, WaitingItem } from '../../shared/contract/views.ts'
import type { ReadDb } from '../db/read-db.ts'
import type { QueryContext } from './query.ts'

/** Everything that waits, in the order it was done, in words. */
export function listWaiting({ read }: QueryContext): WaitingItem[] {
  return read
    .select()
    .from(outbox)
    .orderBy(outbox.number)
    .all()
    .map((entry) => ({
      number: entry.number,
      ...describeMutation(read, entry.name, JSON.parse(entry.args)),
      madeAtMs: entry.madeAtMs,
      state: entry.sent ? 'sent' : 'on this device',
    }))
}

/** What the centre refused and the person has not decided about yet. */
export function listAttention({ read, userId }: QueryContext): AttentionItem[] {
  return read
    .select()
    .from(syncRejections)
    .where(and(eq(syncRejections.userId, userId), isNull(syncRejections.resolvedAt)))
    .orderBy(desc(syncRejections.createdAt))
    .all()
    .map((row) => {
      const payload = row.payload as { args?: unknown } | null
      return {
        id: row.id,
        label: describeMutation(read, row.mutation, payload?.args).label,
        code: row.code,
        reason: row.reason,
        payload: row.payload,
        createdAtMs: row.createdAt,
      }
    })
}

function describeMutation(
  read: ReadDb,
  name: string,
  args: unknown,
): { label: string; kind: WaitingItem['kind'] } {
  const parsed = isMutationName(name) ? mutationArgs[name].safeParse(args) : null
  if (!isMutationName(name) || !parsed?.success)
    return { label: 'Something from another version', kind: 'progress' }
  const mutation = { name, args: parsed.data } as Mutation
  switch (mutation.name) {
    case 'enrollment.enroll':
      return { label: `Enrollment in ${courseTitle(read, mutation.args.courseId)}`, kind: 'enrollment' }
    case 'enrollment.visit':
      return { label: `Place in ${courseTitle(read, mutation.args.courseId)}`, kind: 'progress' }
    case 'progress.record':
      return { label: `Time in ${lessonTitle(read, mutation.args.lessonId)}`, kind: 'progress' }
    case 'progress.complete':
      return { label: `${lessonTitle(read, mutation.args.lessonId)} completed`, kind: 'progress' }
    case 'notes.create':
      return { label: `Note in ${lessonTitle(read, mutation.args.lessonId)}`, kind: 'note' }
    case 'notes.edit':
      return { label: `Note in ${noteLesson(read, mutation.args.noteId)}`, kind: 'note' }
    case 'notes.delete':
      return { label: 'Note deleted', kind: 'note' }
    case 'quiz.start':
      return { label: `${quizTitle(read, mutation.args.quizId)} started`, kind: 'quiz' }
    case 'quiz.answer':
      return { label: `Answer in ${attemptTitle(read, mutation.args.attemptId)}`, kind: 'quiz' }
    case 'quiz.submit':
      return { label: `${attemptTitle(read, mutation.args.attemptId)} handed in`, kind: 'quiz' }
  }
}

function courseTitle(read: ReadDb, id: string): string {
  return (
    read.select({ title: courses.title }).from(courses).where(eq(courses.id, id)).get()?.title ?? 'a course'
  )
}

function lessonTitle(read: ReadDb, id: string): string {
  return (
    read.select({ title: lessons.title }).from(lessons).where(eq(lessons.id, id)).get()?.title ?? 'a lesson'
  )
}

function noteLesson(read: ReadDb, noteId: string): string {
  const note = read.select({ lessonId: notes.lessonId }).from(notes).where(eq(notes.id, noteId)).get()
  return note ? lessonTitle(read, note.lessonId) : 'a lesson'
}

function quizTitle(read: ReadDb, id: string): string {
  return (
    read.select({ title: quizzes.title }).from(quizzes).where(eq(quizzes.id, id)).get()?.title ?? 'A quiz'
  )
}

function attemptTitle(read: ReadDb, attemptId: string): string {
  const attempt = read
    .select({ quizId: quizAttempts.quizId })
    .from(quizAttempts)
    .where(eq(quizAttempts.id, attemptId))
    .get()
  return attempt ? quizTitle(read, attempt.quizId) : 'A quiz'
}
