import type { KeepState } from '../contract/catalogue-views.ts'
import type { KeepPartState } from '../contract/keep-views.ts'

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

/**
 * Where the files of one lesson are.
 * @param course the same facts of its course: its lessons come, wait and fail with it
 */
export function keepPartStateOf(
  lesson: { wanted: boolean; missingFiles: number },
  course: { contentWhole: boolean; paused: boolean; error: string | null },
): KeepPartState {
  if (course.contentWhole && lesson.missingFiles === 0) return 'kept'
  if (!lesson.wanted) return 'away'
  if (course.paused) return 'paused'
  return course.error !== null ? 'failed' : 'coming'
}

/** Where the files of several lessons are: what is still under way tells more than what is not wanted. */
export function keepPartsState(states: readonly KeepPartState[]): KeepPartState {
  const order: readonly KeepPartState[] = ['failed', 'paused', 'coming', 'away']
  return order.find((state) => states.includes(state)) ?? 'kept'
}
