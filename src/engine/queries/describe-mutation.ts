import { and, eq, sql } from 'drizzle-orm'
import { courses, lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { notes, quizAttempts, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import { journal, outbox } from '../../../drizzle/schema/sqlite/local.ts'
import { syncConflicts } from '../../../drizzle/schema/sqlite/sync.ts'
import { isMutationName, type Mutation, mutationArgs } from '../../shared/contract/mutations.ts'
import type { WorkKind } from '../../shared/contract/views.ts'
import type { ConflictField } from '../../shared/domain/conflict-edit.ts'
import type { ReadDb } from '../db/read-db.ts'

/** A mutation as it is kept: in the outbox, the journal, a rejection. */
export interface KeptMutation {
  name: string
  args: unknown
}

/** What one or more mutations of the same thing are to the person who made them: "Note in Tracking Changes". */
export function describeThing(
  read: ReadDb,
  changes: readonly KeptMutation[],
): { label: string; kind: WorkKind } {
  const mutations = changes.map(parse).filter((mutation) => mutation !== null)
  const telling =
    mutations.find(({ name }) => tellsMost.includes(name)) ??
    mutations.find(({ name }) => name === 'notes.create') ??
    mutations.at(-1)
  return telling ? inWords(read, telling) : { label: 'Something from another version', kind: 'progress' }
}

/** What says most about a thing, whatever else was done to it. */
const tellsMost: readonly string[] = ['notes.delete', 'quiz.submit', 'progress.complete']

function inWords(read: ReadDb, mutation: Mutation): { label: string; kind: WorkKind } {
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
      return { label: `Note in ${noteLesson(read, mutation.args.noteId)} deleted`, kind: 'note' }
    case 'quiz.start':
      return { label: `${quizTitle(read, mutation.args.quizId)} started`, kind: 'quiz' }
    case 'quiz.answer':
      return { label: `Answers in ${attemptTitle(read, mutation.args.attemptId)}`, kind: 'quiz' }
    case 'quiz.submit':
      return { label: `${attemptTitle(read, mutation.args.attemptId)} handed in`, kind: 'quiz' }
    case 'review.grade':
    case 'review.undo':
      return { label: `Review of ${courseTitle(read, mutation.args.courseId)}`, kind: 'review' }
    case 'study.record':
      return { label: 'Time of study', kind: 'progress' }
    case 'profile.edit':
      return { label: 'Your profile', kind: 'profile' }
    case 'usage.record':
      return { label: 'How the app is used', kind: 'progress' }
    case 'attention.resolveRejection':
      return { label: 'Decision about something refused', kind: 'decision' }
    case 'conflicts.resolve':
      return { label: conflictLabel(read, mutation.args.conflictId), kind: 'decision' }
    case 'studio.editCourse':
      return { label: `Draft of ${courseTitle(read, mutation.args.courseId)}`, kind: 'draft' }
    case 'studio.createModule':
      return { label: `New module “${mutation.args.title}”`, kind: 'draft' }
    case 'studio.createLesson':
      return { label: `New lesson “${mutation.args.title}”`, kind: 'draft' }
    case 'studio.moveModule':
      return { label: 'Order of modules', kind: 'draft' }
    case 'studio.editLesson':
      return { label: `Draft of ${lessonTitle(read, mutation.args.lessonId)}`, kind: 'draft' }
    case 'studio.moveLesson':
      return { label: `Place of ${lessonTitle(read, mutation.args.lessonId)}`, kind: 'draft' }
    case 'studio.deleteLesson':
      return { label: `${lessonTitle(read, mutation.args.lessonId)} deleted`, kind: 'draft' }
  }
}

/** Which text two people, or two devices, wrote differently: "Note in Tracking Changes". */
export function describeConflict(read: ReadDb, { table, field, rowId }: ConflictField): string {
  const part = fieldWords[field] ?? 'Text'
  if (table === 'notes') return `Note in ${noteLesson(read, rowId)}`
  if (table === 'courses') return `${part} of ${courseTitle(read, rowId)}`
  if (table === 'lessons') return `${part} of ${lessonTitle(read, rowId)}`
  return 'A text'
}

const fieldWords: Record<string, string> = {
  title: 'Title',
  short_description: 'Summary',
  description: 'Description',
  content: 'Text',
  deleted: 'Deletion',
}

/** Title of a lesson as it is on this device. */
export function lessonTitle(read: ReadDb, id: string): string {
  return (
    read.select({ title: lessons.title }).from(lessons).where(eq(lessons.id, id)).get()?.title ?? 'a lesson'
  )
}

/** Lesson of a note: from the note where it is here, otherwise from how it was made on this device. */
export function lessonOfNote(read: ReadDb, noteId: string): string | undefined {
  const note = read.select({ lessonId: notes.lessonId }).from(notes).where(eq(notes.id, noteId)).get()
  if (note) return note.lessonId
  for (const table of [outbox, journal]) {
    const made = read
      .select({ lessonId: sql<string>`${table.args} ->> 'lessonId'` })
      .from(table)
      .where(and(eq(table.name, 'notes.create'), eq(sql`${table.args} ->> 'noteId'`, noteId)))
      .get()
    if (made) return made.lessonId
  }
  return undefined
}

function parse({ name, args }: KeptMutation): Mutation | null {
  if (!isMutationName(name)) return null
  const parsed = mutationArgs[name].safeParse(args)
  return parsed.success ? ({ name, args: parsed.data } as Mutation) : null
}

function courseTitle(read: ReadDb, id: string): string {
  return (
    read.select({ title: courses.title }).from(courses).where(eq(courses.id, id)).get()?.title ?? 'a course'
  )
}

function noteLesson(read: ReadDb, noteId: string): string {
  const note = read.select({ kept: notes.lessonTitle }).from(notes).where(eq(notes.id, noteId)).get()
  const lessonId = lessonOfNote(read, noteId)
  return note?.kept ?? (lessonId === undefined ? 'a lesson' : lessonTitle(read, lessonId))
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

function conflictLabel(read: ReadDb, conflictId: string): string {
  const conflict = read
    .select({ table: syncConflicts.tableName, field: syncConflicts.field, rowId: syncConflicts.rowId })
    .from(syncConflicts)
    .where(eq(syncConflicts.id, conflictId))
    .get()
  return conflict ? `Decision about ${lowerFirst(describeConflict(read, conflict))}` : 'Two versions decided'
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}
