import type { CourseHit, LessonHit, NoteHit } from '../../../shared/contract/search-views.ts'

/** Where a hit leads, as a path of the app. */
export function courseAddress({ slug }: Pick<CourseHit, 'slug'>): string {
  return `/course/${encodeURIComponent(slug)}`
}

/** A lesson that may not be opened leads to its course, where one decides about it. */
export function lessonAddress({
  mayOpen,
  courseId,
  courseSlug,
  id,
}: Pick<LessonHit, 'mayOpen' | 'courseId' | 'courseSlug' | 'id'>): string {
  return mayOpen
    ? `/learn/${encodeURIComponent(courseId)}/${encodeURIComponent(id)}`
    : courseAddress({ slug: courseSlug })
}

/** The place a note was written at: the second of the video, or the passage it is about. Where the lesson is gone, the note. */
export function noteAddress({
  id,
  courseId,
  lessonId,
  lessonGone,
  videoSecond,
}: Pick<NoteHit, 'id' | 'courseId' | 'lessonId' | 'lessonGone' | 'videoSecond'>): string {
  if (lessonGone) return `/notes?note=${encodeURIComponent(id)}`
  const place = `/learn/${encodeURIComponent(courseId)}/${encodeURIComponent(lessonId)}`
  return `${place}?${videoSecond === null ? `note=${encodeURIComponent(id)}` : `second=${videoSecond}`}`
}
