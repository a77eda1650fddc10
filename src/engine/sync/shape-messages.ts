import type { ShapeName } from '../../shared/contract/shapes.ts'
import type { WireRow } from '../../shared/contract/wire.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { GatewayClient } from './gateway-client.ts'
import { type ArrayPart, jsonArrayParts, ReceivedText } from './json-array-parts.ts'

/** One shape on this device. `courseId` is empty where the shape belongs to no course. */
export interface ShapeId {
  name: ShapeName
  courseId: string
}

/** A change of one row, as the shape protocol tells it. */
export interface ChangeMessage {
  key: string
  value: WireRow
  headers: { operation: 'insert' | 'update' | 'delete' }
}

export interface ShapePosition {
  handle: string | null
  /** `-1` from the start. */
  offset: string
}

export const beginning: ShapePosition = { handle: null, offset: '-1' }

/**
 * Said to caches only: that a reply they hold will not do. Devices that ask for the same reason say the same, so that a
 * cache still answers all but the first of them.
 */
export interface PastCaches {
  /** The log this handle named is gone, and so is any copy of its beginning. */
  expiredHandle?: string | null
  /** What the reply must not be older than, in any words. */
  cacheBuster?: string
}

/** A page of a shape's log as it comes in: any number of parts that are not its end, then one that is. */
export type ShapePart = ShapeChanges &
  ({ end: false } | { end: true; position: ShapePosition; upToDate: boolean })

export interface ShapeChanges {
  /**
   * The changes in their order, read while they are gone through, as often as that is done; until the next part is asked for.
   * @throws AppError when they cannot be read.
   */
  batches(): Iterable<ChangeMessage[]>
}

/**
 * Walks a shape from a position to the end of its log, in parts of a few megabytes, so that a large course passes through
 * little memory. The next page is asked for while this one is read. Ends with the page that is up to date, or yields
 * `must-refetch` and ends when the log is no longer the one the position belongs to.
 */
export async function* readShape(
  client: GatewayClient,
  name: ShapeName,
  courseId: string,
  from: ShapePosition,
  pastCaches: PastCaches = {},
): AsyncGenerator<ShapePart | 'must-refetch'> {
  const text = new ReceivedText()
  let asked = from
  let next = ask(client, name, courseId, asked, pastCaches)
  next.catch(() => {}) // awaited below; a consumer that stops early must not leave an unhandled rejection
  for (;;) {
    const response = await next
    if (response === 'must-refetch') {
      yield response
      return
    }
    const position = {
      handle: response.headers.get('electric-handle'),
      offset: response.headers.get('electric-offset') ?? '',
    }
    const upToDate = response.headers.has('electric-up-to-date')
    if (!position.handle || position.offset === '')
      throw new AppError('not-a-gateway', 'The centre’s answer lacks the position of the shape.')
    if (!upToDate && position.offset === asked.offset)
      throw new AppError('unavailable', 'The centre does not move on in a shape.')
    if (!upToDate) {
      asked = position
      next = ask(client, name, courseId, asked, pastCaches)
      next.catch(() => {})
    }
    for await (const part of jsonArrayParts(response, text)) {
      const batches = () => changes(part)
      yield part.last ? { end: true, batches, position, upToDate } : { end: false, batches }
    }
    if (upToDate) return
  }
}

async function ask(
  client: GatewayClient,
  name: ShapeName,
  courseId: string,
  position: ShapePosition,
  { expiredHandle, cacheBuster }: PastCaches,
): Promise<Response | 'must-refetch'> {
  const query = new URLSearchParams()
  if (courseId) query.set('courseId', courseId)
  query.set('offset', position.offset)
  if (position.handle && position.offset !== '-1') query.set('handle', position.handle)
  if (expiredHandle) query.set('expired_handle', expiredHandle)
  if (cacheBuster) query.set('cache-buster', cacheBuster)
  try {
    const response = await client.request(`v1/shapes/${name}?${query}`)
    if (response.status !== 409) return response
    await response.body?.cancel()
    return 'must-refetch'
  } catch (error) {
    // An offset beyond the end of the log: the log is not the one this device knew.
    if (error instanceof AppError && error.code === 'bad-input' && position.offset !== '-1')
      return 'must-refetch'
    throw error
  }
}

function* changes(part: ArrayPart): Generator<ChangeMessage[]> {
  for (const items of part.batches()) yield changesIn(items)
}

/** Changes only. Checked by hand: a hundred thousand rows pass through here at once. */
function changesIn(items: readonly unknown[]): ChangeMessage[] {
  const messages: ChangeMessage[] = []
  for (const item of items) {
    if (typeof item !== 'object' || item === null || !('headers' in item)) continue
    const { headers } = item
    if (typeof headers !== 'object' || headers === null) continue
    if ('operation' in headers) {
      const { value } = item as ChangeMessage
      if (typeof value !== 'object' || value === null || typeof value.id !== 'string')
        throw new AppError('not-a-gateway', 'The centre’s answer has a row without an id.')
      messages.push(item as ChangeMessage)
    }
  }
  return messages
}
