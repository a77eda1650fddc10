import { and, asc, eq, gte, isNotNull, sql } from 'drizzle-orm'
import {
  enrollments,
  progress,
  questionReviews,
  quizAttempts,
  studySessions,
} from '../../../drizzle/schema/sqlite/learning.ts'
import type { DayOfStudy } from '../../shared/contract/progress-views.ts'
import { localDay } from '../../shared/domain/local-day.ts'
import type { Achievements } from '../../shared/domain/standing.ts'
import { type Streak, type StudyDay, streakOf, studyDays } from '../../shared/domain/streak.ts'
import type { QueryContext } from './query.ts'

const dayMs = 86_400_000

/** The person's days of study, all of them, and the streak as it stands at an instant where they are now. */
export function readStudy(
  { read, userId }: QueryContext,
  nowMs: number,
  timeZone: string,
): { days: StudyDay[]; streak: Streak; today: string } {
  const stretches = read
    .select({
      day: studySessions.day,
      beganAtMs: studySessions.beganAt,
      endedAtMs: studySessions.endedAt,
      seconds: studySessions.seconds,
    })
    .from(studySessions)
    .where(eq(studySessions.userId, userId))
    .orderBy(asc(studySessions.day))
    .all()
  const days = studyDays(stretches)
  const today = localDay(nowMs, timeZone)
  return { days, today, streak: streakOf(days, today, nowMs) }
}

/** So many days up to today, those without study too. */
export function lastDays(days: readonly StudyDay[], today: string, count: number): DayOfStudy[] {
  const seconds = new Map(days.map((day) => [day.day, day.seconds]))
  const todayMs = Date.parse(today)
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(todayMs - (count - 1 - index) * dayMs).toISOString().slice(0, 10)
    return { day, seconds: seconds.get(day) ?? 0 }
  })
}

/** The same counts the centre takes (`server/db/compute-standings.ts`), from the rows of this device. */
export function readAchievements({ read, userId }: QueryContext, streak: Streak): Achievements {
  const count = sql<number>`count(*)`
  const lessons = read
    .select({ count })
    .from(progress)
    .where(and(eq(progress.userId, userId), eq(progress.completed, true)))
    .get()
  const quizzes = read
    .select({
      passed: sql<number>`count(DISTINCT ${quizAttempts.quizId})`,
      best: sql<number | null>`max(CAST(${quizAttempts.score} AS REAL))`,
    })
    .from(quizAttempts)
    .where(
      and(eq(quizAttempts.userId, userId), eq(quizAttempts.passed, true), eq(quizAttempts.overLimit, false)),
    )
    .get()
  const courses = read
    .select({ count })
    .from(enrollments)
    .where(and(eq(enrollments.userId, userId), isNotNull(enrollments.completedAt)))
    .get()
  const reviews = read
    .select({ count })
    .from(questionReviews)
    .where(and(eq(questionReviews.userId, userId), eq(questionReviews.undone, false)))
    .get()
  return {
    completedLessons: lessons?.count ?? 0,
    passedQuizzes: quizzes?.passed ?? 0,
    completedCourses: courses?.count ?? 0,
    reviews: reviews?.count ?? 0,
    longestStreakDays: streak.longestDays,
    perfectScore: (quizzes?.best ?? 0) >= 100,
  }
}

/** Lessons of one enrollment completed since an instant. */
export function completedSince({ read }: QueryContext, enrollmentId: string, sinceMs: number): number {
  const row = read
    .select({ count: sql<number>`count(*)` })
    .from(progress)
    .where(
      and(
        eq(progress.enrollmentId, enrollmentId),
        eq(progress.completed, true),
        gte(progress.completedAt, sinceMs),
      ),
    )
    .get()
  return row?.count ?? 0
}
