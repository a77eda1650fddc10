import type { KeepState } from '../contract/catalogue-views.ts'

/** Words for where a course's files are. */
export function keepStateOf(facts: {
  kept: boolean
  paused: boolean
  error: string | null
  contentWhole: boolean
  totalBytes: number
  doneBytes: number
  missingFiles: number
}): KeepState {
  const { totalBytes, doneBytes, error } = facts
  const state = !facts.kept
    ? 'not-kept'
    : facts.contentWhole && facts.missingFiles === 0
      ? 'kept'
      : facts.paused
        ? 'paused'
        : error !== null
          ? 'failed'
          : doneBytes > 0
            ? 'downloading'
            : 'queued'
  return { state, totalBytes, doneBytes, error: facts.kept ? error : null }
}
