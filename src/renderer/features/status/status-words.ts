import type {
  IncidentView,
  MeteredView,
  SyncStatusView,
  WaitingCounts,
} from '../../../shared/contract/sync-views.ts'
import { formatMoment, formatUntil } from '../../ui/format.ts'
import { t } from '../../ui/language/texts.ts'
import { waitingWords } from '../../ui/waiting-words.ts'

/** The few words in the header. */
export function statusLabel(status: SyncStatusView, signInExpired: boolean, nowMs: number): string {
  const count = status.waiting.total
  switch (status.state) {
    case 'offline':
      return count > 0 ? t('status:label.offlineWaiting', { count }) : t('status:label.offline')
    case 'waiting':
      return t('status:label.waiting', { count })
    case 'syncing':
      return t('status:label.syncing')
    case 'delivered':
      return status.deliveredAtMs === null
        ? t('status:label.nothing')
        : t('status:label.delivered', { time: formatMoment(status.deliveredAtMs, nowMs) })
    case 'attention':
      return signInExpired ? t('status:label.signIn') : t('status:label.attention')
  }
}

/** "2 notes and 1 quiz are waiting to be sent." */
export function waitingSentence(waiting: WaitingCounts, attentionCount = 0): string {
  if (waiting.total === 0)
    return attentionCount > 0 ? t('status:waiting.none') : t('status:waiting.delivered')
  return t('status:waiting.some', { work: waitingWords(waiting), count: waiting.total })
}

/**
 * Whether this device may be switched off or BrainiX removed from it: said only when it is true. Removing it takes the
 * work of everybody who uses BrainiX here with it.
 * @param unsentOfOthers names of other people of this device whose work has not been sent.
 */
export function safetySentence(status: SyncStatusView, unsentOfOthers: readonly string[]): string | null {
  if (status.waiting.total > 0 || status.deliveredAtMs === null) return null
  return unsentOfOthers.length > 0 || status.attentionCount > 0
    ? t('status:safe.off')
    : t('status:safe.uninstall')
}

/** What a metered connection means for this device; null on any other. */
export function meteredSentence(metered: MeteredView): string | null {
  if (!metered.detected) return null
  return metered.onlyOwnWork ? t('status:metered.own') : t('status:metered.all')
}

/** When this device turns to its centre again by itself. */
export function nextTrySentence(status: SyncStatusView, nowMs: number): string | null {
  if (status.state === 'syncing' || status.nextTryAtMs === null) return null
  const when = formatUntil(status.nextTryAtMs, nowMs)
  return status.online ? t('status:next.news', { when }) : t('status:next.try', { when })
}

/** What the state means for the person. */
export function meaning(status: SyncStatusView, signInExpired: boolean): string {
  switch (status.state) {
    case 'offline':
      return t('status:meaning.offline')
    case 'waiting':
      return t('status:meaning.waiting')
    case 'syncing':
      return t('status:meaning.syncing')
    case 'delivered':
      return t('status:meaning.delivered')
    case 'attention':
      return signInExpired ? t('status:meaning.signIn') : t('status:meaning.attention')
  }
}

/** What became of what waited when the database of this device was damaged. */
export function incidentSentence({ rescued, outboxWhole }: IncidentView): string {
  const count = rescued
  if (outboxWhole) return count === 0 ? t('status:incident.nothing') : t('status:incident.whole', { count })
  return count === 0 ? t('status:incident.noneRead') : t('status:incident.someRead', { count })
}
