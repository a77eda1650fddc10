import type { LessonType } from '../../../src/shared/contract/enums.ts'
import { completesByWatching } from '../../../src/shared/domain/lesson-completion.ts'
import { coursePercent } from '../../../src/shared/domain/progress.ts'
import type { CentreMutation, MutationContext } from '../mutation-context.ts'
import { whyNotLesson } from '../why-not-lesson.ts'

/**
 * The merge of `shared/domain/progress` as one statement: the highest seconds, the earliest start, which is not before the
 * enrollment. Whatever became of the enrollment meanwhile: what was learnt before the person could know is kept.
 * Enough seconds of a video complete its lesson, as they did on the device.
 */
export const record: CentreMutation<'progress.record'> = async (context, args) => {
  const { client, caller, madeAtMs } = context
  const { rows } = await client.query<{
    enrolled: string
    type: LessonType | null
    video_seconds: number | null
  }>({
    name: 'progress-record',
    text: `WITH enrolled AS (
             SELECT e.id, e.enrolled_at, l.type, l.video_duration FROM lessons l JOIN enrollments e ON e.course_id = l.course_id AND e.user_id = $1
             WHERE l.id = $2
           ), merged AS (
             INSERT INTO progress (id, enrollment_id, lesson_id, user_id, watched_seconds, started_at)
             SELECT $3, id, $2, $1, $4, greatest(enrolled_at, to_timestamp($5 / 1000.0)) FROM enrolled
             ON CONFLICT (enrollment_id, lesson_id) DO UPDATE SET
               watched_seconds = greatest(progress.watched_seconds, excluded.watched_seconds),
               started_at = least(progress.started_at, excluded.started_at)
             WHERE progress.watched_seconds < excluded.watched_seconds
                OR progress.started_at IS NULL OR progress.started_at > excluded.started_at
           )
           SELECT count(*) AS enrolled, max(type) AS type, max(video_duration) AS video_seconds FROM enrolled`,
    values: [caller.userId, args.lessonId, args.progressId, args.watchedSeconds, madeAtMs],
  })
  const [lesson] = rows
  if (lesson?.enrolled === '0') throw await whyNotLesson(client, args.lessonId)
  if (lesson?.type && completesByWatching(lesson.type, args.watchedSeconds, lesson.video_seconds))
    await completeLesson(context, args.lessonId, args.progressId, madeAtMs)
}

export const complete: CentreMutation<'progress.complete'> = async (context, args) => {
  const completedAtMs = context.atCentre(args.completedAtMs)
  if (!(await completeLesson(context, args.lessonId, args.progressId, completedAtMs)))
    throw await whyNotLesson(context.client, args.lessonId)
}

/**
 * Marks a lesson complete and computes the course's percentage anew. The enrollment is locked first, so that of two
 * devices that complete two lessons at once the second counts the first one's.
 * An enrollment that was suspended or cancelled stays so, whatever is completed in it.
 * @returns false, with nothing done, for somebody who never enrolled, and for a lesson that is gone.
 */
export async function completeLesson(
  { client, caller }: MutationContext,
  lessonId: string,
  progressId: string,
  completedAtMs: number,
): Promise<boolean> {
  const { rows } = await client.query<{ enrollment_id: string; course_id: string }>({
    name: 'progress-complete',
    text: `WITH enrolled AS (
       SELECT e.id, e.course_id, greatest(e.enrolled_at, to_timestamp($4 / 1000.0)) AS at
       FROM lessons l JOIN enrollments e ON e.course_id = l.course_id AND e.user_id = $1
       WHERE l.id = $2 FOR NO KEY UPDATE OF e
     ), merged AS (
       INSERT INTO progress (id, enrollment_id, lesson_id, user_id, completed, started_at, completed_at)
       SELECT $3, id, $2, $1, true, at, at FROM enrolled
       ON CONFLICT (enrollment_id, lesson_id) DO UPDATE SET
         completed = true,
         completed_at = least(progress.completed_at, excluded.completed_at),
         started_at = least(progress.started_at, excluded.started_at)
     )
     SELECT id AS enrollment_id, course_id FROM enrolled`,
    values: [caller.userId, lessonId, progressId, completedAtMs],
  })
  const enrolled = rows[0]
  if (!enrolled) return false
  const counts = await client.query<{ total: number; done: number }>({
    name: 'progress-count',
    text: `SELECT count(*)::int AS total, count(p.id)::int AS done
     FROM lessons l JOIN modules m ON m.id = l.module_id
     LEFT JOIN progress p ON p.lesson_id = l.id AND p.enrollment_id = $1 AND p.completed
     WHERE l.course_id = $2 AND l.published AND m.published`,
    values: [enrolled.enrollment_id, enrolled.course_id],
  })
  const { total = 0, done = 0 } = counts.rows[0] ?? {}
  const finished = total > 0 && done >= total
  await client.query({
    name: 'progress-percent',
    text: `UPDATE enrollments e SET progress = $2::numeric,
       status = CASE WHEN $3 AND e.status = 'ACTIVE' THEN 'COMPLETED'::enrollment_status ELSE e.status END,
       completed_at = CASE WHEN $3 THEN coalesce(e.completed_at, greatest(e.enrolled_at, to_timestamp($4 / 1000.0))) ELSE e.completed_at END,
       total_watch_time = (SELECT coalesce(sum(watched_seconds), 0) FROM progress WHERE enrollment_id = e.id)
     WHERE e.id = $1`,
    values: [enrolled.enrollment_id, coursePercent(done, total), finished, completedAtMs],
  })
  return true
}
