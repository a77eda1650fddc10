import type { MutationArgs, MutationName } from '../../shared/contract/mutations.ts'
import { engine } from './engine-client.ts'

/**
 * Does one thing on this device and queues it for the centre. Resolves with its number in the queue once it is
 * durable; the screens re-read by themselves. Fails with an AppError when the device refuses it.
 * Make ids with `createId()` before calling: a call whose engine died is repeated with the same arguments.
 */
export async function mutate<N extends MutationName>(name: N, args: MutationArgs<N>): Promise<number> {
  const { number } = await engine.mutate({ name, args })
  return number
}
