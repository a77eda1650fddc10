import type { MutationArgs, MutationName } from '../../shared/contract/mutations.ts'
import type { Tx } from '../db/write-door.ts'

/** What a mutation on the device works with. */
export interface MutationContext {
  tx: Tx
  /** The signed-in person. */
  userId: string
  /** When the person acted: UTC milliseconds of this device's clock. The same at every replay. */
  madeAtMs: number
  /** The centre has done it, and what it made of the rows is on its way: another text that is there came later, and stays. */
  isConfirmed?: boolean
}

/**
 * The optimistic half of a mutation: the same rules as the centre's, on the rows this device holds. It must cope with
 * rows that are not here (not kept, deleted elsewhere): then it changes what it can and the centre judges.
 * Throws an AppError where the person must be told at once; during a rebase that leaves the mutation to the centre.
 */
export type DeviceMutation<N extends MutationName> = (context: MutationContext, args: MutationArgs<N>) => void
