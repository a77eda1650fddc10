import { useEffect } from 'react'
import type { UsageNote } from '../../shared/contract/usage-mutations.ts'
import { noteUsage } from '../data/actions.ts'

/** Notes down once that something is looked at, for people who agreed to that. Nothing while it is not known what. */
export function useUsage(
  event: UsageNote['event'],
  { courseId, lessonId, quizId }: { courseId?: string | undefined; lessonId?: string; quizId?: string },
): void {
  useEffect(() => {
    if ((courseId ?? lessonId ?? quizId) !== undefined) noteUsage({ event, courseId, lessonId, quizId })
  }, [event, courseId, lessonId, quizId])
}
