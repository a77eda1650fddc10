import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../tests/support/postgres.ts'
import { migratePostgres } from '../db/migrate.ts'
import { openFileStore } from '../files/file-store.ts'
import { fillDemoContent, readDemoCourses } from './fill.ts'
import { demoPeople } from './people.ts'

const tables = [
  'users',
  'instructor_profiles',
  'student_profiles',
  'categories',
  'courses',
  'modules',
  'lessons',
  'resources',
  'quizzes',
  'questions',
  'media_files',
  'enrollments',
  'progress',
  'notes',
  'quiz_attempts',
  'answers',
  'study_sessions',
  'orders',
  'order_items',
  'coupons',
  'reviews',
  'cart',
  'wishlist',
  'messages',
  'blogs',
  'blog_comments',
]

describe('the demo content', () => {
  let database: TestDatabase
  let filesDir: string

  const rows = async (sql: string, values: unknown[] = []) => (await database.pool.query(sql, values)).rows

  beforeAll(async () => {
    database = await createTestDatabase()
    await migratePostgres(database.url)
    filesDir = await mkdtemp(join(tmpdir(), 'brainix-demo-'))
    // two starts at once must not double anything
    await Promise.all([fillDemoContent(database.pool, filesDir), fillDemoContent(database.pool, filesDir)])
  })
  afterAll(async () => {
    await database.drop()
    await rm(filesDir, { recursive: true, force: true })
  })

  it('has something in every table a person sees', async () => {
    for (const table of tables) {
      const [count] = await rows(`SELECT count(*)::int AS n FROM ${table}`)
      expect(count.n, table).toBeGreaterThan(0)
    }
  })

  it('has three people with their roles and profiles', async () => {
    expect(await rows(`SELECT id, clerk_id, email, name, role FROM users ORDER BY clerk_id`)).toEqual([
      {
        id: demoPeople.admin,
        clerk_id: 'demo|admin',
        email: 'grace@example.org',
        name: 'Grace Lindqvist',
        role: 'ADMIN',
      },
      {
        id: demoPeople.instructor,
        clerk_id: 'demo|instructor',
        email: 'tomas@example.org',
        name: 'Tomás Herrera',
        role: 'INSTRUCTOR',
      },
      {
        id: demoPeople.learner,
        clerk_id: 'demo|learner',
        email: 'amina@example.org',
        name: 'Amina Diallo',
        role: 'STUDENT',
      },
    ])
  })

  it('has six published courses, free and paid, of every level, one of them Spanish', async () => {
    const courses = await rows(
      `SELECT slug, level, language, price::float AS price, thumbnail FROM courses WHERE published`,
    )
    expect(courses.length).toBe(6)
    expect(new Set(courses.map((course) => course.level))).toEqual(
      new Set(['BEGINNER', 'INTERMEDIATE', 'ADVANCED']),
    )
    expect(courses.filter((course) => course.language === 'es').length).toBe(1)
    expect(courses.some((course) => course.price === 0)).toBe(true)
    expect(courses.some((course) => course.price > 0)).toBe(true)
    expect(courses.every((course) => course.thumbnail?.startsWith('brainix-file:'))).toBe(true)
  })

  it('has every kind of quiz and of question, and a question with several right options', async () => {
    expect((await rows(`SELECT DISTINCT type::text FROM quizzes`)).length).toBe(3)
    expect((await rows(`SELECT DISTINCT type::text FROM questions`)).length).toBe(5)
    expect((await rows(`SELECT FROM questions WHERE multiple_answers`)).length).toBeGreaterThan(0)
    expect(
      (
        await rows(
          `SELECT FROM questions WHERE multiple_answers <> (type = 'MULTIPLE_CHOICE' AND correct_answer LIKE '[%')`,
        )
      ).length,
    ).toBe(0)
  })

  it('has a video, and every file it names in the store', async () => {
    const files = await rows(`SELECT sha256, size_bytes, mime_type FROM media_files`)
    expect(files.some((file) => file.mime_type === 'video/webm')).toBe(true)
    const store = await openFileStore(filesDir)
    for (const file of files) expect(await store.sizeOf(file.sha256)).toBe(Number(file.size_bytes))
  })

  it('was read without a single warning', async () => {
    for (const course of await readDemoCourses()) expect(course.warnings, course.slug).toEqual([])
  })

  it('gives the learner a paid course with its order, and progress that adds up', async () => {
    const [order] = await rows(
      `SELECT total::text, course_id FROM orders JOIN order_items ON order_id = orders.id
       WHERE orders.user_id = $1 AND status = 'COMPLETED'`,
      [demoPeople.learner],
    )
    expect(order.total).toBe('26.10')
    const enrolled = await rows(
      `SELECT course_id, progress::float AS percent, enrollments.status,
         (SELECT count(*) FROM progress WHERE enrollment_id = enrollments.id AND completed)::float AS done,
         (SELECT count(*) FROM lessons WHERE lessons.course_id = enrollments.course_id)::float AS total
       FROM enrollments WHERE user_id = $1`,
      [demoPeople.learner],
    )
    expect(enrolled.map((one) => one.course_id)).toContain(order.course_id)
    for (const one of enrolled) expect(one.percent).toBeCloseTo((one.done / one.total) * 100, 1)
    expect(enrolled.some((one) => one.status === 'ACTIVE' && one.percent > 0)).toBe(true)
  })

  it('changes nothing when called again, not even what people changed since', async () => {
    await database.pool.query(`DELETE FROM wishlist`)
    await database.pool.query(`UPDATE courses SET title = 'Mine now' WHERE slug = 'clean-water-at-home'`)
    const state = async () => {
      const all: unknown[] = []
      for (const table of tables) all.push(await rows(`SELECT xmin, * FROM ${table} ORDER BY 2`))
      return all
    }
    const before = await state()
    await fillDemoContent(database.pool, filesDir)
    expect(await state()).toEqual(before)
  })
})
