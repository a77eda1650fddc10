/** Boxes in boxes deeper than this mean nothing to a reader, and cost more than they are worth to read. */
const deepest = 8

/** Takes boxes that are nested beyond reason for the text they are: a lesson must not stop the app. */
export function flatBoxes(source: string): string {
  let depth = 0
  let deepestFound = 0
  for (const [line] of source.matchAll(/^ {0,3}:{3,}.*$/gm)) {
    depth += /^\s*:+\s*$/.test(line) ? -1 : 1
    if (depth < 0) depth = 0
    deepestFound = Math.max(deepestFound, depth)
  }
  if (deepestFound <= deepest) return source
  depth = 0
  return source.replace(/^ {0,3}:{3,}.*$/gm, (line) => {
    const closes = /^\s*:+\s*$/.test(line)
    const before = depth
    depth = Math.max(0, depth + (closes ? -1 : 1))
    return Math.max(before, depth) > deepest ? `\\${line.trimStart()}` : line
  })
}
