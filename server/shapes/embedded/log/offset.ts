/** A position in a shape's log. `lsn` is the WAL position of the transaction's commit (bytes, exact below 2^53). */
export interface LogOffset {
  readonly lsn: number
  /** Position inside the transaction; `Infinity` stands for the end of the initial snapshot (`0_inf`). */
  readonly op: number
}

/** `-1`: before everything, the initial snapshot included. */
export const BEFORE_ALL: LogOffset = { lsn: -1, op: 0 }

/** `0_inf`: everything of the initial snapshot, nothing after it. */
export const SNAPSHOT_END: LogOffset = { lsn: 0, op: Number.POSITIVE_INFINITY }

/** Reads an offset as clients send it; `undefined` when it has no valid form. */
export function parseOffset(text: string): LogOffset | 'now' | undefined {
  if (text === '-1') return BEFORE_ALL
  if (text === 'now') return 'now'
  const match = /^(\d{1,20})_(\d{1,20}|inf)$/.exec(text)
  if (!match) return undefined
  const [, lsn, op] = match
  return { lsn: Number(lsn), op: op === 'inf' ? Number.POSITIVE_INFINITY : Number(op) }
}

/** The text form clients send back to us. */
export function formatOffset(offset: LogOffset): string {
  if (offset.lsn < 0) return '-1'
  return `${offset.lsn}_${offset.op === Number.POSITIVE_INFINITY ? 'inf' : offset.op}`
}

/** Negative when `a` lies before `b`, zero when they are the same place. */
export function compareOffsets(a: LogOffset, b: LogOffset): number {
  if (a.lsn !== b.lsn) return a.lsn < b.lsn ? -1 : 1
  if (a.op === b.op) return 0
  return a.op < b.op ? -1 : 1
}
