import type { BlobLocation } from '../contract/host.ts'
import { byteRange } from '../domain/byte-range.ts'
import { commonHeaders } from './page-security.ts'

export interface MediaResponse {
  status: 200 | 206 | 416
  headers: Record<string, string>
  /** Which bytes to send, both ends inclusive; null for none. */
  range: { start: number; end: number } | null
}

const shown = /^(?:image|video|audio|font)\/[\w.+-]+$/
const shownToo = new Set(['application/pdf', 'text/plain', 'text/vtt'])

/**
 * How a shell answers a request for a blob. Course files come from other people, so nothing that could run as a page
 * of the app is given its own type: it is a download. An SVG is a document too, and is shown in a sandbox.
 */
export function mediaResponse(blob: BlobLocation, rangeHeader: string | null | undefined): MediaResponse {
  const range = byteRange(rangeHeader, blob.sizeBytes)
  const type = blob.mimeType.split(';')[0]?.trim().toLowerCase() ?? ''
  const isShown = shown.test(type) || shownToo.has(type)
  const headers: Record<string, string> = {
    ...commonHeaders,
    'content-type': isShown
      ? `${type}${type.startsWith('text/') ? '; charset=utf-8' : ''}`
      : 'application/octet-stream',
    'accept-ranges': 'bytes',
    // Named by content, so it never changes; private, because it belongs to the person signed in.
    'cache-control': 'private, max-age=31536000, immutable',
  }
  if (!isShown) headers['content-disposition'] = 'attachment'
  if (type !== 'application/pdf')
    headers['content-security-policy'] =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
  if (range.contentRange !== null) headers['content-range'] = range.contentRange
  if (range.status === 416)
    return { status: 416, headers: { ...headers, 'content-length': '0' }, range: null }
  headers['content-length'] = String(range.length)
  return {
    status: range.status,
    headers,
    range: range.length > 0 ? { start: range.start, end: range.end } : null,
  }
}
