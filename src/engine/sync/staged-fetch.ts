import { shapes } from '../../shared/contract/shapes.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { Tx, WriteDoor } from '../db/write-door.ts'
import type { GatewayClient } from './gateway-client.ts'
import {
  beginning,
  type ChangeMessage,
  type PastCaches,
  readShape,
  type ShapeId,
  type ShapePosition,
} from './shape-messages.ts'
import { dropStaged, StagedBytes, stagedRow, stageRows, unstage } from './staged-rows.ts'

const attemptsAtRefetch = 3

/**
 * Stages a shape from its beginning to its end. The beginning may come out of a cache, of a log that is gone as well: then
 * it is asked for again, past that copy.
 * @returns where the end is. @throws AppError `unavailable` when the log does not stay long enough to be read.
 */
export async function stageAnew(
  deps: { client: GatewayClient; door: WriteDoor },
  shape: ShapeId,
  scope: string,
  pastCaches: PastCaches,
): Promise<ShapePosition | null> {
  let past = pastCaches
  for (let attempt = 0; attempt < attemptsAtRefetch; attempt++) {
    deps.door.write((tx) => dropStaged(tx, scope))
    const staged = new StagedBytes()
    let position: ShapePosition | null = null
    let gone = false
    for await (const part of readShape(deps.client, shape.name, shape.courseId, beginning, past)) {
      if (part === 'must-refetch') {
        gone = true
        break
      }
      deps.door.write((tx) => {
        for (const batch of part.batches()) stage(tx, scope, shape, batch, staged)
      }, 'refetchable')
      if (part.end) position = part.position
    }
    if (!gone) return position
    past = { ...past, expiredHandle: position?.handle ?? past.expiredHandle ?? null }
  }
  throw new AppError('unavailable', 'The centre is rebuilding this list.')
}

function stage(
  tx: Tx,
  scope: string,
  shape: ShapeId,
  messages: readonly ChangeMessage[],
  staged: StagedBytes,
): void {
  const { table } = shapes[shape.name]
  let inserts: ChangeMessage['value'][] = []
  const flush = () => {
    if (inserts.length > 0) stageRows(tx, scope, table, inserts, staged)
    inserts = []
  }
  for (const { headers, value } of messages) {
    if (headers.operation === 'insert') {
      inserts.push(value)
      continue
    }
    flush()
    const id = value.id ?? ''
    if (headers.operation === 'delete') unstage(tx, scope, table, id)
    else stageRows(tx, scope, table, [{ ...stagedRow(tx, scope, table, id), ...value }], staged)
  }
  flush()
}
