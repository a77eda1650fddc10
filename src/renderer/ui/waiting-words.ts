import type { WaitingCounts } from '../../shared/contract/sync-views.ts'
import { formatList } from './format.ts'
import { t } from './language/texts.ts'

const kinds = [
  'notes',
  'quizzes',
  'progress',
  'reviews',
  'courseReviews',
  'enrollments',
  'decisions',
  'drafts',
  'profiles',
] as const

/** "2 notes and 1 quiz". */
export function waitingWords(waiting: WaitingCounts): string {
  const parts = kinds
    .filter((kind) => waiting[kind] > 0)
    .map((kind) => t(`waiting.${kind}`, { count: waiting[kind] }))
  return parts.length > 0 ? formatList(parts) : t('waiting.changes', { count: waiting.total })
}
