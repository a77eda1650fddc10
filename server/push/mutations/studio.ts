import type pg from 'pg'
import { courseFields, lessonFields } from '../../../src/shared/contract/studio-mutations.ts'
import { mergeField } from '../../../src/shared/domain/merge-field.ts'
import { placeAfter } from '../../../src/shared/domain/place-after.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import { keepConflict } from '../keep-conflict.ts'
import type { CentreMutation, MutationContext } from '../mutation-context.ts'

const gone = (what: string) => new AppError('not-found', `This ${what} is no longer part of the course.`)

/**
 * Lets those pass who teach the course, and has them wait for each other, so that of two reorders at once the second sees
 * the first. @throws AppError `not-found` without a course, `forbidden`.
 */
async function teaching({ client, caller }: MutationContext, courseId: string): Promise<void> {
  const { rows } = await client.query<{ instructor_id: string }>({
    name: 'studio-course',
    text: 'SELECT instructor_id FROM courses WHERE id = $1 FOR NO KEY UPDATE',
    values: [courseId],
  })
  if (!rows[0]) throw new AppError('not-found', 'This course is no longer there.')
  if (rows[0].instructor_id !== caller.userId && caller.role !== 'ADMIN')
    throw new AppError('forbidden', 'Only those who teach this course can change it.')
}

async function courseOf(context: MutationContext, table: 'modules' | 'lessons', id: string): Promise<string> {
  const { rows } = await context.client.query<{ course_id: string }>(
    `SELECT course_id FROM ${table} WHERE id = $1`,
    [id],
  )
  if (!rows[0]) throw gone(table === 'modules' ? 'module' : 'lesson')
  await teaching(context, rows[0].course_id)
  return rows[0].course_id
}

async function editField(
  { client, caller }: MutationContext,
  table: 'courses' | 'lessons',
  rowId: string,
  field: { column: string; long: boolean; optional: boolean },
  edit: { base: string; value: string },
): Promise<void> {
  const { column, long, optional } = field
  const { rows } = await client.query<{ value: string | null }>(
    `SELECT ${column} AS value FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`,
    [rowId],
  )
  const theirs = rows[0]?.value ?? ''
  const merged = mergeField(edit.base, edit.value, theirs, long)
  await client.query(`UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [
    rowId,
    optional && merged.value === '' ? null : merged.value,
  ])
  if (merged.conflict)
    await keepConflict(client, {
      userId: caller.userId,
      table,
      rowId,
      field: column,
      base: edit.base,
      mine: edit.value,
      theirs,
    })
}

export const editCourse: CentreMutation<'studio.editCourse'> = async (context, args) => {
  await teaching(context, args.courseId)
  await editField(context, 'courses', args.courseId, courseFields[args.field], args)
}

export const editLesson: CentreMutation<'studio.editLesson'> = async (context, args) => {
  await courseOf(context, 'lessons', args.lessonId)
  await editField(context, 'lessons', args.lessonId, lessonFields[args.field], args)
}

/** Ids in their order; the positions of what a person sees are not always different. */
async function order(
  client: pg.ClientBase,
  table: 'modules' | 'lessons',
  parentId: string,
): Promise<string[]> {
  const parent = table === 'modules' ? 'course_id' : 'module_id'
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE ${parent} = $1 ORDER BY position, id COLLATE "C"`,
    [parentId],
  )
  return rows.map((row) => row.id)
}

async function number(client: pg.ClientBase, table: 'modules' | 'lessons', ids: string[]): Promise<void> {
  await client.query(
    `UPDATE ${table} t SET position = o.position FROM unnest($1::text[]) WITH ORDINALITY o (id, position)
     WHERE t.id = o.id AND t.position <> o.position`,
    [ids],
  )
}

export const createModule: CentreMutation<'studio.createModule'> = async (context, args) => {
  const { client } = context
  await teaching(context, args.courseId)
  const { rowCount } = await client.query(
    `INSERT INTO modules (id, title, position, course_id) VALUES ($1, $2, 0, $3) ON CONFLICT (id) DO NOTHING`,
    [args.moduleId, args.title, args.courseId],
  )
  const ids = await order(client, 'modules', args.courseId)
  if (!ids.includes(args.moduleId)) throw new AppError('already-exists', 'Another module has this id.')
  if (rowCount) await number(client, 'modules', placeAfter(ids, args.moduleId, args.afterModuleId))
}

export const createLesson: CentreMutation<'studio.createLesson'> = async (context, args) => {
  const { client } = context
  await courseOf(context, 'modules', args.moduleId)
  const { rowCount } = await client.query(
    `INSERT INTO lessons (id, title, position, type, module_id, course_id) VALUES ($1, $2, 0, $3, $4, '')
     ON CONFLICT (id) DO NOTHING`,
    [args.lessonId, args.title, args.type, args.moduleId],
  )
  const ids = await order(client, 'lessons', args.moduleId)
  if (!ids.includes(args.lessonId)) throw new AppError('already-exists', 'Another lesson has this id.')
  if (rowCount) await number(client, 'lessons', placeAfter(ids, args.lessonId, args.afterLessonId))
}

export const moveModule: CentreMutation<'studio.moveModule'> = async (context, args) => {
  const courseId = await courseOf(context, 'modules', args.moduleId)
  const ids = await order(context.client, 'modules', courseId)
  await number(context.client, 'modules', placeAfter(ids, args.moduleId, args.afterModuleId))
}

export const moveLesson: CentreMutation<'studio.moveLesson'> = async (context, args) => {
  const { client } = context
  const from = await courseOf(context, 'lessons', args.lessonId)
  const to = await courseOf(context, 'modules', args.moduleId)
  if (from !== to) throw new AppError('bad-input', 'A lesson stays in its course.')
  await client.query('UPDATE lessons SET module_id = $2 WHERE id = $1 AND module_id <> $2', [
    args.lessonId,
    args.moduleId,
  ])
  const ids = await order(client, 'lessons', args.moduleId)
  await number(client, 'lessons', placeAfter(ids, args.lessonId, args.afterLessonId))
}

/** Deletes what was seen and nobody has worked in: with a lesson would go the progress and the notes of its learners. */
export const deleteLesson: CentreMutation<'studio.deleteLesson'> = async (context, args) => {
  const { client, caller } = context
  const { rowCount } = await client.query('SELECT 1 FROM lessons WHERE id = $1', [args.lessonId])
  if (rowCount === 0) return // done already
  await courseOf(context, 'lessons', args.lessonId)
  const { rows } = await client.query<{ content: string | null; used: boolean }>(
    `SELECT content, EXISTS (SELECT FROM progress WHERE lesson_id = l.id) OR EXISTS (SELECT FROM notes WHERE lesson_id = l.id)
       OR EXISTS (SELECT FROM quizzes q JOIN quiz_attempts a ON a.quiz_id = q.id WHERE q.lesson_id = l.id) AS used
     FROM lessons l WHERE id = $1 FOR UPDATE`,
    [args.lessonId],
  )
  const lesson = rows[0]
  if (lesson?.used)
    throw new AppError('forbidden', 'Learners have worked in this lesson. Hide it instead of deleting it.')
  const content = lesson?.content ?? ''
  if (content === args.baseContent) {
    await client.query('DELETE FROM lessons WHERE id = $1', [args.lessonId])
    return
  }
  await keepConflict(client, {
    userId: caller.userId,
    table: 'lessons',
    rowId: args.lessonId,
    field: 'deleted',
    base: args.baseContent,
    mine: content,
    theirs: '',
  })
}
