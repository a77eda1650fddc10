import { createReadStream } from 'node:fs'
import type pg from 'pg'
import { AppError } from '../../src/shared/errors/app-error.ts'
import { openFileStore } from '../files/file-store.ts'
import type { CourseDraft } from './course-draft.ts'
import { removeAbsent } from './remove-absent.ts'
import { slugify, stableId } from './stable-id.ts'
import { type Row, type RowCounts, writeRows } from './write-rows.ts'

export interface PublishedCourse {
  courseId: string
  /** False when the course was there before and was brought up to date. */
  created: boolean
  /** Rows by table. Unchanged rows are in none of the numbers. */
  rows: Record<string, RowCounts>
  /** What was kept although the folder no longer has it. */
  warnings: string[]
}

/**
 * Publishes a course that was read from a folder, or brings it up to date: files first (content-addressed, so harmless
 * alone), then everything else in one transaction. What learners have worked on is never deleted.
 * @throws AppError `already-exists` when another course, not from a folder, has this slug.
 */
export async function publishCourse(
  pool: pg.Pool,
  filesDir: string,
  draft: CourseDraft,
  instructorId: string,
): Promise<PublishedCourse> {
  await storeFiles(filesDir, draft)
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const published = await writeCourse(client, draft, instructorId)
    await client.query('COMMIT')
    return published
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {}) // a lost connection has rolled back by itself
    throw error
  } finally {
    client.release()
  }
}

/** Copies the course's files into the centre's store; those already there are left alone. */
export async function storeFiles(filesDir: string, draft: Pick<CourseDraft, 'files'>): Promise<void> {
  const store = await openFileStore(filesDir)
  for (const file of draft.files) {
    if ((await store.sizeOf(file.sha256)) === file.sizeBytes) continue
    const stored = await store.putFile(createReadStream(file.sourcePath))
    if (stored.sha256 !== file.sha256)
      throw new AppError('bad-input', `${file.name} changed while it was imported. Import again.`)
  }
}

/** Writes a course's rows inside the caller's transaction. Its files must be in the store already. */
export async function writeCourse(
  client: pg.ClientBase,
  draft: CourseDraft,
  instructorId: string,
): Promise<PublishedCourse> {
  // two imports of one course at a time would each insert what the other has
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('brainix-import'), hashtext($1))`, [draft.slug])
  const before = await client.query<{ id: string }>(`SELECT id FROM courses WHERE slug = $1`, [draft.slug])
  const existingId = before.rows[0]?.id
  if (existingId !== undefined && existingId !== draft.id)
    throw new AppError(
      'already-exists',
      `Another course already has the address “${draft.slug}”. Give this one a different slug in config.yaml.`,
    )

  const categoryId = await findOrAddCategory(client, draft.category)
  const rows: Record<string, RowCounts> = {}
  rows.courses = await writeRows(client, 'courses', [courseRow(draft, instructorId, categoryId)])
  rows.modules = await writeRows(client, 'modules', moduleRows(draft))
  rows.lessons = await writeRows(client, 'lessons', lessonRows(draft))
  rows.resources = await writeRows(client, 'resources', resourceRows(draft))
  rows.quizzes = await writeRows(client, 'quizzes', quizRows(draft))
  const questions = await questionRows(client, draft)
  rows.questions = await writeRows(client, 'questions', questions)
  rows.media_files = await writeRows(client, 'media_files', mediaRows(draft))

  const removed = await removeAbsent(client, draft, new Set(questions.map((question) => question.id)))
  for (const [table, count] of Object.entries(removed.counts)) {
    const counts = rows[table]
    if (counts) counts.removed += count
  }
  return { courseId: draft.id, created: existingId === undefined, rows, warnings: removed.warnings }
}

/** By slug or name, so that a category an administrator renamed or coloured stays as it is. */
async function findOrAddCategory(client: pg.ClientBase, category: CourseDraft['category']): Promise<string> {
  const parentId = category.parent === null ? null : await addCategory(client, category.parent, null)
  return addCategory(client, category.name, parentId)
}

async function addCategory(client: pg.ClientBase, name: string, parentId: string | null): Promise<string> {
  const slug = slugify(name)
  const find = () =>
    client.query<{ id: string }>(
      `SELECT id FROM categories WHERE slug = $1 OR name = $2 ORDER BY slug = $1 DESC`,
      [slug, name],
    )
  const known = (await find()).rows[0]
  if (known) return known.id
  await client.query(
    `INSERT INTO categories (id, name, slug, parent_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [stableId('category', slug), name, slug, parentId],
  )
  const added = (await find()).rows[0]
  if (!added) throw new AppError('internal', `The category “${name}” could not be added.`)
  return added.id
}

