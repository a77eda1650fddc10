import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openDatabase } from '../../src/engine/db/open-database.ts'
import { type DeviceInput, databaseFile } from '../harness/device.ts'
import { madeUpTexts } from './made-up-texts.ts'

export const sizes = {
  courses: 100_000,
  lessons: 100_000,
  progressRows: 1_000_000,
  instructors: 1000,
  categories: 60,
  /** Courses the learner is enrolled in; the lessons are theirs. */
  enrollments: 1000,
}

/**
 * Writes a device's database as years of syncing would have left it: a catalogue of 100,000 courses, the 100,000 lessons of
 * 1,000 courses, and 1,000,000 rows of the learner's progress. Straight into SQLite: how it got there is measured elsewhere.
 */
export function fillLargeDevice(input: DeviceInput): void {
  const path = databaseFile(input)
  mkdirSync(dirname(path), { recursive: true })
  const sqlite = openDatabase(path)
  const { words, text } = madeUpTexts(42)
  sqlite.pragma('synchronous = OFF')
  sqlite.transaction(() => {
    const person = sqlite.prepare('INSERT INTO users (id, name, role) VALUES (?, ?, ?)')
    person.run(input.userId, 'Learner', 'STUDENT')
    for (let at = 0; at < sizes.instructors; at++) person.run(`u${at}`, words(2), 'INSTRUCTOR')
    const category = sqlite.prepare(
      'INSERT INTO categories (id, name, slug, parent_id, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 1)',
    )
    for (let at = 0; at < sizes.categories; at++)
      category.run(`g${at}`, words(1), `g${at}`, at < 12 ? null : `g${at % 12}`)
    const course = sqlite.prepare(
      `INSERT INTO courses (id, title, slug, description, short_description, price, level, duration, language, tags,
         instructor_id, category_id, published, featured, total_students, average_rating, total_reviews, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, 1)`,
    )
    for (let at = 0; at < sizes.courses; at++)
      course.run(
        `c${at}`,
        words(4),
        `course-${at}`,
        text(400),
        text(90),
        at % 4 === 0 ? '0.00' : `${10 + (at % 80)}.00`,
        ['BEGINNER', 'INTERMEDIATE', 'ADVANCED'][at % 3],
        30 + (at % 600),
        ['en', 'es', 'ar', 'fr'][at % 4],
        JSON.stringify([words(1), words(1)]),
        `u${at % sizes.instructors}`,
        `g${at % sizes.categories}`,
        at % 50 === 7 ? 1 : 0,
        (at * 7919) % 50_000,
        `${(at * 31) % 5}.${(at * 17) % 10}0`,
        at % 900,
        1_700_000_000_000 + at * 60_000,
      )
    const perCourse = sizes.lessons / sizes.enrollments
    const module = sqlite.prepare(
      'INSERT INTO modules (id, title, position, course_id, published, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 1, 1)',
    )
    const lesson = sqlite.prepare(
      `INSERT INTO lessons (id, title, description, content, position, type, module_id, course_id, published, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, 'TEXT', ?, ?, 1, 1, 1)`,
    )
    const enrollment = sqlite.prepare(
      `INSERT INTO enrollments (id, user_id, course_id, status, progress, last_lesson_id, enrolled_at, last_accessed_at)
       VALUES (?, ?, ?, 'ACTIVE', '40', ?, 1, ?)`,
    )
    for (let at = 0; at < sizes.enrollments; at++) {
      enrollment.run(`e${at}`, input.userId, `c${at}`, `l${at * perCourse}`, 1_700_000_000_000 + at)
      for (let part = 0; part < perCourse / 10; part++) {
        module.run(`m${at}-${part}`, words(2), part, `c${at}`)
        for (let place = 0; place < 10; place++) {
          const id = `l${at * perCourse + part * 10 + place}`
          lesson.run(id, words(4), text(90), text(1024), place, `m${at}-${part}`, `c${at}`)
        }
      }
    }
    // The learner's own, and those of lessons that are no longer here.
    sqlite
      .prepare(
        `WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?)
         INSERT INTO progress (id, enrollment_id, lesson_id, user_id, watched_seconds, completed, updated_at)
         SELECT 'p' || n, 'e' || (n / ? % ?), 'l' || n, ?, n % 900, n % 5 < 2, 1 FROM numbers`,
      )
      .run(sizes.progressRows, perCourse, sizes.enrollments, input.userId)
    const note = sqlite.prepare(
      'INSERT INTO notes (id, user_id, lesson_id, course_id, content, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 1, ?)',
    )
    for (let at = 0; at < 2000; at++)
      note.run(`n${at}`, input.userId, `l${at}`, `c${Math.floor(at / perCourse)}`, text(200), at)
  })()
  sqlite.close()
}
