import { type ConflictEdit, editOfConflict } from '../../../src/shared/domain/conflict-edit.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation, MutationContext } from '../mutation-context.ts'
import { setText as setReviewText } from './course-reviews.ts'
import { edit as editNote } from './notes.ts'
import { editCourse, editLesson } from './studio.ts'

/** Writes down what a person decided about a refusal. The first decision stays; the refusal's payload stays as well. */
export const resolveRejection: CentreMutation<'attention.resolveRejection'> = async (context, args) => {
  const { client, caller, madeAtMs } = context
  const { rows } = await client.query<{ user_id: string }>(
    'SELECT user_id FROM sync_rejections WHERE id = $1 FOR UPDATE',
    [args.rejectionId],
  )
  // a centre that was put back to a backup refuses anew, under another id: there is nothing to decide about this one
  if (!rows[0]) return
  if (rows[0].user_id !== caller.userId) throw new AppError('forbidden', 'This refusal is not yours.')
  await client.query(
    `UPDATE sync_rejections SET resolved_at = greatest(created_at, to_timestamp($2 / 1000.0)), resolution = $3
     WHERE id = $1 AND resolved_at IS NULL`,
    [args.rejectionId, madeAtMs, args.outcome],
  )
}

/** Ends a conflict, on every device. Two devices that end it differently are two edits: both are kept. */
export const resolveConflict: CentreMutation<'conflicts.resolve'> = async (context, args) => {
  const { client, caller, madeAtMs } = context
  const { rows } = await client.query<{ user_id: string; rowId: string; table: string; field: string }>(
    `SELECT user_id, row_id AS "rowId", table_name AS "table", field FROM sync_conflicts WHERE id = $1 FOR UPDATE`,
    [args.conflictId],
  )
  const conflict = rows[0]
  if (conflict && conflict.user_id !== caller.userId)
    throw new AppError('forbidden', 'These two versions are not yours.')
  if (!conflict) {
    if (args.content === null) return
    throw new AppError('not-found', 'The two versions this decides about are no longer at the centre.')
  }
  if (args.content !== null) {
    const edit = editOfConflict(conflict, args.baseContent, args.content)
    if (!edit) throw new AppError('bad-input', 'That field cannot hold this text.')
    await setText(context, edit)
  }
  await client.query(
    `UPDATE sync_conflicts SET resolved_at = greatest(created_at, to_timestamp($2 / 1000.0))
     WHERE id = $1 AND resolved_at IS NULL`,
    [args.conflictId, madeAtMs],
  )
}

function setText(context: MutationContext, edit: ConflictEdit): Promise<void> {
  switch (edit.name) {
    case 'notes.edit':
      return editNote(context, edit.args)
    case 'studio.editCourse':
      return editCourse(context, edit.args)
    case 'studio.editLesson':
      return editLesson(context, edit.args)
    case 'a text of a review':
      return setReviewText(context, edit.args)
  }
}
