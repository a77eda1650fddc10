import type { MutationArgs } from '../../../src/shared/contract/mutations.ts'
import { mergeText } from '../../../src/shared/domain/merge-text.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import { endConflicts, keepConflict } from '../keep-conflict.ts'
import type { CentreMutation, MutationContext } from '../mutation-context.ts'
import { whyNotLesson } from '../why-not-lesson.ts'

/**
 * Makes a note, once: work that was carried to another device may arrive from both, and after the note was deleted. Then it
 * stays deleted, unless this has a text that whoever deleted it had not seen.
 */
export const create: CentreMutation<'notes.create'> = async (context, args) => {
  const { client, caller, madeAtMs } = context
  const { rows } = await client.query<{ readable: string; owner: string | null; deleted: string | null }>({
    name: 'notes-create',
    text: `WITH lesson AS (
             SELECT l.id, e.id AS enrollment_id FROM lessons l
             LEFT JOIN enrollments e ON e.course_id = l.course_id AND e.user_id = $2
             JOIN courses c ON c.id = l.course_id
             WHERE l.id = $3 AND (e.id IS NOT NULL OR l.is_free OR c.instructor_id = $2 OR $7 = 'ADMIN')
           ), made AS (
             INSERT INTO notes (id, user_id, lesson_id, course_id, enrollment_id, content, video_second, created_at, updated_at)
             SELECT $1, $2, id, '', enrollment_id, $4, $5, to_timestamp($6 / 1000.0), to_timestamp($6 / 1000.0)
             FROM lesson WHERE NOT EXISTS (SELECT FROM deleted_notes WHERE id = $1 AND user_id = $2)
             ON CONFLICT (id) DO NOTHING
           )
           SELECT count(*) AS readable, (SELECT user_id FROM notes WHERE id = $1) AS owner,
             (SELECT content FROM deleted_notes WHERE id = $1 AND user_id = $2) AS deleted FROM lesson`,
    values: [
      args.noteId,
      caller.userId,
      args.lessonId,
      args.content,
      args.videoSecond,
      madeAtMs,
      caller.role,
    ],
  })
  if (rows[0]?.readable === '0') throw await whyNotLesson(client, args.lessonId)
  const { owner, deleted } = rows[0] ?? {}
  if (!owner && typeof deleted === 'string' && deleted !== args.content)
    await edit(context, { noteId: args.noteId, baseContent: deleted, content: args.content })
  if (owner && owner !== caller.userId) throw new AppError('already-exists', 'Another note has this id.')
}

/** Merges an edit with what the note became meanwhile. An edit made without knowing of a deletion brings the note back. */
export const edit: CentreMutation<'notes.edit'> = async (context, args) => {
  const { client, caller, madeAtMs } = context
  const present = await lockText(context, args.noteId)
  const deleted = present === undefined ? await bringBack(context, args) : undefined
  if (deleted === 'stays deleted') return
  // neither there nor deleted: or another device has just brought it back
  const theirs = present ?? deleted?.content ?? (await lockText(context, args.noteId))
  if (theirs === undefined)
    throw new AppError('not-found', 'This note is not known at the centre (any more).')
  const merged = mergeText(args.baseContent, args.content, theirs)
  await client.query({
    name: 'notes-edit',
    text: `UPDATE notes SET content = $2, updated_at = greatest(updated_at, to_timestamp($3 / 1000.0)) WHERE id = $1`,
    values: [args.noteId, merged.text, madeAtMs],
  })
  const conflict = { userId: caller.userId, table: 'notes', rowId: args.noteId }
  if (merged.conflicts > 0)
    await keepConflict(client, {
      ...conflict,
      field: 'content',
      base: args.baseContent,
      mine: args.content,
      theirs,
    })
  if (deleted)
    await keepConflict(client, {
      ...conflict,
      field: 'deleted',
      base: theirs,
      mine: merged.text,
      theirs: '',
    })
}

async function lockText({ client, caller }: MutationContext, noteId: string): Promise<string | undefined> {
  const { rows } = await client.query<{ content: string }>({
    name: 'notes-lock',
    text: 'SELECT content FROM notes WHERE id = $1 AND user_id = $2 FOR UPDATE',
    values: [noteId, caller.userId],
  })
  return rows[0]?.content
}

/**
 * Makes a deleted note again, unless the edit has nothing that whoever deleted it had not seen.
 * @returns the text it was deleted with; undefined where no such note was deleted.
 */
async function bringBack(
  { client, caller }: MutationContext,
  args: MutationArgs<'notes.edit'>,
): Promise<{ content: string } | 'stays deleted' | undefined> {
  const { rows } = await client.query<{ content: string; lesson_id: string; there: boolean }>({
    name: 'notes-deleted',
    text: `SELECT content, lesson_id, EXISTS (SELECT FROM lessons WHERE id = lesson_id) AS there
           FROM deleted_notes WHERE id = $1 AND user_id = $2 FOR UPDATE`,
    values: [args.noteId, caller.userId],
  })
  const deleted = rows[0]
  if (!deleted) return undefined
  if (mergeText(args.baseContent, args.content, deleted.content).text === deleted.content)
    return 'stays deleted'
  if (!deleted.there)
    throw new AppError('not-found', 'The lesson of this note is no longer part of its course.')
  await client.query({
    name: 'notes-bring-back',
    text: `WITH deleted AS (DELETE FROM deleted_notes WHERE id = $1 RETURNING *)
           INSERT INTO notes (id, user_id, lesson_id, course_id, enrollment_id, content, video_second, created_at, updated_at)
           SELECT d.id, d.user_id, d.lesson_id, '', e.id, d.content, d.video_second, d.created_at, d.created_at
           FROM deleted d JOIN lessons l ON l.id = d.lesson_id
             LEFT JOIN enrollments e ON e.course_id = l.course_id AND e.user_id = d.user_id`,
    values: [args.noteId],
  })
  return { content: deleted.content }
}

/**
 * Deletes a note if its text is what the person saw as they deleted it; otherwise somebody wrote on meanwhile, and the
 * person is asked. Older apps do not tell what was seen. Deleting what is gone already is done.
 */
export const remove: CentreMutation<'notes.delete'> = async ({ client, caller }, args) => {
  const { rows } = await client.query<{ user_id: string; content: string }>({
    name: 'notes-delete-lock',
    text: 'SELECT user_id, content FROM notes WHERE id = $1 FOR UPDATE',
    values: [args.noteId],
  })
  const note = rows[0]
  if (!note) return
  if (note.user_id !== caller.userId) throw new AppError('forbidden', 'This note is not yours.')
  if (args.baseContent !== undefined && args.baseContent !== note.content) {
    await keepConflict(client, {
      userId: caller.userId,
      table: 'notes',
      rowId: args.noteId,
      field: 'deleted',
      base: args.baseContent,
      mine: note.content,
      theirs: '',
    })
    return
  }
  await client.query({
    name: 'notes-delete',
    text: 'DELETE FROM notes WHERE id = $1',
    values: [args.noteId],
  })
  await endConflicts(client, caller.userId, 'notes', args.noteId)
}
