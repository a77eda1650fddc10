import type { Person } from '../../../server/auth/person.ts'
import { AppError } from '../../../src/shared/errors/app-error.ts'
import { isPerson, roleOf } from './school.ts'

/** Stands for the issuer: a token names its person, unless it says that it has expired. */
export async function whoAsks(request: Request): Promise<Person> {
  const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? ''
  if (!isPerson(token)) throw new AppError('token-expired', 'Please sign in again.')
  return { userId: token, name: token, email: `${token}@school.test`, role: roleOf(token) }
}
