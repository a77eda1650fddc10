import type { UserRole } from '../../src/shared/contract/enums.ts'

/** Who makes a request: a row of `users`. */
export interface Person {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: UserRole
}
