import type { WaitingCounts, WorkKind } from '../../shared/contract/sync-views.ts'
import { thingOf } from '../../shared/domain/things.ts'
import type { OutboxEntry } from './outbox.ts'

/** What an outbox entry is to the person who made it; null where it is nothing they did. */
function kindOf(name: string): WorkKind | null {
  if (name.startsWith('usage.')) return null
  if (name.startsWith('profile.')) return 'profile'
  if (name.startsWith('notes.')) return 'note'
  if (name.startsWith('quiz.')) return 'quiz'
  if (name.startsWith('review.')) return 'review'
  if (name.startsWith('reviews.')) return 'course-review'
  if (name.startsWith('attention.') || name.startsWith('conflicts.')) return 'decision'
  if (name.startsWith('studio.')) return 'draft'
  return name === 'enrollment.enroll' ? 'enrollment' : 'progress'
}

/**
 * How many things wait, as a person counts them: one note however often it was edited, one quiz however many answers it
 * has; but each question that was reviewed.
 */
export function waitingCounts(entries: readonly OutboxEntry[]): WaitingCounts {
  const things = new Map<WorkKind, Set<string | number>>()
  for (const entry of entries) {
    const kind = kindOf(entry.name)
    if (kind === null) continue
    const known = things.get(kind) ?? new Set()
    known.add(kind === 'review' ? entry.number : thingOf(JSON.parse(entry.args), entry.number))
    things.set(kind, known)
  }
  const count = (kind: WorkKind) => things.get(kind)?.size ?? 0
  const counts = {
    notes: count('note'),
    quizzes: count('quiz'),
    progress: count('progress'),
    reviews: count('review'),
    courseReviews: count('course-review'),
    enrollments: count('enrollment'),
    decisions: count('decision'),
    drafts: count('draft'),
    profiles: count('profile'),
  }
  return { ...counts, total: Object.values(counts).reduce((sum, of) => sum + of, 0) }
}
