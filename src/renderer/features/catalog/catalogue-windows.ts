/** How many courses one question to the engine brings. */
export const windowSize = 60

/** Offsets of the windows that cover a range of courses, but for the first window, which is always here. */
export function windowOffsets(firstIndex: number, lastIndex: number): number[] {
  const offsets: number[] = []
  const start = Math.max(windowSize, Math.floor(firstIndex / windowSize) * windowSize)
  for (let offset = start; offset <= lastIndex; offset += windowSize) offsets.push(offset)
  return offsets
}
