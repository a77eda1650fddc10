import {
  contractVersion,
  maxPushBatch,
  maxPushBodyBytes,
  type PushRequest,
  pushResponse,
} from '../../shared/contract/wire.ts'
import type { WriteDoor } from '../db/write-door.ts'
import { takeBatch } from '../outbox/outbox.ts'
import type { GatewayClient } from './gateway-client.ts'

export interface PushDeps {
  client: GatewayClient
  door: WriteDoor
  clientId: string
}

/**
 * Sends everything that waits, in order, batch by batch. Nothing leaves the outbox here: that is the pull's to do, when
 * it carries the numbers back together with their effects.
 * @returns whether anything was sent. @throws AppError when a batch did not get through.
 */
export async function pushAll({ client, door, clientId }: PushDeps): Promise<boolean> {
  let after = 0
  for (;;) {
    const mutations = door.write((tx) => takeBatch(tx, after, maxPushBatch, maxPushBodyBytes / 2))
    if (mutations.length === 0) return after > 0
    const request: PushRequest = { clientId, contractVersion, mutations }
    const answer = pushResponse.parse(
      await client.json('v1/push', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      }),
    )
    after = Math.max(answer.lastMutation, mutations.at(-1)?.number ?? 0)
  }
}
