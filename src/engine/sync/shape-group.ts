import type { ShapeGroup } from '../../shared/contract/shape-definition.ts'
import { shapes, shapesOf } from '../../shared/contract/shapes.ts'
import { contractVersion, type Digest, digestResponse } from '../../shared/contract/wire.ts'
import { mirrorTable } from '../db/mirror.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { Tx, WriteDoor } from '../db/write-door.ts'
import type { GatewayClient } from './gateway-client.ts'
import { heldFor, stopHolding } from './held-drafts.ts'
import { isPersonalTable } from './personal-rows.ts'
import { applyConfirmed, type ConfirmedChange, letGo, type Replay } from './rebase.ts'
import { readCursor, rememberWhole, samePosition, verifiedGroup, writeCursor } from './shape-cursors.ts'
import { digestOnDevice } from './shape-digest.ts'
import {
  beginning,
  type ChangeMessage,
  type PastCaches,
  readShape,
  type ShapeChanges,
  type ShapeId,
  type ShapePosition,
} from './shape-messages.ts'
import {
  activeShapes,
  applyFirst,
  applyMessages,
  holdsRows,
  idsInShape,
  leaveShape,
  onlyAdds,
} from './shape-rows.ts'
import { stageAnew } from './staged-fetch.ts'
import { dropStaged, stagedBatches, stagedIds } from './staged-rows.ts'

export interface GroupDeps {
  client: GatewayClient
  sqlite: Sqlite
  door: WriteDoor
  replay: Replay
  userId: string
  nowMs: () => number
  pause: (ms: number) => Promise<void>
}

/** How far the shapes may be behind the database before a difference is taken for more than that. */
const shapesLagMs = 300

type SyncedGroup = Exclude<ShapeGroup, 'doorbell'>

/**
 * Brings all shapes of a group to the end of their logs and checks them against the centre's digests. A group that does
 * not agree is asked again, then fetched anew: an offset alone is not trusted.
 * @param verifyUnchangedAfterMs a group that agreed less than this ago and has not changed since is not compared again.
 * @returns whether the group is whole now. @throws AppError when the centre cannot be reached.
 */
export async function syncGroup(
  deps: GroupDeps,
  group: SyncedGroup,
  courseId: string,
  verifyUnchangedAfterMs = 0,
): Promise<boolean> {
  const names = shapesOf(group)
  const changed = await advance(
    deps,
    names.map((name) => ({ name, courseId })),
  )
  const verified = verifiedGroup(deps.sqlite, group, courseId)
  // a clock that was set back must not put the comparison off for years
  if (!changed && verified && Math.abs(deps.nowMs() - verified.atMs) < verifyUnchangedAfterMs) return true
  let doubtful = await disagreeing(deps, group, courseId)
  for (const lagMs of [0, shapesLagMs]) {
    if (doubtful.length === 0) return true
    if (lagMs > 0) await deps.pause(lagMs)
    // A cache may have answered with a reply from before the change: whoever misses the same rows shares a newer one.
    const newer = new Map(doubtful.map(({ shape, wanted }) => [shape, { cacheBuster: `${wanted}-${lagMs}` }]))
    await advance(deps, [...newer.keys()], newer)
    doubtful = await disagreeing(deps, group, courseId)
  }
  if (doubtful.length > 0) {
    const minute = Math.floor(deps.nowMs() / 60_000) // a cached reply that lacks a change must not stay the answer
    for (const { shape, wanted } of doubtful)
      await fetchBeside(deps, shape, { cacheBuster: `${wanted}-m${minute}` })
    doubtful = await disagreeing(deps, group, courseId)
  }
  return doubtful.length === 0
}

/** Forgets a group: its rows leave, but for those that other shapes or the person's own work keep. */
export function dropGroup(
  deps: Pick<GroupDeps, 'door' | 'userId' | 'replay' | 'nowMs'>,
  group: SyncedGroup,
  courseId: string,
): void {
  const drop = (tx: Tx) => {
    tx.sqlite.prepare('DELETE FROM shape_groups WHERE group_name = ? AND course_id = ?').run(group, courseId)
    for (const name of shapesOf(group)) {
      const shape = { name, courseId }
      const ids = idsInShape(tx.sqlite, shape)
      tx.sqlite.prepare('DELETE FROM shape_cursors WHERE name = ? AND course_id = ?').run(name, courseId)
      const table = mirrorTable(shapes[name].table)
      for (const id of ids) leaveShape(tx, shape, table, id, deps.userId, 'dropped')
      tx.touch(table.name)
    }
    stopHolding(tx, group, courseId, heldFor(tx.sqlite, group, courseId))
  }
  // what waits must not bring back what it was made on
  const change: ConfirmedChange = { lastMutation: null, touches: () => true, apply: drop }
  deps.door.write((tx) => applyConfirmed(tx, change, deps.replay, deps.nowMs()))
}

