import type pg from 'pg'
import { byteRange } from '../../src/shared/domain/byte-range.ts'
import { isSha256 } from '../../src/shared/domain/media-url.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Person } from '../auth/person.ts'
import { authoriseFile } from './authorise-file.ts'
import type { FileStore } from './file-store.ts'

/**
 * `GET|HEAD /v1/files/<sha256>`, whole or one byte range, so that a download resumes where it broke off. A name stands
 * for its bytes for ever, so the answer may be kept for ever, by the person who got it.
 * @throws AppError `not-found`, `forbidden`.
 */
export async function fileEndpoint(
  deps: { pool: pg.Pool; files: FileStore },
  person: Person,
  sha256: string,
  request: Request,
): Promise<Response> {
  if (!isSha256(sha256)) throw new AppError('not-found', 'There is no such file.')
  const { mimeType } = await authoriseFile(deps.pool, person, sha256)
  const sizeBytes = await deps.files.sizeOf(sha256)
  if (sizeBytes === null) throw new AppError('not-found', 'The centre does not have the bytes of this file.')

  const etag = `"${sha256}"`
  const headers = new Headers({
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-type': mimeType ?? 'application/octet-stream',
    // whatever was uploaded, it is never a page of ours
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  if (namesTag(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers })

  const ifRange = request.headers.get('if-range')
  const wanted = ifRange === null || ifRange === etag ? request.headers.get('range') : null
  const range = byteRange(wanted, sizeBytes)
  if (range.contentRange !== null) headers.set('content-range', range.contentRange)
  if (range.status === 416) return new Response(null, { status: 416, headers })
  headers.set('content-length', String(range.length))
  const empty = request.method === 'HEAD' || range.length === 0
  const body = empty ? null : deps.files.read(sha256, range.start, range.end)
  return new Response(body, { status: range.status, headers })
}

function namesTag(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}
