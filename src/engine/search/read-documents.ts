import { noteText } from '../../shared/domain/note-place.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { SearchDocument, SearchKind } from './search-index.ts'
import { withoutAddresses } from './search-text.ts'

/** Reads what is searched of a row, by its number; null where it is not here, or not to be found. */
export type ReadDocument = (kind: SearchKind, row: number) => SearchDocument | null

interface CourseRow {
  title: string
  subtitle: string | null
  description: string
  tags: string
  instructor: string | null
}

interface LessonRow {
  title: string
  description: string | null
  content: string | null
}

/** Prepares the reading once: it is done for every row. */
export function documentReader(reader: Sqlite): ReadDocument {
  const courseAt = reader.prepare(
    `SELECT c.title, c.short_description AS subtitle, c.description, c.tags, u.name AS instructor
     FROM courses c LEFT JOIN users u ON u.id = c.instructor_id WHERE c.rowid = ? AND c.published`,
  )
  const lessonAt = reader.prepare(
    'SELECT title, description, content FROM lessons WHERE rowid = ? AND published',
  )
  const noteAt = reader.prepare('SELECT content FROM notes WHERE rowid = ?').pluck()
  const readers: Record<SearchKind, (row: number) => SearchDocument | null> = {
    courses: (row) => {
      const course = courseAt.get(row) as CourseRow | undefined
      return course ? courseDocument(course) : null
    },
    lessons: (row) => {
      const lesson = lessonAt.get(row) as LessonRow | undefined
      if (!lesson) return null
      const { title, description, content } = lesson
      const text = [title, withoutAddresses(description ?? ''), withoutAddresses(content ?? '')].join('\n')
      return { title, text, tags: [] }
    },
    notes: (row) => {
      const content = noteAt.get(row)
      return typeof content === 'string'
        ? { title: '', text: withoutAddresses(noteText(content)), tags: [] }
        : null
    },
  }
  return (kind, row) => readers[kind](row)
}

function courseDocument({ title, subtitle, instructor, description, tags: json }: CourseRow): SearchDocument {
  const tags = readTags(json)
  const text = [title, subtitle, instructor, tags.join('\n'), withoutAddresses(description)].join('\n')
  return { title, text, tags }
}

function readTags(json: string): string[] {
  const tags: unknown = JSON.parse(json)
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : []
}
