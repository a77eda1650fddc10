import { syncRejections } from '../../../drizzle/schema/sqlite/sync.ts'
import type { MutationName } from '../../shared/contract/mutations.ts'
import { createId } from '../../shared/domain/ids.ts'
import {
  planResend,
  type RefusedMutation,
  type ResendFacts,
  readRefused,
} from '../../shared/domain/resend.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { appendToOutbox } from '../outbox/outbox.ts'
import { applyOnDevice, parseMutation } from './device-mutations.ts'
import type { MutationContext } from './mutation.ts'

/**
 * Does refused work again: new mutations with the same intent, and the refusals are over. All of it or nothing, in one
 * transaction. @param text what the person made of the text, null to leave it as it was.
 * @throws AppError when it cannot be done (any more), or when the device refuses it as well.
 */
export function resend(
  context: MutationContext,
  rejectionIds: readonly string[],
  text: string | null,
  facts: ResendFacts,
): void {
  const refused = rejectionIds.map((id): RefusedMutation => {
    const row = context.tx.local.find(syncRejections, id)
    if (!row) throw new AppError('not-found', 'This is not on this device any more.')
    if (row.resolvedAt !== null)
      throw new AppError('already-exists', 'This was decided already, perhaps on another device.')
    return readRefused(row)
  })
  const plan = planResend(refused, facts)
  if (!plan) throw new AppError('limit-reached', 'This cannot be sent again. You can save a copy of it.')
  for (const { name, args } of plan.mutations(text, createId)) doNow(context, name, args)
  for (const rejectionId of rejectionIds)
    doNow(context, 'attention.resolveRejection', { rejectionId, outcome: 'resent' })
}

function doNow(context: MutationContext, name: MutationName, args: unknown): void {
  const mutation = parseMutation(name, args)
  applyOnDevice(context, mutation)
  appendToOutbox(context.tx, mutation, context.madeAtMs)
}
