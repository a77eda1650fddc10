import type pg from 'pg'
import { z } from 'zod'
import { columnsAt, contract } from '../../src/shared/contract/contract-versions.ts'
import type { ShapeAudience } from '../../src/shared/contract/shape-definition.ts'
import type { DigestResponse } from '../../src/shared/contract/wire.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Person } from '../auth/person.ts'
import { checkContract } from '../http/read-body.ts'
import { authoriseShape } from './authorise-shape.ts'
import { readDigests } from './digests.ts'

/** Who may have a group's digests: those who may have its shapes. */
const audiences: Record<z.infer<typeof group>, { audience: ShapeAudience; ofCourse: boolean }> = {
  catalogue: { audience: 'signed-in', ofCourse: false },
  outline: { audience: 'signed-in', ofCourse: true },
  course: { audience: 'course-learner', ofCourse: true },
  teaching: { audience: 'course-teacher', ofCourse: true },
  personal: { audience: 'self', ofCourse: false },
}

const group = z.enum(['catalogue', 'outline', 'course', 'teaching', 'personal'])

/**
 * `GET /v1/digests/<group>?contract=…&courseId=…`.
 * @throws AppError `not-found` (group or course), `bad-input`, `forbidden`, `contract-too-old`.
 */
export async function digestEndpoint(
  pool: pg.Pool,
  person: Person,
  name: string,
  query: { courseId?: string; contract?: string },
  spoken = contract,
): Promise<DigestResponse> {
  const { courseId } = query
  const known = group.safeParse(name)
  if (!known.success) throw new AppError('not-found', `There are no digests named “${name.slice(0, 80)}”.`)
  const { audience, ofCourse } = audiences[known.data]
  if (ofCourse !== (courseId !== undefined))
    throw new AppError(
      'bad-input',
      `The request was not understood: courseId: ${ofCourse ? 'required' : 'not expected'}`,
      {
        details: { field: 'courseId' },
      },
    )
  const contractVersion = Number(query.contract ?? 1)
  checkContract({ contractVersion }, spoken)
  await authoriseShape(pool, person, audience, courseId)
  return readDigests(pool, known.data, {
    userId: person.userId,
    columnsOf: (table, columns) => columnsAt(contractVersion, table, columns, spoken),
    ...(courseId === undefined ? {} : { courseId }),
  })
}
