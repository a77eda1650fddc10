import type pg from 'pg'
import type { CourseDraft } from './course-draft.ts'
import { stableIdPrefix } from './stable-id.ts'

export interface Removal {
  /** Rows deleted, by table. */
  counts: Record<string, number>
  warnings: string[]
}

/**
 * Takes away what an earlier import brought and the folder no longer has. What a learner has worked on stays, and what an
 * enrolled learner may be working on just now on a device without connection: a lesson is only hidden, an answered quiz or
 * question is left as it is. Rows people added by hand are not touched.
 * @param questionIds of the questions that are still wanted.
 */
export async function removeAbsent(
  client: pg.ClientBase,
  draft: CourseDraft,
  questionIds: ReadonlySet<string>,
): Promise<Removal> {
  const lessons = draft.modules.flatMap((module) => module.lessons)
  const quizzes = lessons.flatMap((lesson) => lesson.quizzes)
  const resources = lessons.flatMap((lesson) => lesson.resources)
  const imported = `course_id = $1 AND id LIKE '${stableIdPrefix}%' AND NOT id = ANY($2)`
  const absent = async (
    table: string,
    wanted: readonly string[],
    condition: string,
    ...more: readonly string[][]
  ): Promise<number> => {
    const sql = `DELETE FROM ${table} WHERE ${imported} AND ${condition}`
    return (await client.query(sql, [draft.id, wanted, ...more])).rowCount ?? 0
  }
  const nobodyIsEnrolled = `NOT EXISTS (SELECT FROM enrollments WHERE course_id = $1)`
  const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id)

  const counts = {
    resources: await absent('resources', ids(resources), 'true'),
    // the rest of a quiz that goes goes with it; the rest of one that stays is part of it
    questions: await absent(
      'questions',
      [...questionIds],
      `quiz_id = ANY($3) AND NOT EXISTS (SELECT FROM answers WHERE question_id = questions.id)`,
      ids(quizzes),
    ),
    quizzes: await absent(
      'quizzes',
      ids(quizzes),
      `NOT EXISTS (SELECT FROM quiz_attempts WHERE quiz_id = quizzes.id)
       AND (lesson_id = ANY($3) OR ${nobodyIsEnrolled})`,
      ids(lessons),
    ),
    lessons: await absent(
      'lessons',
      ids(lessons),
      `NOT EXISTS (SELECT FROM progress WHERE lesson_id = lessons.id)
       AND NOT EXISTS (SELECT FROM notes WHERE lesson_id = lessons.id)
       AND NOT EXISTS (SELECT FROM quizzes WHERE lesson_id = lessons.id)
       AND ${nobodyIsEnrolled}`,
    ),
    modules: await absent(
      'modules',
      ids(draft.modules),
      `NOT EXISTS (SELECT FROM lessons WHERE module_id = modules.id)`,
    ),
  }
  const warnings: string[] = []
  for (const table of ['lessons', 'modules'] as const) {
    const wanted = table === 'lessons' ? ids(lessons) : ids(draft.modules)
    const hidden = await client.query<{ title: string }>(
      `UPDATE ${table} SET published = false WHERE ${imported} AND published RETURNING title`,
      [draft.id, wanted],
    )
    for (const { title } of hidden.rows)
      warnings.push(
        `“${title}” is no longer in the folder; learners may have worked on it, so it was only hidden`,
      )
  }
  const kept = await client.query<{ title: string }>(
    `SELECT quizzes.title FROM questions JOIN quizzes ON quizzes.id = questions.quiz_id
     WHERE questions.course_id = $1 AND questions.id LIKE '${stableIdPrefix}%' AND NOT questions.id = ANY($2)
       AND quizzes.id = ANY($3)`,
    [draft.id, [...questionIds], ids(quizzes)],
  )
  for (const { title } of kept.rows)
    warnings.push(`a question of “${title}” is no longer in the folder; learners answered it, so it was kept`)

  // a hidden lesson still shows its pictures to those who worked on it
  const gone = await client.query(
    `DELETE FROM media_files WHERE course_id = $1 AND id LIKE '${stableIdPrefix}%' AND NOT sha256 = ANY($2)
       AND NOT EXISTS (SELECT FROM lessons WHERE course_id = $1 AND NOT published)`,
    [draft.id, draft.files.map((file) => file.sha256)],
  )
  return { counts: { ...counts, media_files: gone.rowCount ?? 0 }, warnings }
}
