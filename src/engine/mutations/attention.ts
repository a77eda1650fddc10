import { syncConflicts, syncRejections } from '../../../drizzle/schema/sqlite/sync.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { DeviceMutation, MutationContext } from './mutation.ts'
import { edit as editNote } from './notes.ts'

export const resolveRejection: DeviceMutation<'attention.resolveRejection'> = ({ tx, madeAtMs }, args) => {
  const rejection = tx.local.find(syncRejections, args.rejectionId)
  if (!rejection) throw new AppError('not-found', 'This refusal is not on this device any more.')
  if (rejection.resolvedAt !== null) return
  tx.local.update(syncRejections, rejection.id, {
    resolvedAt: Math.max(rejection.createdAt, madeAtMs),
    resolution: args.outcome,
  })
}

const textFields: Record<
  string,
  (context: MutationContext, rowId: string, baseContent: string, content: string) => void
> = {
  'notes.content': (context, noteId, baseContent, content) =>
    editNote(context, { noteId, baseContent, content }),
}

/** The same as at the centre: the text is an edit like any other, and the conflict ends with it. */
export const resolveConflict: DeviceMutation<'conflicts.resolve'> = (context, args) => {
  const { tx, madeAtMs } = context
  const conflict = tx.local.find(syncConflicts, args.conflictId)
  if (!conflict) throw new AppError('not-found', 'These two versions are not on this device any more.')
  if (args.content !== null) {
    const setText = textFields[`${conflict.tableName}.${conflict.field}`]
    if (!setText)
      throw new AppError('bad-input', 'This version of BrainiX cannot set the text of that field.')
    setText(context, conflict.rowId, args.baseContent, args.content)
  }
  if (conflict.resolvedAt === null)
    tx.local.update(syncConflicts, conflict.id, { resolvedAt: Math.max(conflict.createdAt, madeAtMs) })
}
