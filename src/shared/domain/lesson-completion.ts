import type { LessonType } from '../contract/enums.ts'

/**
 * How a lesson comes to be completed. `watching`: by the share of its video that was seen. `reading`: by reading to its
 * end. `passing`: by passing its quiz. `handing-in`: by handing its quiz in, whatever the grade. `marking`: by the
 * learner's own word. Everything but `passing` may also be marked by hand.
 */
export type CompletionRule = 'watching' | 'reading' | 'passing' | 'handing-in' | 'marking'

export interface CompletableLesson {
  type: LessonType
  /** It has a video that plays in the app. */
  hasVideo: boolean
  hasQuiz: boolean
}

export function completionRule({ type, hasVideo, hasQuiz }: CompletableLesson): CompletionRule {
  switch (type) {
    case 'VIDEO':
      return hasVideo ? 'watching' : 'reading'
    case 'TEXT':
      return 'reading'
    case 'QUIZ':
      return hasQuiz ? 'passing' : 'marking'
    case 'ASSIGNMENT':
      return hasQuiz ? 'handing-in' : 'marking'
    case 'LIVE_SESSION':
      return 'marking'
  }
}

/** Share of a video that counts as having watched it. */
const watchedShare = 0.9

/**
 * Whether so many seconds of a video complete its lesson. Device and centre both ask this of every report, so that a lesson
 * is completed wherever the report arrives, and by whatever version of the app it was sent.
 * @param videoSeconds null: not known, so that nothing is completed by watching.
 */
export function completesByWatching(
  type: LessonType,
  watchedSeconds: number,
  videoSeconds: number | null,
): boolean {
  return (
    type === 'VIDEO' &&
    videoSeconds !== null &&
    videoSeconds > 0 &&
    watchedSeconds >= videoSeconds * watchedShare
  )
}

/** Whether handing a quiz in completes the lesson it belongs to, passed or not. */
export function completesByHandingIn(type: LessonType): boolean {
  return type === 'ASSIGNMENT'
}
