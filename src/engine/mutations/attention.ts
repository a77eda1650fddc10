import { syncConflicts, syncRejections } from '../../../drizzle/schema/sqlite/sync.ts'
import { type ConflictEdit, editOfConflict } from '../../shared/domain/conflict-edit.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { setText as setReviewText } from './course-reviews.ts'
import type { DeviceMutation, MutationContext } from './mutation.ts'
import { edit as editNote } from './notes.ts'
import { editCourse, editLesson } from './studio.ts'

export const resolveRejection: DeviceMutation<'attention.resolveRejection'> = ({ tx, madeAtMs }, args) => {
  const rejection = tx.local.find(syncRejections, args.rejectionId)
  if (!rejection) throw new AppError('not-found', 'This refusal is not on this device any more.')
  if (rejection.resolvedAt !== null) return
  tx.local.update(syncRejections, rejection.id, {
    resolvedAt: Math.max(rejection.createdAt, madeAtMs),
    resolution: args.outcome,
  })
}

/** The same as at the centre: the text is an edit like any other, and the conflict ends with it. */
export const resolveConflict: DeviceMutation<'conflicts.resolve'> = (context, args) => {
  const { tx, madeAtMs } = context
  const conflict = tx.local.find(syncConflicts, args.conflictId)
  if (!conflict) throw new AppError('not-found', 'These two versions are not on this device any more.')
  if (args.content !== null) {
    const field = { table: conflict.tableName, field: conflict.field, rowId: conflict.rowId }
    const edit = editOfConflict(field, args.baseContent, args.content)
    if (!edit) throw new AppError('bad-input', 'That field cannot hold this text.')
    setText(context, edit)
  }
  if (conflict.resolvedAt === null)
    tx.local.update(syncConflicts, conflict.id, { resolvedAt: Math.max(conflict.createdAt, madeAtMs) })
}

function setText(context: MutationContext, edit: ConflictEdit): void {
  if (edit.name === 'notes.edit') editNote(context, edit.args)
  else if (edit.name === 'studio.editCourse') editCourse(context, edit.args)
  else if (edit.name === 'studio.editLesson') editLesson(context, edit.args)
  else setReviewText(context, edit.args)
}
