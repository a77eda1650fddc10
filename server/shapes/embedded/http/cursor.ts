// 9 October 2024, where Electric's clock for live requests begins.
const EPOCH_MS = Date.UTC(2024, 9, 9)

/**
 * The `electric-cursor` of a live reply: the current interval's end in seconds. All who ask in one interval then ask
 * under one URL, which a cache can answer. Never what the request carried: the stock client stalls on that.
 */
export function nextCursor(nowMs: number, longPollMs: number, previous: string | undefined): string {
  const interval = Math.max(1, Math.floor(longPollMs / 1000))
  const cursor = Math.ceil((nowMs - EPOCH_MS) / 1000 / interval) * interval
  if (String(cursor) !== previous) return String(cursor)
  return String(cursor + 1 + Math.floor(Math.random() * 3600))
}
