import { and, eq, sql } from 'drizzle-orm'
import { lessons } from '../../../drizzle/schema/sqlite/courses.ts'
import { progress } from '../../../drizzle/schema/sqlite/learning.ts'
import { completesByWatching } from '../../shared/domain/lesson-completion.ts'
import { type LessonProgress, mergeProgress } from '../../shared/domain/progress.ts'
import { preparedQuery } from '../db/prepared-query.ts'
import { enrollmentOfLesson, recomputePercentage } from './enrollment.ts'
import type { DeviceMutation, MutationContext } from './mutation.ts'

const videoQuery = preparedQuery((read) =>
  read
    .select({ type: lessons.type, videoSeconds: lessons.videoDuration })
    .from(lessons)
    .where(eq(lessons.id, sql.placeholder('lessonId')))
    .prepare(),
)

/** A report of enough seconds of a video completes its lesson, as it will at the centre. */
export const record: DeviceMutation<'progress.record'> = (context, args) => {
  const { watchedSeconds } = args
  const lesson = videoQuery(context.tx.read).get({ lessonId: args.lessonId })
  const completed =
    lesson !== undefined && completesByWatching(lesson.type, watchedSeconds, lesson.videoSeconds)
  const enrollment = mergeIntoRow(context, args.lessonId, args.progressId, {
    watchedSeconds,
    completed,
    startedAtMs: context.madeAtMs,
    completedAtMs: completed ? context.madeAtMs : null,
  })
  if (completed && enrollment) recomputePercentage(context, enrollment)
}

export const complete: DeviceMutation<'progress.complete'> = (context, args) =>
  completeLesson(context, args.lessonId, args.progressId, args.completedAtMs)

/** Marks a lesson complete and moves the course's percentage. */
export function completeLesson(
  context: MutationContext,
  lessonId: string,
  progressId: string,
  completedAtMs: number,
): void {
  const enrollment = mergeIntoRow(context, lessonId, progressId, {
    watchedSeconds: 0,
    completed: true,
    startedAtMs: completedAtMs,
    completedAtMs,
  })
  if (enrollment) recomputePercentage(context, enrollment)
}

const progressQuery = preparedQuery((read) =>
  read
    .select()
    .from(progress)
    .where(
      and(
        eq(progress.enrollmentId, sql.placeholder('enrollmentId')),
        eq(progress.lessonId, sql.placeholder('lessonId')),
      ),
    )
    .prepare(),
)

function mergeIntoRow(
  context: MutationContext,
  lessonId: string,
  progressId: string,
  report: LessonProgress,
) {
  const enrollment = enrollmentOfLesson(context, lessonId)
  if (!enrollment) return undefined
  const { tx, userId, madeAtMs } = context
  const known = progressQuery(tx.read).get({ enrollmentId: enrollment.id, lessonId })
  const merged = known
    ? mergeProgress(
        {
          watchedSeconds: known.watchedSeconds,
          completed: known.completed,
          startedAtMs: known.startedAt,
          completedAtMs: known.completedAt,
        },
        report,
      )
    : report
  const values = {
    watchedSeconds: merged.watchedSeconds,
    completed: merged.completed,
    startedAt: merged.startedAtMs,
    completedAt: merged.completedAtMs,
    updatedAt: madeAtMs,
  }
  if (known) tx.local.update(progress, known.id, values)
  else
    tx.local.insert(progress, {
      id: progressId,
      enrollmentId: enrollment.id,
      lessonId,
      userId,
      ...values,
    })
  return enrollment
}
