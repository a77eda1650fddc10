import type pg from 'pg'
import { AppError } from '../../src/shared/errors/app-error.ts'

/**
 * For whom a course is imported: the person with this e-mail address; without one, whoever teaches the course already, or
 * else the centre's first instructor.
 * @throws AppError `not-found` when there is none, `forbidden` when the person is no instructor.
 */
export async function chooseInstructor(pool: pg.Pool, slug: string, email?: string): Promise<string> {
  if (email !== undefined) {
    const found = await pool.query<{ id: string; role: string }>(
      `SELECT id, role FROM users WHERE lower(email) = lower($1)`,
      [email],
    )
    const person = found.rows[0]
    if (!person) throw new AppError('not-found', `Nobody at the centre has the e-mail address ${email}.`)
    if (person.role === 'STUDENT')
      throw new AppError(
        'forbidden',
        `${email} is a learner; a course needs an instructor or an administrator.`,
      )
    return person.id
  }
  const found = await pool.query<{ id: string }>(
    `SELECT id FROM (
       SELECT instructor_id AS id, 0 AS rank, now() AS since FROM courses WHERE slug = $1
       UNION ALL
       SELECT id, 1, created_at FROM users WHERE role = 'INSTRUCTOR'
     ) AS candidates ORDER BY rank, since, id LIMIT 1`,
    [slug],
  )
  const first = found.rows[0]
  if (!first)
    throw new AppError(
      'not-found',
      'The centre has no instructor yet. Name a person with --instructor <e-mail>.',
    )
  return first.id
}
