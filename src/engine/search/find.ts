import type { LessonType } from '../../shared/contract/enums.ts'
import type { CourseHit, LessonHit, NoteHit, SearchView } from '../../shared/contract/search-views.ts'
import { noteText } from '../../shared/domain/note-place.ts'
import type { Sqlite } from '../db/open-database.ts'
import { hasRuns, markWords, snippetOf } from './marked-text.ts'
import type { SearchIndex, SearchKind } from './search-index.ts'
import { fold, type Question } from './search-text.ts'

/** So many titles are looked at themselves; a question that has more is too short to have a best answer. */
const titlesLookedAt = 200
/** A question with more matches than this in the texts is answered by the first, unranked: ranking looks at all. */
const textsRanked = 1500
const textsLookedAt = 80

interface Found {
  /** Numbers of rows with the words in their titles, and in their texts, the best first. */
  titles: number[]
  texts: number[]
}

/** Answers a question from the index, and the database for what is shown. Never more work than a few milliseconds. */
export function find(
  reader: Sqlite,
  index: SearchIndex,
  userId: string,
  question: Question,
  limit: number,
): Omit<SearchView, 'indexing'> {
  const courses = findCourses(reader, index, userId, question, limit + 1)
  const lessons = findLessons(reader, index, userId, question, limit + 1)
  const notes = findNotes(reader, index, userId, question, limit + 1)
  return {
    courses: courses.slice(0, limit),
    lessons: lessons.slice(0, limit),
    notes: notes.slice(0, limit),
    more: {
      courses: courses.length > limit,
      lessons: lessons.length > limit,
      notes: notes.length > limit,
    },
  }
}

function lookUp(index: SearchIndex, kind: SearchKind, { terms }: Question): Found {
  const titles = kind === 'notes' ? [] : index.matches(kind, 'titles', terms, titlesLookedAt)
  if (titles.length === titlesLookedAt) return { titles, texts: [] }
  const some = index.matches(kind, 'texts', terms, textsRanked)
  const texts =
    some.length < textsRanked
      ? index.ranked(kind, 'texts', terms, textsLookedAt)
      : some.slice(0, textsLookedAt)
  return { titles, texts }
}

/** How well a title answers: as a whole, from its beginning, in one piece, with all its words. */
function titleScore(title: string, question: Question): number {
  const folded = fold(title)
  const { folded: asked } = question
  const place = folded.indexOf(asked)
  const base =
    folded === asked
      ? 100
      : place === 0
        ? 60
        : place > 0 && !/[\p{L}\p{N}]/u.test(folded[place - 1] ?? '')
          ? 45
          : 30
  return base - Math.min(10, folded.length / 20)
}

interface Scored<T> {
  row: T
  score: number
}

/** The rows found, by score. @param bonus what speaks for a row beyond its words. */
function best<T extends { number: number; title: string }>(
  rows: readonly T[],
  found: Found,
  question: Question,
  bonus: (row: T) => number,
): T[] {
  const inTitle = new Set(found.titles)
  const placeInTexts = new Map(found.texts.map((row, place) => [row, place]))
  return rows
    .map((row): Scored<T> => {
      const place = placeInTexts.get(row.number)
      const inText = place === undefined ? 0 : 10 - place * 0.1
      return {
        row,
        score: (inTitle.has(row.number) ? titleScore(row.title, question) : 0) + inText + bonus(row),
      }
    })
    .sort((left, right) => right.score - left.score || left.row.number - right.row.number)
    .map(({ row }) => row)
}

const numbersOf = ({ titles, texts }: Found) => JSON.stringify([...new Set([...titles, ...texts])])

interface CourseCandidate {
  number: number
  title: string
  students: number
  enrolled: number
}

function findCourses(
  reader: Sqlite,
  index: SearchIndex,
  userId: string,
  question: Question,
  limit: number,
): CourseHit[] {
  const found = lookUp(index, 'courses', question)
  const candidates = reader
    .prepare(
      `SELECT c.rowid AS number, c.title, c.total_students AS students,
              EXISTS (SELECT 1 FROM enrollments e WHERE e.user_id = ? AND e.course_id = c.id AND e.status <> 'CANCELLED')
                AS enrolled
       FROM courses c WHERE c.rowid IN (SELECT value FROM json_each(?)) AND c.published`,
    )
    .all(userId, numbersOf(found)) as CourseCandidate[]
  const hits: CourseHit[] = []
  const order = best(
    candidates,
    found,
    question,
    ({ students, enrolled }) => enrolled * 8 + Math.min(8, 1.5 * Math.log10(1 + students)),
  )
  const courseAt = reader.prepare(
    `SELECT c.id, c.slug, c.title, c.short_description AS subtitle, c.description, c.tags,
            u.name AS instructorName, g.name AS categoryName, g.color AS categoryColor
     FROM courses c LEFT JOIN users u ON u.id = c.instructor_id LEFT JOIN categories g ON g.id = c.category_id
     WHERE c.rowid = ?`,
  )
  for (const { number, enrolled } of order) {
    if (hits.length === limit) break
    const row = courseAt.get(number) as {
      id: string
      slug: string
      title: string
      subtitle: string | null
      description: string
      tags: string
      instructorName: string | null
      categoryName: string | null
      categoryColor: string | null
    }
    const about = [row.subtitle, row.description].filter(Boolean).join('\n')
    if (!hasRuns([row.title, about, row.tags, row.instructorName].join('\n'), question)) continue
    hits.push({
      id: row.id,
      slug: row.slug,
      title: markWords(row.title, question),
      snippet: snippetOf(about, question),
      instructorName: row.instructorName ?? '',
      categoryName: row.categoryName ?? '',
      categoryColor: row.categoryColor,
      enrolled: enrolled === 1,
    })
  }
  return hits
}

