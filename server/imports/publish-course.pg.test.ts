import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../tests/support/postgres.ts'
import { migratePostgres } from '../db/migrate.ts'
import { openFileStore } from '../files/file-store.ts'
import { publishCourse } from './publish-course.ts'
import { readCourseFolder } from './read-course-folder.ts'

const companion = fileURLToPath(new URL('../../resources/demo/git-companion', import.meta.url))
const example = fileURLToPath(new URL('./test-course', import.meta.url))

const imported = ['modules', 'lessons', 'resources', 'quizzes', 'questions', 'media_files']

describe('publishing a course folder', () => {
  let database: TestDatabase
  let place: string
  let folder: string
  let filesDir: string

  beforeAll(async () => {
    database = await createTestDatabase()
    await migratePostgres(database.url)
    await database.pool.query(
      `INSERT INTO users (id, clerk_id, email, name, role) VALUES
       ('teacher', 'teacher', 'teacher@example.org', 'Teacher', 'INSTRUCTOR'),
       ('learner', 'learner', 'learner@example.org', 'Learner', 'STUDENT')`,
    )
  })
  afterAll(() => database.drop())

  beforeEach(async () => {
    await database.pool.query(
      `TRUNCATE answers, quiz_attempts, progress, notes, enrollments, courses, categories CASCADE`,
    )
    place = await mkdtemp(join(tmpdir(), 'brainix-import-'))
    folder = join(place, 'course')
    filesDir = join(place, 'files')
    await cp(example, folder, { recursive: true })
    return () => rm(place, { recursive: true, force: true })
  })

  const publish = async (added?: string) =>
    publishCourse(database.pool, filesDir, await readCourseFolder(folder, added), 'teacher')

  const rewrite = async (path: string, change: (text: string) => string) =>
    writeFile(join(folder, path), change(await readFile(join(folder, path), 'utf8')))

  /** Every imported row as text, system columns included: even a write that changes nothing shows. */
  const everything = async () => {
    const rows: unknown[] = []
    for (const table of ['courses', 'categories', ...imported])
      rows.push((await database.pool.query(`SELECT xmin, * FROM ${table} ORDER BY id`)).rows)
    return rows
  }
  const one = async (sql: string, values: unknown[] = []) => (await database.pool.query(sql, values)).rows[0]

  it('brings modules, lessons, quizzes, resources and files, all published, with the files in the store', async () => {
    const published = await publish()
    expect(published.created).toBe(true)
    expect(
      await one(`SELECT published, instructor_id, title, media_bytes > 0 AS media FROM courses`),
    ).toEqual({
      published: true,
      instructor_id: 'teacher',
      title: 'Keeping bees',
      media: true,
    })
    const lessons = await database.pool.query(
      `SELECT lessons.title, lessons.type, lessons.published, lessons.course_id = $1 AS ours
       FROM lessons JOIN modules ON modules.id = module_id ORDER BY modules.position, lessons.position`,
      [published.courseId],
    )
    expect(lessons.rows).toEqual([
      { title: 'The hive', type: 'TEXT', published: true, ours: true },
      { title: 'The dance', type: 'VIDEO', published: true, ours: true },
      { title: 'What do you know?', type: 'QUIZ', published: true, ours: true },
    ])
    const store = await openFileStore(filesDir)
    const files = await database.pool.query(`SELECT sha256, size_bytes FROM media_files`)
    expect(files.rows.length).toBe(3)
    for (const file of files.rows) expect(await store.sizeOf(file.sha256)).toBe(Number(file.size_bytes))
  })

  it('writes nothing at all the second time', async () => {
    await publish()
    const before = await everything()
    const again = await publish()
    expect(again.created).toBe(false)
    expect(Object.values(again.rows).every((row) => row.created + row.updated + row.removed === 0)).toBe(true)
    expect(await everything()).toEqual(before)
  })

  it('rewrites only the lesson that changed, and moves the content version', async () => {
    await publish()
    const version = Number((await one(`SELECT content_version FROM courses`)).content_version)
    await rewrite('episodes/01-hive.md', (text) => `${text}\nBees sleep too.\n`)
    const again = await publish()
    expect(again.rows.lessons).toEqual({ created: 0, updated: 1, removed: 0 })
    expect(again.rows.questions).toEqual({ created: 0, updated: 0, removed: 0 })
    expect(Number((await one(`SELECT content_version FROM courses`)).content_version)).toBeGreaterThan(
      version,
    )
  })

  it('deletes a lesson that left the folder, but only hides one that a learner has worked on', async () => {
    const { courseId } = await publish()
    const hive = await one(`SELECT id FROM lessons WHERE title = 'The hive'`)
    await database.pool.query(
      `INSERT INTO notes (id, user_id, lesson_id, content) VALUES ('n1', 'learner', $1, 'mine')`,
      [hive.id],
    )
    await rewrite('config.yaml', (text) => text.replace(/episodes:[\s\S]*/, 'episodes:\n  - 03-honey.md\n'))
    await writeFile(join(folder, 'episodes/03-honey.md'), 'Sweet.\n')
    const again = await publish()
    expect(again.warnings).toEqual([expect.stringContaining('The hive')])
    const lessons = await database.pool.query(
      `SELECT title, published FROM lessons WHERE course_id = $1 ORDER BY title`,
      [courseId],
    )
    expect(lessons.rows).toEqual([
      { title: 'Honey', published: true },
      { title: 'The hive', published: false },
    ])
    expect((await one(`SELECT content FROM notes`)).content).toBe('mine')
  })

  it('deletes nothing that an enrolled learner may have on a device without connection', async () => {
    const { courseId } = await publish()
    await database.pool.query(
      `INSERT INTO enrollments (id, user_id, course_id) VALUES ('e1', 'learner', $1)`,
      [courseId],
    )
    const before = Number((await one(`SELECT count(*) FROM questions`)).count)
    await rewrite('config.yaml', (text) => text.replace(/episodes:[\s\S]*/, 'episodes:\n  - 01-hive.md\n'))
    await publish()
    const lessons = await database.pool.query(`SELECT title, published FROM lessons ORDER BY title`)
    expect(lessons.rows).toEqual([
      { title: 'The dance', published: false },
      { title: 'The hive', published: true },
      { title: 'What do you know?', published: false },
    ])
    expect(Number((await one(`SELECT count(*) FROM questions`)).count)).toBe(before)
    // and once the chapters are back, so are the lessons, with their old identity, and the link to one of them
    await cp(example, folder, { recursive: true })
    expect((await publish()).rows.lessons).toEqual({ created: 0, updated: 3, removed: 0 })
  })

  it('keeps a question that was answered, and the identity of one that was reworded', async () => {
    await publish()
    const question = await one(
      `SELECT questions.id, quiz_id, text FROM questions ORDER BY created_at LIMIT 1`,
    )
    await rewrite('quizzes/check.yaml', (text) =>
      text.replace(question.text, 'How many queens has a hive, mostly?'),
    )
    await publish()
    expect(await one(`SELECT text FROM questions WHERE id = $1`, [question.id])).toEqual({
      text: 'How many queens has a hive, mostly?',
    })
    await database.pool.query(
      `INSERT INTO quiz_attempts (id, user_id, quiz_id) VALUES ('a1', 'learner', $1)`,
      [question.quiz_id],
    )
    await database.pool.query(
      `INSERT INTO answers (id, attempt_id, question_id, selected_answer) VALUES ('w1', 'a1', $1, 'One')`,
      [question.id],
    )
    await rewrite('quizzes/check.yaml', (text) => {
      const start = text.indexOf('  - type: multiple-choice')
      return text.slice(0, start) + text.slice(text.indexOf('  - type: true-false'))
    })
    const again = await publish()
    expect(again.warnings).toEqual([expect.stringContaining('learners answered it')])
    expect(await one(`SELECT text FROM questions WHERE id = $1`, [question.id])).toBeDefined()
  })

  it('leaves alone what an instructor added to the course by hand', async () => {
    const { courseId } = await publish()
    await database.pool.query(
      `INSERT INTO modules (id, title, position, course_id) VALUES ('own', 'My own', 9, $1)`,
      [courseId],
    )
    await publish()
    expect(await one(`SELECT title FROM modules WHERE id = 'own'`)).toEqual({ title: 'My own' })
  })

  it('adds the modules of a second folder, and its pictures and quizzes, once', async () => {
    await publish(companion)
    const before = await everything()
    await publish(companion)
    expect(await everything()).toEqual(before)
    const types = await database.pool.query(`SELECT DISTINCT type::text FROM questions ORDER BY 1`)
    expect(types.rows.map((row) => row.type)).toEqual([
      'ESSAY',
      'FILL_IN_BLANK',
      'MULTIPLE_CHOICE',
      'SHORT_ANSWER',
      'TRUE_FALSE',
    ])
  })

  it('refuses the address of a course that was not imported, and leaves the database as it was', async () => {
    await database.pool.query(`INSERT INTO categories (id, name, slug) VALUES ('c', 'C', 'c')`)
    await database.pool.query(
      `INSERT INTO courses (id, title, slug, description, price, instructor_id, category_id)
       VALUES ('own', 'Mine', 'keeping-bees', '', 0, 'teacher', 'c')`,
    )
    const before = await everything()
    await expect(publish()).rejects.toMatchObject({ code: 'already-exists' })
    expect(await everything()).toEqual(before)
  })

  it('does not double a course that two people import at the same time', async () => {
    const both = await Promise.all([publish(), publish(), publish()])
    expect(both.filter((course) => course.created).length).toBe(1)
    expect(Number((await one(`SELECT count(*) FROM lessons`)).count)).toBe(3)
  })

  it('leaves nothing behind when the instructor does not exist', async () => {
    const draft = await readCourseFolder(folder)
    const before = await everything()
    await expect(publishCourse(database.pool, filesDir, draft, 'nobody')).rejects.toThrow()
    expect(await everything()).toEqual(before)
  })
})
