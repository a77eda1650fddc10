import type pg from 'pg'
import { z } from 'zod'
import { mediaUrl } from '../../src/shared/domain/media-url.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Person } from '../auth/person.ts'

const found = z.object({ mime_type: z.string().nullable(), exists: z.boolean(), allowed: z.boolean() })

/**
 * Lets those read a file who may see where it is used: media of a course they learn or teach, and what the catalogue
 * shows to everyone (thumbnail and preview of a published course, cover of a published post, portrait of an
 * instructor, media of a lesson that is given away). Administrators read everything.
 * @returns its media type, where a course has given it one.
 * @throws AppError `not-found` for a file nothing refers to, `forbidden` for one of a course that is not the person's.
 */
export async function authoriseFile(
  pool: pg.Pool,
  person: Pick<Person, 'userId' | 'role'>,
  sha256: string,
): Promise<{ mimeType: string | null }> {
  const result = await pool.query(
    `WITH media AS (SELECT course_id, mime_type FROM media_files WHERE sha256 = $1),
          shown AS (
            SELECT EXISTS (SELECT 1 FROM courses WHERE published AND $3 IN (thumbnail, preview_video))
                OR EXISTS (SELECT 1 FROM blogs WHERE published AND cover = $3)
                OR EXISTS (SELECT 1 FROM users WHERE role = 'INSTRUCTOR' AND avatar = $3)
                OR EXISTS (SELECT 1 FROM media_files f JOIN lessons l ON l.id = f.lesson_id JOIN courses c ON c.id = l.course_id
                           WHERE f.sha256 = $1 AND l.is_free AND l.published AND c.published) AS to_all)
     SELECT (SELECT mime_type FROM media LIMIT 1) AS mime_type,
            EXISTS (SELECT 1 FROM media) OR shown.to_all AS exists,
            shown.to_all OR EXISTS (
              SELECT 1 FROM media m JOIN courses c ON c.id = m.course_id
              WHERE c.instructor_id = $2 OR EXISTS (
                SELECT 1 FROM enrollments e
                WHERE e.course_id = c.id AND e.user_id = $2 AND e.status IN ('ACTIVE', 'COMPLETED'))) AS allowed
     FROM shown`,
    [sha256, person.userId, mediaUrl(sha256)],
  )
  const { mime_type: mimeType, exists, allowed } = found.parse(result.rows[0])
  if (person.role === 'ADMIN' || allowed) return { mimeType }
  if (!exists) throw new AppError('not-found', 'There is no such file.')
  throw new AppError('forbidden', 'This file belongs to a course you are not enrolled in.')
}
