import type { KeepState } from '../../shared/contract/views.ts'
import { formatBytes } from './format.ts'

/** Where a course's content is, in a few words. Null where there is nothing to say. */
export function keepWords(keep: KeepState): string | null {
  switch (keep.state) {
    case 'not-kept':
      return null
    case 'queued':
      return 'Waiting to download'
    case 'downloading':
      return keep.totalBytes > 0 ? `Downloading, ${soFar(keep)}` : 'Downloading'
    case 'paused':
      return keep.totalBytes > 0 ? `Paused at ${soFar(keep)}` : 'Paused'
    case 'kept':
      return keep.totalBytes > 0 ? `On this device · ${formatBytes(keep.totalBytes)}` : 'On this device'
    case 'failed':
      return 'Download did not finish'
  }
}

/** " · 48 MB" for a button that fetches it; nothing where there is only text, which is small. */
export function sizeSuffix(keep: KeepState): string {
  const missing = Math.max(0, keep.totalBytes - keep.doneBytes)
  return missing > 0 ? ` · ${formatBytes(missing)}` : ''
}

/** 0–100. */
export function keepPercent(keep: KeepState): number {
  if (keep.state === 'kept') return 100
  return keep.totalBytes > 0 ? Math.min(100, (keep.doneBytes / keep.totalBytes) * 100) : 0
}

function soFar(keep: KeepState): string {
  return `${formatBytes(keep.doneBytes)} of ${formatBytes(keep.totalBytes)}`
}
