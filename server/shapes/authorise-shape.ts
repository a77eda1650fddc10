import type pg from 'pg'
import { z } from 'zod'
import type { ShapeAudience } from '../../src/shared/contract/shape-definition.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Person } from '../auth/person.ts'

const standing = z.object({ published: z.boolean(), teaches: z.boolean(), learns: z.boolean() })

/**
 * Lets a person who may see a slice pass, asking Postgres each time: an enrollment that ended ends the reading.
 * `courseId` is given for slices of one course. A course shown to everyone signed in (its outline) has to be published.
 * @throws AppError `not-found` for a course that does not exist, `forbidden` for one that is not this person's to see.
 */
export async function authoriseShape(
  pool: pg.Pool,
  person: Pick<Person, 'userId' | 'role'>,
  audience: ShapeAudience,
  courseId: string | undefined,
): Promise<void> {
  if (courseId === undefined) {
    if (audience === 'signed-in' || audience === 'self') return
    throw new AppError('bad-input', 'The request was not understood: courseId: required', {
      details: { field: 'courseId' },
    })
  }
  const { published, teaches, learns } = await standingIn(pool, person.userId, courseId)
  const mayTeach = teaches || person.role === 'ADMIN'
  if (audience === 'course-teacher') {
    if (!mayTeach) throw new AppError('forbidden', 'Only those who teach this course can see this.')
    return
  }
  if (mayTeach || learns) return
  if (audience === 'course-learner')
    throw new AppError('forbidden', 'Enroll in this course to see what is in it.')
  if (!published) throw new AppError('not-found', 'There is no such course.')
}

async function standingIn(
  pool: pg.Pool,
  userId: string,
  courseId: string,
): Promise<z.infer<typeof standing>> {
  const found = await pool.query(
    `SELECT c.published,
            c.instructor_id = $2 AS teaches,
            EXISTS (SELECT 1 FROM enrollments e
                    WHERE e.course_id = c.id AND e.user_id = $2 AND e.status IN ('ACTIVE', 'COMPLETED')) AS learns
     FROM courses c WHERE c.id = $1`,
    [courseId, userId],
  )
  if (found.rowCount === 0) throw new AppError('not-found', 'There is no such course.')
  return standing.parse(found.rows[0])
}
