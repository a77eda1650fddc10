import { betweenMark, mineMark, theirsMark } from './merge-text.ts'

/** Whether a text still holds both sides of an overlap, marked. */
export function hasMarks(text: string): boolean {
  return text.split('\n').includes(mineMark)
}

/**
 * Takes one side of every marked overlap of a merged text and leaves the rest of it as it is, so that what the two sides
 * changed elsewhere stays from both. A mark without its end is text like any other.
 */
export function takeSide(merged: string, side: 'mine' | 'theirs'): string {
  const lines = merged.split('\n')
  const kept: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const between = line === mineMark ? lines.indexOf(betweenMark, at) : -1
    const end = between < 0 ? -1 : lines.indexOf(theirsMark, between)
    if (end < 0) {
      kept.push(line)
      continue
    }
    kept.push(...(side === 'mine' ? lines.slice(at + 1, between) : lines.slice(between + 1, end)))
    at = end
  }
  return kept.join('\n')
}
