import { splitNote } from './note-place.ts'

export interface ExportedNote {
  courseTitle: string
  lessonTitle: string
  content: string
  videoSecond: number | null
  createdAtMs: number
}

/** What the file says in the person's language. */
export interface ExportWords {
  title: string
  bookmark: string
  /** "3 March 2026", "3 March 2026, at 4:05 in the video". */
  when(createdAtMs: number, videoSecond: number | null): string
}

/**
 * Notes as one Markdown file: by course and lesson in the order given, each with when it was written and the passage it is
 * about. What a person wrote stands in it as they wrote it.
 */
export function notesMarkdown(notes: readonly ExportedNote[], words: ExportWords): string {
  const parts = [`# ${heading(words.title)}`]
  let course: string | null = null
  let lesson: string | null = null
  for (const note of notes) {
    if (note.courseTitle !== course) {
      course = note.courseTitle
      lesson = null
      parts.push(`## ${heading(course)}`)
    }
    if (note.lessonTitle !== lesson) {
      lesson = note.lessonTitle
      parts.push(`### ${heading(lesson)}`)
    }
    const { place, body } = splitNote(note.content)
    const mark = place?.kind === 'bookmark' ? `${words.bookmark} · ` : ''
    parts.push(`*${mark}${words.when(note.createdAtMs, note.videoSecond)}*`)
    if (place?.quote) parts.push(`> ${place.quote.replace(/[\\`*_[\]<>#]/g, '\\$&')}`)
    if (body.trim() !== '') parts.push(body.trim())
  }
  return `${parts.join('\n\n')}\n`
}

function heading(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
