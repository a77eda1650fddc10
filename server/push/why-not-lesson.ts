import type pg from 'pg'
import { AppError } from '../../src/shared/errors/app-error.ts'

/** Why something about a lesson has no place at the centre, in words for the learner. */
export async function whyNotLesson(client: pg.ClientBase, lessonId: string): Promise<AppError> {
  const { rowCount } = await client.query('SELECT 1 FROM lessons WHERE id = $1', [lessonId])
  return rowCount === 0
    ? new AppError('not-found', 'This lesson is no longer part of its course.')
    : new AppError('forbidden', 'You are not enrolled in the course of this lesson.')
}
