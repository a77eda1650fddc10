import { and, eq, sql } from 'drizzle-orm'
import { reviews } from '../../../drizzle/schema/sqlite/community.ts'
import { courses, lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { notes, quizAttempts, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import { journal, outbox } from '../../../drizzle/schema/sqlite/local.ts'
import { syncConflicts } from '../../../drizzle/schema/sqlite/sync.ts'
import { isMutationName, type Mutation, mutationArgs } from '../../shared/contract/mutations.ts'
import type { WorkKind } from '../../shared/contract/sync-views.ts'
import { englishLabel, type ThingWhat, type ThingWords } from '../../shared/contract/thing-words.ts'
import type { ConflictField } from '../../shared/domain/conflict-edit.ts'
import type { ReadDb } from '../db/read-db.ts'

/** A mutation as it is kept: in the outbox, the journal, a rejection. */
export interface KeptMutation {
  name: string
  args: unknown
}

/** In words of the screen, and in English for files and logs. */
interface Described {
  label: string
  words: ThingWords
  kind: WorkKind
}

/** What one or more mutations of the same thing are to the person who made them: "Note in Tracking Changes". */
export function describeThing(read: ReadDb, changes: readonly KeptMutation[]): Described {
  const mutations = changes.map(parse).filter((mutation) => mutation !== null)
  const telling =
    mutations.find(({ name }) => tellsMost.includes(name)) ??
    mutations.find(({ name }) => name === 'notes.create') ??
    mutations.at(-1)
  return telling ? inWords(read, telling) : described('progress', 'otherVersion')
}

/** What says most about a thing, whatever else was done to it. */
const tellsMost: readonly string[] = ['notes.delete', 'quiz.submit', 'progress.complete']

function inWords(read: ReadDb, mutation: Mutation): Described {
  switch (mutation.name) {
    case 'enrollment.enroll':
      return described('enrollment', 'enrollment', courseTitle(read, mutation.args.courseId))
    case 'enrollment.visit':
      return described('progress', 'place', courseTitle(read, mutation.args.courseId))
    case 'progress.record':
      return described('progress', 'time', lessonTitle(read, mutation.args.lessonId))
    case 'progress.complete':
      return described('progress', 'completed', lessonTitle(read, mutation.args.lessonId))
    case 'notes.create':
      return described('note', 'note', lessonTitle(read, mutation.args.lessonId))
    case 'notes.edit':
      return described('note', 'note', noteLesson(read, mutation.args.noteId))
    case 'notes.delete':
      return described('note', 'noteDeleted', noteLesson(read, mutation.args.noteId))
    case 'quiz.start':
      return described('quiz', 'quizStarted', quizTitle(read, mutation.args.quizId))
    case 'quiz.answer':
      return described('quiz', 'answers', attemptTitle(read, mutation.args.attemptId))
    case 'quiz.submit':
      return described('quiz', 'handedIn', attemptTitle(read, mutation.args.attemptId))
    case 'review.grade':
    case 'review.undo':
      return described('review', 'review', courseTitle(read, mutation.args.courseId))
    case 'reviews.write':
      return described('course-review', 'courseReview', courseTitle(read, mutation.args.courseId))
    case 'reviews.delete':
      return described('course-review', 'courseReviewDeleted', courseTitle(read, mutation.args.courseId))
    case 'study.record':
      return described('progress', 'study')
    case 'profile.edit':
    case 'profile.editTeaching':
      return described('profile', 'profile')
    case 'usage.record':
      return described('progress', 'usage')
    case 'attention.resolveRejection':
      return described('decision', 'refusalDecided')
    case 'conflicts.resolve':
      return decided(read, mutation.args.conflictId)
    case 'studio.editCourse':
      return described('draft', 'courseDraft', courseTitle(read, mutation.args.courseId))
    case 'studio.createModule':
      return described('draft', 'moduleNew', mutation.args.title)
    case 'studio.createLesson':
      return described('draft', 'lessonNew', mutation.args.title)
    case 'studio.moveModule':
      return described('draft', 'modulesOrder')
    case 'studio.editLesson':
      return described('draft', 'lessonDraft', lessonTitle(read, mutation.args.lessonId))
    case 'studio.moveLesson':
      return described('draft', 'lessonPlace', lessonTitle(read, mutation.args.lessonId))
    case 'studio.deleteLesson':
      return described('draft', 'lessonDeleted', lessonTitle(read, mutation.args.lessonId))
  }
}

/** Which text two people, or two devices, wrote differently: "Note in Tracking Changes". */
export function describeConflict(
  read: ReadDb,
  { table, field, rowId }: ConflictField,
): { label: string; words: ThingWords } {
  const words = wordsOfField(read, { table, field, rowId })
  return { label: englishLabel(words), words }
}

function wordsOfField(read: ReadDb, { table, field, rowId }: ConflictField): ThingWords {
  if (table === 'notes') return { what: 'note', name: noteLesson(read, rowId) }
  if (table === 'reviews') return { what: 'courseReview', name: reviewedCourse(read, rowId) }
  const name =
    table === 'courses' ? courseTitle(read, rowId) : table === 'lessons' ? lessonTitle(read, rowId) : null
  return { what: name === null ? 'someText' : (fieldWords[field] ?? 'textOf'), name }
}

const fieldWords: Record<string, ThingWhat> = {
  title: 'titleOf',
  short_description: 'summaryOf',
  description: 'descriptionOf',
  content: 'textOf',
}

/** Title of a lesson as it is on this device. */
function lessonTitle(read: ReadDb, id: string): string | null {
  return read.select({ title: lessons.title }).from(lessons).where(eq(lessons.id, id)).get()?.title ?? null
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

function courseTitle(read: ReadDb, id: string): string | null {
  return read.select({ title: courses.title }).from(courses).where(eq(courses.id, id)).get()?.title ?? null
}

function reviewedCourse(read: ReadDb, reviewId: string): string | null {
  const review = read
    .select({ courseId: reviews.courseId })
    .from(reviews)
    .where(eq(reviews.id, reviewId))
    .get()
  return review ? courseTitle(read, review.courseId) : null
}

function noteLesson(read: ReadDb, noteId: string): string | null {
  const note = read.select({ kept: notes.lessonTitle }).from(notes).where(eq(notes.id, noteId)).get()
  const lessonId = lessonOfNote(read, noteId)
  return note?.kept ?? (lessonId === undefined ? null : lessonTitle(read, lessonId))
}

function quizTitle(read: ReadDb, id: string): string | null {
  return read.select({ title: quizzes.title }).from(quizzes).where(eq(quizzes.id, id)).get()?.title ?? null
}

function attemptTitle(read: ReadDb, attemptId: string): string | null {
  const attempt = read
    .select({ quizId: quizAttempts.quizId })
    .from(quizAttempts)
    .where(eq(quizAttempts.id, attemptId))
    .get()
  return attempt ? quizTitle(read, attempt.quizId) : null
}

function decided(read: ReadDb, conflictId: string): Described {
  const conflict = read
    .select({ table: syncConflicts.tableName, field: syncConflicts.field, rowId: syncConflicts.rowId })
    .from(syncConflicts)
    .where(eq(syncConflicts.id, conflictId))
    .get()
  if (!conflict) return described('decision', 'versionsDecided')
  const { words } = describeConflict(read, conflict)
  return described('decision', words.what === 'note' ? 'noteDecided' : 'textDecided', words.name)
}

function described(kind: WorkKind, what: ThingWhat, name: string | null = null): Described {
  const words = { what, name }
  return { label: englishLabel(words), words, kind }
}
