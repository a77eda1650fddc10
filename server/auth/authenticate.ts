import { AppError } from '../../src/shared/errors/app-error.ts'
import type { PeopleDirectory } from './people-directory.ts'
import type { Person } from './person.ts'
import type { TokenVerifier } from './token-verifier.ts'

export type Authenticate = (request: Request) => Promise<Person>

/** Who a request's `Authorization: Bearer` token speaks of. Errors: those of the verifier and of the directory. */
export function createAuthenticate(verifier: TokenVerifier, people: PeopleDirectory): Authenticate {
  return async (request) => {
    const [scheme, token, ...more] = (request.headers.get('authorization') ?? '').trim().split(/ +/)
    if (scheme?.toLowerCase() !== 'bearer' || !token || more.length > 0)
      throw new AppError('not-signed-in', 'Please sign in.')
    const claims = await verifier.verify(token)
    return people.find(claims, () => verifier.userInfo(token))
  }
}
