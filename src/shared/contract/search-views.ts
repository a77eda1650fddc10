import type { LessonType } from './enums.ts'

/** A piece of a text; `marked` where it is what was searched for. */
export interface MarkedPart {
  text: string
  marked: boolean
}

export interface CourseHit {
  id: string
  slug: string
  title: MarkedPart[]
  /** Where its description speaks of it. */
  snippet: MarkedPart[]
  instructorName: string
  categoryName: string
  categoryColor: string | null
  enrolled: boolean
}

export interface LessonHit {
  id: string
  title: MarkedPart[]
  type: LessonType
  /** Where its text speaks of it; empty where the text is not on this device. */
  snippet: MarkedPart[]
  courseId: string
  courseSlug: string
  courseTitle: string
  /** Enrolled, or free to look at: it opens. Otherwise its course's page is the way. */
  mayOpen: boolean
  onDevice: boolean
}

export interface NoteHit {
  id: string
  snippet: MarkedPart[]
  lessonId: string
  lessonTitle: string | null
  /** The lesson was deleted at the centre: nothing leads there any more. */
  lessonGone: boolean
  courseId: string
  courseTitle: string | null
  videoSecond: number | null
  updatedAtMs: number
}

/** What was found of each kind, the best first. */
export interface SearchView {
  courses: CourseHit[]
  lessons: LessonHit[]
  notes: NoteHit[]
  /** Whether there is more of it than was asked for. */
  more: { courses: boolean; lessons: boolean; notes: boolean }
  /** While what has arrived is still being read into the index: how much of it is. Null when all is. */
  indexing: { done: number; total: number } | null
}
