import { z } from 'zod'

/** Where a device stands: which life of which database, and the snapshot of it that the device holds. */
const pullCursor = z.object({
  v: z.literal(1),
  databaseKey: z.string(),
  run: z.string().regex(/^\w+$/),
  snapshot: z.string().refine(isSnapshot),
  /** Centre's clock, UTC milliseconds: a cursor older than the feed is worth nothing. */
  takenAtMs: z.number().int(),
})
export type PullCursor = z.infer<typeof pullCursor>

/** Days the change feed is kept, less one for a pull under way while it is pruned. */
const maxAgeMs = 89 * 24 * 60 * 60 * 1000

export function encodeCursor(cursor: PullCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** The cursor a device sent, or null when it cannot be read or is older than the feed: a full pull follows. */
export function decodeCursor(text: string | null, nowMs: number): PullCursor | null {
  if (text === null) return null
  try {
    const cursor = pullCursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return nowMs - cursor.takenAtMs > maxAgeMs ? null : cursor
  } catch {
    return null
  }
}

/** Whether Postgres would read it as a pg_snapshot: `xmin:xmax:xip,…`, the last in ascending order between the first two. */
function isSnapshot(text: string): boolean {
  const [, xmin, xmax, running] = /^(\d{1,18}):(\d{1,18}):((?:\d{1,18}(?:,\d{1,18})*)?)$/.exec(text) ?? []
  if (xmin === undefined || xmax === undefined || running === undefined) return false
  const low = BigInt(xmin)
  const high = BigInt(xmax)
  let before = low - 1n
  for (const xid of running === '' ? [] : running.split(',').map(BigInt)) {
    if (xid <= before || xid >= high) return false
    before = xid
  }
  return low > 0n && low <= high
}
