import type pg from 'pg'
import { applyBatch } from '../../server/push/apply-batch.ts'
import type { UserRole } from '../../src/shared/contract/enums.ts'
import type { MutationArgs, MutationName } from '../../src/shared/contract/mutations.ts'
import { contractVersion, type PushRequest } from '../../src/shared/contract/wire.ts'
import { createId } from '../../src/shared/domain/ids.ts'

/** Somebody's device (a learner's, if nothing else is said) as the centre sees it: a client id, and numbers that only grow. */
export class PushingDevice {
  readonly clientId = createId()
  readonly #pool: pg.Pool
  readonly #userId: string
  readonly #role: UserRole
  #number = 0

  constructor(pool: pg.Pool, userId: string, role: UserRole = 'STUDENT') {
    this.#pool = pool
    this.#userId = userId
    this.#role = role
  }

  /** Sends one mutation. @returns the codes of what was refused. */
  async push<N extends MutationName>(
    name: N,
    args: MutationArgs<N>,
    clock: { madeAtMs?: number; sentAtMs?: number } = {},
  ): Promise<string[]> {
    const { madeAtMs = Date.now(), sentAtMs } = clock
    this.#number += 1
    const request: PushRequest = {
      clientId: this.clientId,
      contractVersion,
      ...(sentAtMs === undefined ? {} : { sentAtMs }),
      mutations: [{ number: this.#number, name, args, madeAtMs }],
    }
    const answer = await applyBatch(this.#pool, { userId: this.#userId, role: this.#role }, request)
    return answer.rejected.map((refusal) => refusal.code)
  }
}
