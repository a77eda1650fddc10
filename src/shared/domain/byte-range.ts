/**
 * What to send for a `Range` header (RFC 9110, one range) of a file of `sizeBytes`.
 * `end` is inclusive. A header that cannot be understood is ignored, as the RFC asks; one that cannot be satisfied is a 416.
 */
export type ByteRange =
  | { status: 200; start: 0; end: number; length: number; contentRange: null }
  | { status: 206; start: number; end: number; length: number; contentRange: string }
  | { status: 416; contentRange: string }

export function byteRange(header: string | null | undefined, sizeBytes: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  const [, first = '', last = ''] = match ?? []
  if (
    !match ||
    (first === '' && last === '') ||
    (first !== '' && last !== '' && Number(last) < Number(first))
  )
    return { status: 200, start: 0, end: sizeBytes - 1, length: sizeBytes, contentRange: null }
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (start >= sizeBytes || (first === '' && Number(last) === 0))
    return { status: 416, contentRange: `bytes */${sizeBytes}` }
  return {
    status: 206,
    start,
    end,
    length: end - start + 1,
    contentRange: `bytes ${start}-${end}/${sizeBytes}`,
  }
}
