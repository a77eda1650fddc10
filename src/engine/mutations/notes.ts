import { notes } from '../../../drizzle/schema/sqlite/learning.ts'
import { mergeText } from '../../shared/domain/merge-text.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { courseOfLesson, findEnrollment } from './enrollment.ts'
import type { DeviceMutation } from './mutation.ts'

export const create: DeviceMutation<'notes.create'> = ({ tx, userId, madeAtMs }, args) => {
  if (tx.local.find(notes, args.noteId)) return
  const courseId = courseOfLesson(tx.read, args.lessonId)
  if (courseId === undefined)
    throw new AppError('not-found', 'The lesson of this note is not on this device.')
  tx.local.insert(notes, {
    id: args.noteId,
    userId,
    lessonId: args.lessonId,
    courseId,
    enrollmentId: findEnrollment(tx.read, userId, courseId)?.id ?? null,
    content: args.content,
    videoSecond: args.videoSecond,
    createdAt: madeAtMs,
    updatedAt: madeAtMs,
  })
}

export const edit: DeviceMutation<'notes.edit'> = ({ tx, madeAtMs }, args) => {
  const note = tx.local.find(notes, args.noteId)
  if (!note) throw new AppError('not-found', 'This note was deleted on another device.')
  tx.local.update(notes, args.noteId, {
    content: mergeText(args.baseContent, args.content, note.content).text,
    updatedAt: Math.max(note.updatedAt, madeAtMs),
  })
}

/** As at the centre: a text that is not the one the person saw is not deleted with it; the centre asks them. */
export const remove: DeviceMutation<'notes.delete'> = ({ tx }, args) => {
  const note = tx.local.find(notes, args.noteId)
  if (note && args.baseContent !== undefined && args.baseContent !== note.content) return
  tx.local.remove(notes, args.noteId)
}
