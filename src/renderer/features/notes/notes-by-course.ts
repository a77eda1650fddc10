import type { NoteView } from '../../../shared/contract/views.ts'

export interface CourseNotes {
  courseId: string
  courseTitle: string
  /** Newest first. */
  notes: NoteView[]
}

/** Notes under their courses: the course with the newest note first, and newest first within each. */
export function notesByCourse(notes: readonly NoteView[]): CourseNotes[] {
  const courses = new Map<string, CourseNotes>()
  const newestFirst = [...notes].sort((left, right) => right.createdAtMs - left.createdAtMs)
  for (const note of newestFirst) {
    const course = courses.get(note.courseId)
    if (course) course.notes.push(note)
    else courses.set(note.courseId, { courseId: note.courseId, courseTitle: note.courseTitle, notes: [note] })
  }
  return [...courses.values()]
}
