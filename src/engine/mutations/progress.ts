import { and, eq, sql } from 'drizzle-orm'
import { progress } from '../../../drizzle/schema/sqlite/learning.ts'
import { type LessonProgress, mergeProgress } from '../../shared/domain/progress.ts'
import { preparedQuery } from '../db/prepared-query.ts'
import { enrollmentOfLesson, recomputePercentage } from './enrollment.ts'
import type { DeviceMutation, MutationContext } from './mutation.ts'

export const record: DeviceMutation<'progress.record'> = (context, args) => {
  mergeIntoRow(context, args.lessonId, args.progressId, {
    watchedSeconds: args.watchedSeconds,
    completed: false,
    startedAtMs: context.madeAtMs,
    completedAtMs: null,
  })
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