interface LessonCandidate {
  number: number
  title: string
  enrolled: number
}

function findLessons(
  reader: Sqlite,
  index: SearchIndex,
  userId: string,
  question: Question,
  limit: number,
): LessonHit[] {
  const found = lookUp(index, 'lessons', question)
  const candidates = reader
    .prepare(
      `SELECT l.rowid AS number, l.title,
              EXISTS (SELECT 1 FROM enrollments e WHERE e.user_id = ? AND e.course_id = l.course_id
                      AND e.status IN ('ACTIVE', 'COMPLETED')) AS enrolled
       FROM lessons l WHERE l.rowid IN (SELECT value FROM json_each(?)) AND l.published`,
    )
    .all(userId, numbersOf(found)) as LessonCandidate[]
  const hits: LessonHit[] = []
  const lessonAt = reader.prepare(
    `SELECT l.id, l.title, l.type, l.description, l.content, l.is_free AS isFree, l.course_id AS courseId,
            c.slug AS courseSlug, c.title AS courseTitle,
            EXISTS (SELECT 1 FROM shape_groups g WHERE g.group_name = 'course' AND g.course_id = l.course_id
                    AND g.verified_version IS NOT NULL) AS courseHere
     FROM lessons l JOIN courses c ON c.id = l.course_id WHERE l.rowid = ?`,
  )
  for (const { number, enrolled } of best(candidates, found, question, (row) => row.enrolled * 8)) {
    if (hits.length === limit) break
    const row = lessonAt.get(number) as
      | {
          id: string
          title: string
          type: LessonType
          description: string | null
          content: string | null
          isFree: number
          courseId: string
          courseSlug: string
          courseTitle: string
          courseHere: 0 | 1
        }
      | undefined
    if (!row) continue // its course is not in the catalogue any more: nothing leads to it
    const text = [row.description, row.content].filter(Boolean).join('\n')
    if (!hasRuns(`${row.title}\n${text}`, question)) continue
    hits.push({
      id: row.id,
      title: markWords(row.title, question),
      type: row.type,
      snippet: snippetOf(text, question),
      courseId: row.courseId,
      courseSlug: row.courseSlug,
      courseTitle: row.courseTitle,
      mayOpen: enrolled === 1 || (row.isFree === 1 && row.content !== null),
      // A quiz may be here without any text.
      onDevice: row.courseHere === 1 || row.content !== null,
    })
  }
  return hits
}

type NoteRow = Omit<NoteHit, 'snippet' | 'lessonGone'> & { content: string; lessonGone: 0 | 1 }

function findNotes(
  reader: Sqlite,
  index: SearchIndex,
  userId: string,
  question: Question,
  limit: number,
): NoteHit[] {
  const { texts } = lookUp(index, 'notes', question)
  const hits: NoteHit[] = []
  const noteAt = reader.prepare(
    `SELECT n.id, n.content, n.lesson_id AS lessonId, coalesce(l.title, n.lesson_title) AS lessonTitle,
            l.id IS NULL AND n.lesson_title IS NOT NULL AS lessonGone, n.course_id AS courseId,
            coalesce(c.title, n.course_title) AS courseTitle, n.video_second AS videoSecond, n.updated_at AS updatedAtMs
     FROM notes n LEFT JOIN lessons l ON l.id = n.lesson_id LEFT JOIN courses c ON c.id = n.course_id
     WHERE n.rowid = ? AND n.user_id = ?`,
  )
  for (const number of texts) {
    if (hits.length === limit) break
    const row = noteAt.get(number, userId) as NoteRow | undefined
    if (!row) continue
    const { content, lessonGone, ...note } = row
    const text = noteText(content)
    if (hasRuns(text, question))
      hits.push({ ...note, lessonGone: lessonGone === 1, snippet: snippetOf(text, question) })
  }
  return hits
}
