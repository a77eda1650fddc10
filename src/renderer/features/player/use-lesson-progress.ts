import { useCallback, useMemo } from 'react'
import type { LessonView } from '../../../shared/contract/views.ts'
import { createId } from '../../../shared/domain/ids.ts'
import { mutate } from '../../data/mutate.ts'

export interface LessonProgressWriter {
  /** Reports seconds read or watched so far, in all. Less than what is known already is not sent. */
  record(seconds: number): void
  complete(): void
}

/** Writes progress of one lesson. Null for a person who is not enrolled: a free preview leaves no trace. */
export function useLessonProgress(lesson: LessonView, enrolled: boolean): LessonProgressWriter | null {
  const { id: lessonId, completed, watchedSeconds } = lesson
  // One id per lesson and window: where a row exists already, the lesson decides, not the id.
  const progress = useMemo(() => ({ progressId: createId(), lessonId, sent: 0 }), [lessonId])

  const record = useCallback(
    (seconds: number) => {
      const whole = Math.min(360_000, Math.floor(seconds))
      if (whole <= Math.max(progress.sent, watchedSeconds)) return
      progress.sent = whole
      mutate('progress.record', {
        progressId: progress.progressId,
        lessonId: progress.lessonId,
        watchedSeconds: whole,
      }).catch(() => {
        // The next report carries these seconds too.
        progress.sent = 0
      })
    },
    [progress, watchedSeconds],
  )
  const complete = useCallback(() => {
    if (completed) return
    void mutate('progress.complete', {
      progressId: progress.progressId,
      lessonId: progress.lessonId,
      completedAtMs: Date.now(),
    })
  }, [progress, completed])

  return useMemo(() => (enrolled ? { record, complete } : null), [enrolled, record, complete])
}