/** A group that may not be seen is not waited for any more by what was done to it. */
export function giveUpGroup(deps: GroupDeps, group: SyncedGroup, courseId: string): void {
  const numbers = heldFor(deps.sqlite, group, courseId)
  if (numbers.length > 0)
    deps.door.write((tx) => letGo(tx, { group, courseId, numbers }, deps.replay, deps.nowMs()))
}

interface Gathered {
  shape: ShapeId
  messages: ChangeMessage[]
  position: ShapePosition
}

/** @returns whether anything changed. */
async function advance(
  deps: GroupDeps,
  group: readonly ShapeId[],
  pastCaches: ReadonlyMap<ShapeId, PastCaches> = new Map(),
): Promise<boolean> {
  const gathered: Gathered[] = []
  const fetched = await fetchAllFirst(deps, group)
  for (const shape of group) {
    const cursor = readCursor(deps.sqlite, shape)
    if (!cursor || fetched.has(shape)) continue
    const result = await gather(deps, shape, cursor, pastCaches.get(shape))
    if (result === 'must-refetch') {
      await fetchBeside(deps, shape, { expiredHandle: cursor.handle })
      fetched.add(shape)
    } else gathered.push(result)
  }
  const changed = gathered.filter(({ messages }) => messages.length > 0)
  if (
    changed.length === 0 &&
    gathered.every(({ shape, position }) => samePosition(deps.sqlite, shape, position))
  )
    return fetched.size > 0
  const given = changed.map(({ shape, messages }) => ({ shape, batches: () => [messages] }))
  commitShapes(deps, rowsIn(given), (tx) => {
    for (const { shape, messages } of changed) applyMessages(tx, shape, messages, deps.userId)
    for (const { shape, position } of gathered) writeCursor(tx, shape, position, true)
  })
  return fetched.size > 0 || changed.length > 0
}

async function gather(
  deps: GroupDeps,
  shape: ShapeId,
  from: ShapePosition,
  pastCaches: PastCaches | undefined,
): Promise<Gathered | 'must-refetch'> {
  const messages: ChangeMessage[] = []
  let position = from
  for await (const part of readShape(deps.client, shape.name, shape.courseId, from, pastCaches)) {
    if (part === 'must-refetch') return part
    for (const batch of part.batches()) for (const message of batch) messages.push(message)
    if (part.end) position = part.position
  }
  return { shape, messages, position }
}

/**
 * Fetches what was never fetched to its end: all at the same time, so that many small shapes cost one wait, and what only
 * adds to rows of others after them. @returns the shapes it fetched. @throws when all have ended, what one failed of.
 */
async function fetchAllFirst(deps: GroupDeps, group: readonly ShapeId[]): Promise<Set<ShapeId>> {
  const missing = group
    .map((shape) => ({ shape, cursor: readCursor(deps.sqlite, shape) }))
    .filter(({ cursor }) => !cursor?.upToDate)
  for (const additions of [false, true]) {
    const fetching = missing.filter(({ shape }) => onlyAdds(shape.name) === additions)
    const ends = await Promise.allSettled(
      fetching.map(({ shape, cursor }) =>
        isHereThroughOthers(deps.sqlite, shape)
          ? fetchBeside(deps, shape, {}, 'add')
          : fetchFirst(deps, shape, cursor),
      ),
    )
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }
  return new Set(missing.map(({ shape }) => shape))
}

/**
 * Whether another group already brought rows of this shape. A log tells the past before the present: what is here would be
 * old again for a moment if the beginning of the log went straight in.
 */
function isHereThroughOthers(sqlite: Sqlite, shape: ShapeId): boolean {
  const { group, table } = shapes[shape.name]
  const shared = activeShapes(sqlite).some(
    (other) =>
      other.courseId === shape.courseId &&
      shapes[other.name].table === table &&
      shapes[other.name].group !== group,
  )
  return shared && holdsRows(sqlite, shape)
}

/**
 * A shape's first fetch goes straight in, part by part, each page's last with the cursor: nothing is there yet that could be seen half,
 * a crash goes on where it stopped, and the shape counts as whole only after its end.
 */
async function fetchFirst(deps: GroupDeps, shape: ShapeId, cursor: ShapePosition | null): Promise<void> {
  const from = cursor ?? beginning
  let { handle } = from
  for await (const part of readShape(deps.client, shape.name, shape.courseId, from)) {
    if (part === 'must-refetch') return fetchBeside(deps, shape, { expiredHandle: handle })
    if (part.end) handle = part.position.handle
    const apply = (tx: Tx) => {
      applyFirst(tx, shape, part.batches(), deps.userId)
      if (part.end) writeCursor(tx, shape, part.position, part.upToDate)
    }
    commitShapes(deps, rowsIn([{ shape, batches: part.batches }]), apply, 'refetchable')
  }
}

