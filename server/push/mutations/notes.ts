import { createId } from '../../../src/shared/domain/ids.ts'
import { mergeText } from '../../../src/shared/domain/merge-text.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import type { CentreMutation } from '../mutation-context.ts'

export const create: CentreMutation<'notes.create'> = async ({ client, caller, madeAtMs }, args) => {
  const { rows } = await client.query<{ readable: string; owner: string | null }>({
    name: 'notes-create',
    text: `WITH lesson AS (
             SELECT l.id, e.id AS enrollment_id FROM lessons l
             LEFT JOIN enrollments e ON e.course_id = l.course_id AND e.user_id = $2
             JOIN courses c ON c.id = l.course_id
             WHERE l.id = $3 AND (e.id IS NOT NULL OR l.is_free OR c.instructor_id = $2 OR $7 = 'ADMIN')
           ), made AS (
             INSERT INTO notes (id, user_id, lesson_id, course_id, enrollment_id, content, video_second, created_at, updated_at)
             SELECT $1, $2, id, '', enrollment_id, $4, $5, to_timestamp($6 / 1000.0), to_timestamp($6 / 1000.0)
             FROM lesson ON CONFLICT (id) DO NOTHING
           )
           SELECT count(*) AS readable, (SELECT user_id FROM notes WHERE id = $1) AS owner FROM lesson`,
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
  if (rows[0]?.readable === '0')
    throw new AppError('forbidden', 'You are not enrolled in the course of this lesson.')
  const owner = rows[0]?.owner
  if (owner && owner !== caller.userId) throw new AppError('already-exists', 'Another note has this id.')
}

export const edit: CentreMutation<'notes.edit'> = async ({ client, caller, madeAtMs }, args) => {
  const { rows } = await client.query<{ content: string }>({
    name: 'notes-lock',
    text: 'SELECT content FROM notes WHERE id = $1 AND user_id = $2 FOR UPDATE',
    values: [args.noteId, caller.userId],
  })
  const note = rows[0]
  if (!note)
    throw new AppError('not-found', 'This note was deleted on another device before the edit arrived.')
  const merged = mergeText(args.baseContent, args.content, note.content)
  await client.query({
    name: 'notes-edit',
    text: `UPDATE notes SET content = $2, updated_at = greatest(updated_at, to_timestamp($3 / 1000.0)) WHERE id = $1`,
    values: [args.noteId, merged.text, madeAtMs],
  })
  if (merged.conflicts > 0)
    await client.query(
      `INSERT INTO sync_conflicts (id, user_id, table_name, row_id, field, base, mine, theirs)
       VALUES ($1, $2, 'notes', $3, 'content', $4, $5, $6)`,
      [createId(), caller.userId, args.noteId, args.baseContent, args.content, note.content],
    )
}

/** Deleting what is gone already is done. */
export const remove: CentreMutation<'notes.delete'> = async ({ client, caller }, args) => {
  const { rows } = await client.query<{ user_id: string }>('SELECT user_id FROM notes WHERE id = $1', [
    args.noteId,
  ])
  if (rows[0] && rows[0].user_id !== caller.userId) throw new AppError('forbidden', 'This note is not yours.')
  await client.query('DELETE FROM notes WHERE id = $1', [args.noteId])
}
