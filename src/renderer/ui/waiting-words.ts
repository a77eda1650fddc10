import type { WaitingCounts } from '../../shared/contract/views.ts'
import { countOf, formatList } from './format.ts'

/** "2 notes and 1 quiz". */
export function waitingWords(waiting: WaitingCounts): string {
  const parts = [
    waiting.notes > 0 ? countOf(waiting.notes, 'note') : null,
    waiting.quizzes > 0 ? countOf(waiting.quizzes, 'quiz', 'quizzes') : null,
    waiting.progress > 0 ? countOf(waiting.progress, 'progress report') : null,
    waiting.enrollments > 0 ? countOf(waiting.enrollments, 'enrollment') : null,
    waiting.decisions > 0 ? countOf(waiting.decisions, 'decision') : null,
    waiting.drafts > 0 ? countOf(waiting.drafts, 'course change') : null,
  ].filter((part) => part !== null)
  return parts.length > 0 ? formatList(parts) : countOf(waiting.total, 'change')
}