function courseRow(draft: CourseDraft, instructorId: string, categoryId: string): Row {
  return {
    id: draft.id,
    title: draft.title,
    slug: draft.slug,
    description: draft.description,
    short_description: draft.shortDescription,
    price: draft.price,
    discount_price: draft.discountPrice,
    currency: draft.currency,
    thumbnail: draft.thumbnail,
    level: draft.level,
    duration: draft.durationMinutes,
    language: draft.language,
    tags: draft.tags,
    requirements: draft.requirements,
    objectives: draft.objectives,
    instructor_id: instructorId,
    category_id: categoryId,
    published: true,
    featured: draft.featured,
  }
}

function moduleRows(draft: CourseDraft): Row[] {
  return draft.modules.map((module, index) => ({
    id: module.id,
    title: module.title,
    description: module.description,
    position: index + 1,
    course_id: draft.id,
    published: true,
  }))
}

function lessonRows(draft: CourseDraft): Row[] {
  return draft.modules.flatMap((module) =>
    module.lessons.map((lesson, index) => ({
      id: lesson.id,
      title: lesson.title,
      description: lesson.description,
      content: lesson.content,
      position: index + 1,
      type: lesson.type,
      video_url: lesson.videoUrl,
      video_duration: lesson.videoSeconds,
      module_id: module.id,
      course_id: draft.id,
      published: true,
      is_free: lesson.isFree,
    })),
  )
}

function resourceRows(draft: CourseDraft): Row[] {
  return lessonsOf(draft).flatMap((lesson) =>
    lesson.resources.map((resource) => ({
      id: resource.id,
      title: resource.title.slice(0, 200),
      type: resource.type,
      url: resource.url,
      file_size: resource.sizeBytes,
      lesson_id: lesson.id,
      course_id: draft.id,
    })),
  )
}

function quizRows(draft: CourseDraft): Row[] {
  return lessonsOf(draft).flatMap((lesson) =>
    lesson.quizzes.map((quiz) => ({
      id: quiz.id,
      title: quiz.title,
      description: quiz.description,
      type: quiz.type,
      time_limit: quiz.timeLimitMinutes,
      passing_score: quiz.passingScore,
      lesson_id: lesson.id,
      course_id: draft.id,
      shuffle_questions: quiz.shuffleQuestions,
      show_correct_answers: quiz.showCorrectAnswers,
      allow_retakes: quiz.allowRetakes,
      max_attempts: quiz.maxAttempts,
    })),
  )
}

/**
 * Questions have no position of their own: their order is that of their creation, one millisecond apart. A question whose
 * text was rewritten keeps the id of the one that stood in its place, so that earlier answers stay with it.
 */
async function questionRows(client: pg.ClientBase, draft: CourseDraft): Promise<Row[]> {
  const quizzes = lessonsOf(draft).flatMap((lesson) => lesson.quizzes)
  const quizIds = quizzes.map((quiz) => quiz.id)
  const born = await client.query<{ id: string; created_at: Date }>(
    `SELECT id, created_at FROM quizzes WHERE id = ANY($1)`,
    [quizIds],
  )
  const bornAt = new Map(born.rows.map((row) => [row.id, row.created_at.getTime()]))
  const existing = await client.query<{ id: string; quiz_id: string; type: string }>(
    `SELECT id, quiz_id, type FROM questions WHERE quiz_id = ANY($1) ORDER BY created_at, id`,
    [quizIds],
  )
  return quizzes.flatMap((quiz) => {
    const old = existing.rows.filter((row) => row.quiz_id === quiz.id)
    const oldIds = new Set(old.map((row) => row.id))
    const wanted = new Set(quiz.questions.map((question) => question.id))
    return quiz.questions.map((question, index) => {
      const inPlace = old[index]
      const rewritten =
        inPlace && !oldIds.has(question.id) && !wanted.has(inPlace.id) && inPlace.type === question.type
      return {
        id: rewritten ? inPlace.id : question.id,
        quiz_id: quiz.id,
        course_id: draft.id,
        quiz_type: quiz.type,
        text: question.text,
        type: question.type,
        points: question.points,
        options: question.options,
        correct_answer: question.correctAnswer,
        explanation: question.explanation,
        created_at: new Date((bornAt.get(quiz.id) ?? 0) + index).toISOString(),
      }
    })
  })
}

function mediaRows(draft: CourseDraft): Row[] {
  return draft.files.map((file) => ({
    id: stableId('media', draft.id, file.sha256),
    course_id: draft.id,
    lesson_id: file.lessonId,
    sha256: file.sha256,
    size_bytes: file.sizeBytes,
    mime_type: file.mimeType,
    name: file.name,
  }))
}

function lessonsOf(draft: CourseDraft) {
  return draft.modules.flatMap((module) => module.lessons)
}
