import { mergeText } from './merge-text.ts'

export interface MergedField {
  value: string
  /** Both sides changed it differently: a person has to look. */
  conflict: boolean
}

/**
 * Three-way merge of one field of a draft. Long texts merge by lines and keep both sides of an overlap; a short one (a
 * title) cannot be both, so `mine`, the later to arrive, is taken, and the conflict holds the other.
 */
export function mergeField(base: string, mine: string, theirs: string, long: boolean): MergedField {
  if (long) {
    const { text, conflicts } = mergeText(base, mine, theirs)
    return { value: text, conflict: conflicts > 0 }
  }
  if (mine === theirs || theirs === base) return { value: mine, conflict: false }
  if (mine === base) return { value: theirs, conflict: false }
  return { value: mine, conflict: true }
}
