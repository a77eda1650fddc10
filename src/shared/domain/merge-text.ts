import { diff3Merge } from 'node-diff3'

export interface MergedText {
  text: string
  /** Parts that both sides changed differently: both are in the text, one after the other, marked. */
  conflicts: number
}

export const mineMark = '<<<<<<< this edit'
export const betweenMark = '======='
export const theirsMark = '>>>>>>> other edit'

/** Pairs of equal lines that are compared before a merge is given up; a second's work at most. */
const maxPairs = 2_000_000

/**
 * Three-way merge of texts by lines. What only one side changed is taken, what both changed alike is taken once, and
 * where they overlap nothing is dropped: both versions stay, marked. Texts of very many like lines, whose comparison
 * would keep a centre from everything else, are taken as one overlap.
 */
export function mergeText(base: string, mine: string, theirs: string): MergedText {
  if (mine === theirs || theirs === base) return { text: mine, conflicts: 0 }
  if (mine === base) return { text: theirs, conflicts: 0 }
  const sides = [mine.split('\n'), base.split('\n'), theirs.split('\n')] as const
  const before = commonLines(sides, (lines, at) => lines[at])
  const after = commonLines(
    sides.map((lines) => lines.slice(before)),
    (lines, at) => lines[lines.length - 1 - at],
  )
  const [a, o, b] = sides.map((lines) => lines.slice(before, lines.length - after)) as [
    string[],
    string[],
    string[],
  ]
  let conflicts = 0
  const merged: string[] = []
  for (const region of regionsOf(a, o, b)) {
    if (region.ok) merged.push(...region.ok)
    else if (region.conflict) {
      conflicts += 1
      merged.push(mineMark, ...region.conflict.a, betweenMark, ...region.conflict.b, theirsMark)
    }
  }
  const [lines] = sides
  return {
    text: [...lines.slice(0, before), ...merged, ...lines.slice(lines.length - after)].join('\n'),
    conflicts,
  }
}

interface Region {
  ok?: string[]
  conflict?: { a: string[]; b: string[] }
}

function regionsOf(a: string[], o: string[], b: string[]): Region[] {
  if (likePairs(a, o) + likePairs(b, o) > maxPairs) return [{ conflict: { a, b } }]
  return diff3Merge(a, o, b, { excludeFalseConflicts: true })
}

/** How many lines all of the texts have in common, counted from one end. */
function commonLines(
  texts: readonly (readonly string[])[],
  lineAt: (lines: readonly string[], at: number) => string | undefined,
): number {
  const [first = [], ...others] = texts
  const most = Math.min(...texts.map((lines) => lines.length))
  let count = 0
  while (count < most && others.every((lines) => lineAt(lines, count) === lineAt(first, count))) count += 1
  return count
}

function likePairs(left: readonly string[], right: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const line of right) counts.set(line, (counts.get(line) ?? 0) + 1)
  return left.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0)
}
