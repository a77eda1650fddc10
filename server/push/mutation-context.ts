import type pg from 'pg'
import type { UserRole } from '../../src/shared/contract/enums.ts'
import type { MutationArgs, MutationName } from '../../src/shared/contract/mutations.ts'

/** Who is asking, as the access token and the users table say. */
export interface Caller {
  userId: string
  role: UserRole
}

/** What a mutation at the centre works with. `client` is inside the batch's transaction and the mutation's savepoint. */
export interface MutationContext {
  client: pg.ClientBase
  caller: Caller
  /** When the person acted, as `atCentre` has it. */
  madeAtMs: number
  /** An instant the device told, by the centre's clock: see `device-clock`. UTC milliseconds. */
  atCentre: (deviceMs: number) => number
}

/** Applies one mutation with authority. Throws an AppError to refuse it. */
export type CentreMutation<N extends MutationName> = (
  context: MutationContext,
  args: MutationArgs<N>,
) => Promise<void>
