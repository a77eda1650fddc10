import { mediaUrl } from './media-url.ts'

/** A file of a course, and the lesson it came with; null for what belongs to the course as a whole. */
export interface CourseFile {
  sha256: string
  lessonId: string | null
}

/**
 * Whether a lesson needs a file of its course: it came with the lesson, or the lesson's text, video or resources name it,
 * as a picture may stand in several lessons.
 * @param text everything of the lesson that may name files.
 */
export function lessonNeedsFile(lesson: { id: string; text: string }, file: CourseFile): boolean {
  return file.lessonId === lesson.id || lesson.text.includes(mediaUrl(file.sha256))
}
