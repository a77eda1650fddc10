/** A stretch of a video that was played: seconds from its start. */
export interface Stretch {
  fromSecond: number
  toSecond: number
}

/**
 * Seconds of a video seen at least once: what was played now together with the first `seenBefore` seconds of earlier
 * days. Skipping to the end therefore does not count as watching, and watching a part twice counts once. Whole seconds.
 */
export function watchedSeconds(played: readonly Stretch[], seenBefore: number): number {
  const stretches = [{ fromSecond: 0, toSecond: seenBefore }, ...played]
    .filter(({ fromSecond, toSecond }) => toSecond > fromSecond)
    .sort((left, right) => left.fromSecond - right.fromSecond)
  let total = 0
  let reached = 0
  for (const { fromSecond, toSecond } of stretches) {
    if (toSecond <= reached) continue
    total += toSecond - Math.max(fromSecond, reached)
    reached = toSecond
  }
  return Math.floor(total)
}

/** Where to go on: where the person was, or the beginning for a video seen to its end. */
export function resumeSecond(lastSecond: number, videoSeconds: number): number {
  return lastSecond >= videoSeconds - 3 ? 0 : Math.max(0, lastSecond)
}

/** Whether a video ended well before the end its file promised: part of it is missing. */
export function isCutShort(endedAtSecond: number, videoSeconds: number): boolean {
  return endedAtSecond < Math.min(videoSeconds - 2, videoSeconds * 0.9)
}