/**
 * Gathers a shape from its beginning beside the rows that are there and puts it in as one transaction: the list is never
 * empty between, and never older. `swap` takes out what it does not hold; `add` leaves that to the comparison.
 */
async function fetchBeside(
  deps: GroupDeps,
  shape: ShapeId,
  pastCaches: PastCaches,
  how: 'swap' | 'add' = 'swap',
): Promise<void> {
  const scope = `${shape.name}:${shape.courseId}`
  const position = await stageAnew(deps, shape, scope, pastCaches)
  if (!position) return
  const end = position
  const table = mirrorTable(shapes[shape.name].table)
  const touches: Touches = (name) => name === table.name
  commitShapes(deps, touches, (tx) => {
    const present = stagedIds(tx.sqlite, scope, table.name)
    for (const id of how === 'swap' ? idsInShape(tx.sqlite, shape) : [])
      if (!present.has(id)) leaveShape(tx, shape, table, id, deps.userId, 'left')
    for (const rows of stagedBatches(tx.sqlite, scope, table.name))
      applyMessages(tx, shape, rows.map(asInsert), deps.userId)
    tx.touch(table.name)
    writeCursor(tx, shape, end, true)
    dropStaged(tx, scope)
  })
}

function asInsert(value: ChangeMessage['value']): ChangeMessage {
  return { key: '', value, headers: { operation: 'insert' } }
}

type Touches = ConfirmedChange['touches']

function commitShapes(
  deps: GroupDeps,
  touches: Touches,
  apply: (tx: Tx) => void,
  keeps: 'everything' | 'refetchable' = 'everything',
): void {
  const change: ConfirmedChange = { lastMutation: null, touches, apply }
  deps.door.write((tx) => applyConfirmed(tx, change, deps.replay, deps.nowMs()), keeps)
}

/** The rows that changes are about; gone through only where something waits: a first fetch is long. */
function rowsIn(changed: readonly (ShapeChanges & { shape: ShapeId })[]): Touches {
  let rows: Set<string> | undefined
  return (table, id) => {
    if (!rows) {
      rows = new Set()
      for (const { shape, batches } of changed)
        for (const batch of batches())
          for (const { value } of batch) rows.add(`${shapes[shape.name].table}/${value.id}`)
    }
    return rows.has(`${table}/${id}`)
  }
}

/**
 * The shapes of a group whose digest on this device is not the centre's, with the digest they should have, but for those
 * that differ by what waits of the person's own. Remembers a group that agrees as whole.
 */
async function disagreeing(
  deps: GroupDeps,
  group: SyncedGroup,
  courseId: string,
): Promise<{ shape: ShapeId; wanted: string }[]> {
  const numbers = heldFor(deps.sqlite, group, courseId) // what is confirmed from here on is not in the answer yet
  const ofCourse = courseId ? `&courseId=${encodeURIComponent(courseId)}` : ''
  const asked = deps.client.json(`v1/digests/${group}?contract=${contractVersion}${ofCourse}`)
  asked.catch(() => {}) // awaited below; both sides count at the same time
  const ours = new Map<ShapeId, Digest>()
  for (const name of shapesOf(group)) {
    const shape = { name, courseId }
    ours.set(shape, await digestOnDevice(deps.sqlite, shape))
  }
  const answer = digestResponse.parse(await asked)
  const differing = [...ours].flatMap(([shape, { count, hash }]) => {
    const theirs = answer.shapes[shape.name]
    return theirs !== undefined && (count !== theirs.count || hash !== theirs.hash)
      ? [{ shape, wanted: theirs.hash }]
      : []
  })
  if (differing.length === 0)
    deps.door.write((tx) => {
      rememberWhole(tx, group, courseId, answer.contentVersion ?? 0, deps.nowMs())
      letGo(tx, { group, courseId, numbers }, deps.replay, deps.nowMs())
    })
  return differing.filter(({ shape }) => !holdsOwnWork(deps.sqlite, shape))
}

/** What somebody changed of their own rows makes the difference while it waits: no shape brings those. */
function holdsOwnWork(sqlite: Sqlite, { name }: ShapeId): boolean {
  const { table } = shapes[name]
  return (
    isPersonalTable(table) &&
    sqlite.prepare('SELECT 1 FROM base_rows WHERE table_name = ? LIMIT 1').get(table) !== undefined
  )
}
