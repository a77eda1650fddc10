import { percentText } from './grading.ts'

/** What merging needs of a progress row. Times are UTC milliseconds. */
export interface LessonProgress {
  watchedSeconds: number
  completed: boolean
  startedAtMs: number | null
  completedAtMs: number | null
}

/**
 * Two reports of the same lesson become one: the most watched seconds, completed stays completed, the earliest
 * instants. Commutative, associative and idempotent, so that devices may report in any order and twice.
 */
export function mergeProgress(left: LessonProgress, right: LessonProgress): LessonProgress {
  return {
    watchedSeconds: Math.max(left.watchedSeconds, right.watchedSeconds),
    completed: left.completed || right.completed,
    startedAtMs: earliest(left.startedAtMs, right.startedAtMs),
    completedAtMs: earliest(left.completedAtMs, right.completedAtMs),
  }
}

/** A course's percentage: always computed anew from its lessons, never merged. Decimal text with two digits. */
export function coursePercent(completedLessons: number, totalLessons: number): string {
  return percentText(Math.min(completedLessons, totalLessons), totalLessons)
}

/** Reading time of a text in seconds, at 200 words a minute; at least 30 s for any text. */
export function readingSeconds(markdown: string): number {
  const words = markdown.split(/\s+/).filter(Boolean).length
  return words === 0 ? 0 : Math.max(30, Math.round((words / 200) * 60))
}

function earliest(left: number | null, right: number | null): number | null {
  if (left === null) return right
  if (right === null) return left
  return Math.min(left, right)
}
