import type { WaitingCounts, WaitingItem } from '../../shared/contract/views.ts'
import type { OutboxEntry } from './outbox.ts'

/** What an outbox entry is to the person who made it. */
export function kindOf(name: string): WaitingItem['kind'] {
  if (name.startsWith('notes.')) return 'note'
  if (name.startsWith('quiz.')) return 'quiz'
  return name === 'enrollment.enroll' ? 'enrollment' : 'progress'
}

/**
 * How many things wait, as a person counts them: one note however often it was edited, one quiz however many answers it
 * has.
 */
export function waitingCounts(entries: readonly OutboxEntry[]): WaitingCounts {
  const things = new Map<WaitingItem['kind'], Set<string>>()
  for (const entry of entries) {
    const kind = kindOf(entry.name)
    const known = things.get(kind) ?? new Set()
    known.add(thingOf(entry))
    things.set(kind, known)
  }
  const count = (kind: WaitingItem['kind']) => things.get(kind)?.size ?? 0
  const counts = {
    notes: count('note'),
    quizzes: count('quiz'),
    progress: count('progress'),
    enrollments: count('enrollment'),
  }
  return { ...counts, total: counts.notes + counts.quizzes + counts.progress + counts.enrollments }
}

/** The id of what an entry is about. */
export function thingOf(entry: OutboxEntry): string {
  const args = JSON.parse(entry.args) as Record<string, unknown>
  return String(args.noteId ?? args.attemptId ?? args.lessonId ?? args.courseId ?? entry.number)
}
