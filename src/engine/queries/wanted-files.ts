import { eq } from 'drizzle-orm'
import { mediaFiles } from '../../../drizzle/schema/sqlite/courses.ts'
import { blobs, keptFiles } from '../../../drizzle/schema/sqlite/local.ts'
import type { ReadDb } from '../db/read-db.ts'

export interface WantedFile {
  sha256: string
  sizeBytes: number
  lessonId: string | null
  /** Whole on this device. */
  here: boolean
}

/** The files of a course that are wanted on this device: all of them, or those its wanted lessons need. */
export function wantedFilesOf(read: ReadDb, courseId: string, partial: boolean): WantedFile[] {
  const files = filesOf(read, courseId)
  if (!partial) return files
  const wanted = new Set(
    read
      .select({ sha256: keptFiles.sha256 })
      .from(keptFiles)
      .where(eq(keptFiles.courseId, courseId))
      .all()
      .map(({ sha256 }) => sha256),
  )
  return files.filter(({ sha256 }) => wanted.has(sha256))
}

/** All files of a course, as far as its content is here. */
export function filesOf(read: ReadDb, courseId: string): WantedFile[] {
  return read
    .select({
      sha256: mediaFiles.sha256,
      sizeBytes: mediaFiles.sizeBytes,
      lessonId: mediaFiles.lessonId,
      blob: blobs.sha256,
    })
    .from(mediaFiles)
    .leftJoin(blobs, eq(blobs.sha256, mediaFiles.sha256))
    .where(eq(mediaFiles.courseId, courseId))
    .all()
    .map(({ blob, ...file }) => ({ ...file, here: blob !== null }))
}
