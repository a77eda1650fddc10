import type { KeepState } from '../../shared/contract/catalogue-views.ts'
import type { KeepPartState } from '../../shared/contract/keep-views.ts'
import { formatBytes } from './format.ts'
import { t } from './language/texts.ts'

/** Where a course's content is, in a few words. Null where there is nothing to say. */
export function keepWords(keep: KeepState): string | null {
  const sized = keep.totalBytes > 0
  const sofar = { done: formatBytes(keep.doneBytes), total: formatBytes(keep.totalBytes) }
  switch (keep.state) {
    case 'not-kept':
      return null
    case 'queued':
      return t('keep.queued')
    case 'downloading':
      return sized ? t('keep.downloadingSoFar', sofar) : t('keep.downloading')
    case 'paused':
      return sized ? t('keep.pausedSoFar', sofar) : t('keep.paused')
    case 'kept':
      return sized ? t('keep.keptSize', { size: sofar.total }) : t('keep.kept')
    case 'failed':
      return t('keep.failed')
  }
}

/** A lesson or a module as something to keep. */
export interface KeepPart {
  title: string
  state: KeepPartState
  totalBytes: number
  doneBytes: number
}

/** Where a lesson's or a module's files are, in a few words. */
export function keepPartWords({ state, totalBytes, doneBytes }: KeepPart): string {
  const total = formatBytes(totalBytes)
  const sofar = { done: formatBytes(doneBytes), total }
  switch (state) {
    case 'away':
      return totalBytes > 0 ? t('keepPart.awaySize', { size: total }) : t('keepPart.away')
    case 'coming':
      return doneBytes > 0 ? t('keep.downloadingSoFar', sofar) : t('keep.queued')
    case 'paused':
      return totalBytes > 0 ? t('keep.pausedSoFar', sofar) : t('keep.paused')
    case 'failed':
      return t('keep.failed')
    case 'kept':
      return totalBytes > 0 ? t('keep.keptSize', { size: total }) : t('keep.kept')
  }
}

/** What a button that fetches it will bring, e.g. "48 MB"; null where there is only text, which is small. */
export function missingSize(keep: Pick<KeepState, 'totalBytes' | 'doneBytes'>): string | null {
  const missing = Math.max(0, keep.totalBytes - keep.doneBytes)
  return missing > 0 ? formatBytes(missing) : null
}

/** 0–100, whole: a screen reader says it, and a hair’s breadth of a huge course is written with an exponent else. */
export function keepPercent(keep: KeepState): number {
  if (keep.state === 'kept') return 100
  return keep.totalBytes > 0 ? Math.min(100, Math.floor((keep.doneBytes / keep.totalBytes) * 100)) : 0
}
