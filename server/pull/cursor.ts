import { z } from 'zod'

/** Where a device stands: which life of which database, and the snapshot of it that the device holds. */
const pullCursor = z.object({
  v: z.literal(1),
  databaseKey: z.string(),
  run: z.string(),
  snapshot: z.string().regex(/^\d+:\d+:[\d,]*$/),
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
