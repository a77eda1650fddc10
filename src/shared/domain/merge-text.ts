import { diff3Merge } from 'node-diff3'

export interface MergedText {
  text: string
  /** Parts that both sides changed differently: both are in the text, one after the other, marked. */
  conflicts: number
}

export const mineMark = '<<<<<<< this edit'
export const betweenMark = '======='
export const theirsMark = '>>>>>>> other edit'

/**
 * Three-way merge of texts by lines. What only one side changed is taken, what both changed alike is taken once, and
 * where they overlap nothing is dropped: both versions stay, marked.
 */
export function mergeText(base: string, mine: string, theirs: string): MergedText {
  if (mine === theirs || theirs === base) return { text: mine, conflicts: 0 }
  if (mine === base) return { text: theirs, conflicts: 0 }
  let conflicts = 0
  const lines: string[] = []
  const regions = diff3Merge(mine.split('\n'), base.split('\n'), theirs.split('\n'), {
    excludeFalseConflicts: true,
  })
  for (const region of regions) {
    if (region.ok) lines.push(...region.ok)
    else if (region.conflict) {
      conflicts += 1
      lines.push(mineMark, ...region.conflict.a, betweenMark, ...region.conflict.b, theirsMark)
    }
  }
  return { text: lines.join('\n'), conflicts }
}
