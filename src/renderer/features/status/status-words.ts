import type { SyncStatusView, WaitingCounts } from '../../../shared/contract/views.ts'
import { countOf, formatList, formatMoment, formatUntil } from '../../ui/format.ts'

/** The few words in the header. */
export function statusLabel(status: SyncStatusView, signInExpired: boolean, nowMs: number): string {
  const changes = `${countOf(status.waiting.total, 'change')} waiting`
  switch (status.state) {
    case 'offline':
      return status.waiting.total > 0 ? `Offline · ${changes}` : 'Offline'
    case 'waiting':
      return changes
    case 'syncing':
      return 'Syncing'
    case 'delivered':
      return status.deliveredAtMs === null
        ? 'Nothing waiting'
        : `All delivered at ${formatMoment(status.deliveredAtMs, nowMs)}`
    case 'attention':
      return signInExpired ? 'Sign in again' : 'Needs attention'
  }
}

/** "2 notes and 1 quiz are waiting to be sent." */
export function waitingSentence(waiting: WaitingCounts): string {
  if (waiting.total === 0) return 'Everything you did on this device has been delivered.'
  const parts = [
    waiting.notes > 0 ? countOf(waiting.notes, 'note') : null,
    waiting.quizzes > 0 ? countOf(waiting.quizzes, 'quiz', 'quizzes') : null,
    waiting.progress > 0 ? countOf(waiting.progress, 'progress report') : null,
    waiting.enrollments > 0 ? countOf(waiting.enrollments, 'enrollment') : null,
  ].filter((part) => part !== null)
  const words = parts.length > 0 ? formatList(parts) : countOf(waiting.total, 'change')
  return `${words} ${waiting.total === 1 ? 'is' : 'are'} waiting to be sent.`
}

/** When this device turns to its centre again by itself. */
export function nextTrySentence(status: SyncStatusView, nowMs: number): string | null {
  if (status.state === 'syncing' || status.nextTryAtMs === null) return null
  const when = formatUntil(status.nextTryAtMs, nowMs)
  return status.online ? `Next look for news ${when}.` : `Next try ${when}.`
}

/** What the state means for the person. */
export function meaning(status: SyncStatusView, signInExpired: boolean): string {
  switch (status.state) {
    case 'offline':
      return 'The centre cannot be reached. You can go on: everything you do is kept on this device.'
    case 'waiting':
      return 'What you did is safe on this device and goes out as soon as the centre answers.'
    case 'syncing':
      return 'Exchanging news with the centre.'
    case 'delivered':
      return 'This device and the centre agree.'
    case 'attention':
      return signInExpired
        ? 'Your sign-in has run out. Everything stays on this device and is sent after you sign in again.'
        : 'The centre could not accept something. It is kept here until you decide.'
  }
}
