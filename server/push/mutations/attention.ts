import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation, MutationContext } from '../mutation-context.ts'
import { edit as editNote } from './notes.ts'

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

/** How the text of a field in conflict is set: by the mutation that edits it, which merges with what came meanwhile. */
const textFields: Record<
  string,
  (context: MutationContext, rowId: string, baseContent: string, content: string) => Promise<void>
> = {
  'notes.content': (context, noteId, baseContent, content) =>
    editNote(context, { noteId, baseContent, content }),
}

/** Ends a conflict, on every device. Two devices that end it differently are two edits: both are kept. */
export const resolveConflict: CentreMutation<'conflicts.resolve'> = async (context, args) => {
  const { client, caller, madeAtMs } = context
  const { rows } = await client.query<{ user_id: string; row_id: string; field: string }>(
    `SELECT user_id, row_id, table_name || '.' || field AS field FROM sync_conflicts WHERE id = $1 FOR UPDATE`,
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
    const setText = textFields[conflict.field]
    if (!setText) throw new AppError('bad-input', 'This centre cannot set the text of that field.')
    await setText(context, conflict.row_id, args.baseContent, args.content)
  }
  await client.query(
    `UPDATE sync_conflicts SET resolved_at = greatest(created_at, to_timestamp($2 / 1000.0))
     WHERE id = $1 AND resolved_at IS NULL`,
    [args.conflictId, madeAtMs],
  )
}
