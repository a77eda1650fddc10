import { mediaUrl } from './media-url.ts'

/** A file of a course, and the lesson it came with; null for what belongs to the course as a whole. */
export interface CourseFile {
  sha256: string
  lessonId: string | null
}

const named = new RegExp(`${mediaUrl('')}([0-9a-f]{64})`, 'g')

/** The SHA-256 of every file a text names: a lesson's Markdown, its video, its resources, or all of them in one. */
export function filesNamedIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(named), ([, sha256 = '']) => sha256))
}

/**
 * Whether a lesson needs a file of its course: it came with the lesson, or the lesson's text, video or resources name it,
 * as a picture may stand in several lessons.
 */
export function lessonNeedsFile(
  lesson: { id: string; names: ReadonlySet<string> },
  file: CourseFile,
): boolean {
  return file.lessonId === lesson.id || lesson.names.has(file.sha256)
}
