import {
  contractVersion,
  maxPushBatch,
  maxPushBodyBytes,
  type PushRequest,
  pushResponse,
} from '../../shared/contract/wire.ts'
import { createId } from '../../shared/domain/ids.ts'
import type { WriteDoor } from '../db/write-door.ts'
import { readState } from '../outbox/device-state.ts'
import { neverArrived } from '../outbox/older-copy.ts'
import { takeBatch } from '../outbox/outbox.ts'
import type { GatewayClient } from './gateway-client.ts'

export interface PushDeps {
  client: GatewayClient
  door: WriteDoor
  clientId: string
  nowMs: () => number
}

/**
 * Sends everything that waits, in order, batch by batch. Nothing leaves the outbox here: that is the pull's to do, when
 * it carries the numbers back together with their effects. Stops where the centre knows less than it once confirmed: the
 * pull finds that out as well, and brings what is missing back out of the journal. Stops too where the centre knew a
 * number before it was first sent: a copy of this device gave it to something else, and the pull settles that.
 * @returns whether anything was sent. @throws AppError when a batch did not get through.
 */
export async function pushAll({ client, door, clientId, nowMs }: PushDeps): Promise<boolean> {
  let after = door.write((tx) => Number(readState(tx.sqlite, 'confirmed') ?? 0))
  for (let sent = false; ; sent = true) {
    const { mutations, firstFresh } = door.write((tx) =>
      takeBatch(tx, after, maxPushBatch, maxPushBodyBytes / 2),
    )
    if (mutations.length === 0) return sent
    const request: PushRequest = {
      clientId,
      requestId: createId(),
      contractVersion,
      sentAtMs: nowMs(),
      after,
      mutations,
    }
    const answer = pushResponse.parse(
      await client.json('v1/push', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      }),
    )
    if (answer.lastMutation < after) return true
    if (firstFresh !== null && (answer.before ?? 0) >= firstFresh) {
      door.write((tx) => neverArrived(tx, firstFresh))
      return true
    }
    after = Math.max(answer.lastMutation, mutations.at(-1)?.number ?? 0)
  }
}
