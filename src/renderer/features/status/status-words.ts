import type {
  IncidentView,
  MeteredView,
  SyncStatusView,
  WaitingCounts,
} from '../../../shared/contract/views.ts'
import { countOf, formatMoment, formatUntil } from '../../ui/format.ts'
import { waitingWords } from '../../ui/waiting-words.ts'

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
export function waitingSentence(waiting: WaitingCounts, attentionCount = 0): string {
  if (waiting.total === 0)
    return attentionCount > 0
      ? 'Nothing is waiting to be sent.'
      : 'Everything you did on this device has been delivered.'
  return `${waitingWords(waiting)} ${waiting.total === 1 ? 'is' : 'are'} waiting to be sent.`
}

/**
 * Whether this device may be switched off or BrainiX removed from it: said only when it is true. Removing it takes the
 * work of everybody who uses BrainiX here with it.
 * @param unsentOfOthers names of other people of this device whose work has not been sent.
 */
export function safetySentence(status: SyncStatusView, unsentOfOthers: readonly string[]): string | null {
  if (status.waiting.total > 0 || status.deliveredAtMs === null) return null
  return unsentOfOthers.length > 0 || status.attentionCount > 0
    ? 'Safe to switch off.'
    : 'Safe to switch off, and to uninstall BrainiX.'
}

/** What a metered connection means for this device; null on any other. */
export function meteredSentence(metered: MeteredView): string | null {
  if (!metered.detected) return null
  return metered.onlyOwnWork
    ? 'This connection is metered: only what you did is sent. Courses and downloads wait for another one.'
    : 'This connection is metered, and courses and downloads come over it as well.'
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
        : 'Something needs your decision. It is kept until you decide, and the rest goes on.'
  }
}

/** What became of what waited when the database of this device was damaged. */
export function incidentSentence({ rescued, outboxWhole }: IncidentView): string {
  const fetched = 'Everything else comes again from your centre.'
  if (outboxWhole)
    return rescued === 0
      ? `Nothing was waiting to be sent. ${fetched}`
      : `Everything that was waiting to be sent is safe: ${countOf(rescued, 'change')}. ${fetched}`
  const found = rescued === 0 ? 'Nothing' : countOf(rescued, 'change')
  return `${found} that waited to be sent could be read; some may be missing. Please look through what you did last. ${fetched}`
}
