import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { courses } from '../../../drizzle/schema/sqlite/courses.ts'
import { enrollments, quizAttempts, quizzes } from '../../../drizzle/schema/sqlite/learning.ts'
import { users } from '../../../drizzle/schema/sqlite/people.ts'
import type { CertificateView, ProgressView, WeekView } from '../../shared/contract/progress-views.ts'
import type { Person } from '../../shared/contract/views.ts'
import { finishForecast, paceDays } from '../../shared/domain/forecast.ts'
import { badgeProgress, badges, standingOf } from '../../shared/domain/standing.ts'
import { completedSince, lastDays, readAchievements, readStudy } from './achievements.ts'
import { lessonCounts } from './dashboard.ts'
import { deliveryOf, type QueryContext } from './query.ts'

const dayMs = 86_400_000
const daysShown = 84
const scoresShown = 30

/** @param timeZone IANA name of where the person is now. */
export function readWeek(context: QueryContext, nowMs: number, timeZone: string): WeekView {
  const { days, streak, today } = readStudy(context, nowMs, timeZone)
  return {
    days: lastDays(days, today, 7),
    currentStreakDays: streak.currentDays,
    longestStreakDays: streak.longestDays,
  }
}

/** @param timeZone IANA name of where the person is now. */
export function readProgress(
  context: QueryContext,
  person: Person,
  nowMs: number,
  timeZone: string,
): ProgressView {
  const { days, streak, today } = readStudy(context, nowMs, timeZone)
  const achieved = readAchievements(context, streak)
  const { points, level, levelFrom, levelTo } = standingOf(achieved)
  const progress = badgeProgress(achieved)
  return {
    days: lastDays(days, today, daysShown),
    currentStreakDays: streak.currentDays,
    longestStreakDays: streak.longestDays,
    standing: { points, level, levelFrom, levelTo },
    badges: badges.map((badge) => ({ badge, ...progress[badge] })),
    scores: latestScores(context),
    forecasts: forecasts(context, nowMs),
    certificates: certificates(context, person),
  }
}

function latestScores({ read, userId }: QueryContext): ProgressView['scores'] {
  return read
    .select({ attempt: quizAttempts, title: quizzes.title })
    .from(quizAttempts)
    .leftJoin(quizzes, eq(quizzes.id, quizAttempts.quizId))
    .where(
      and(
        eq(quizAttempts.userId, userId),
        isNotNull(quizAttempts.gradedAt),
        isNotNull(quizAttempts.submittedAt),
      ),
    )
    .orderBy(desc(quizAttempts.submittedAt))
    .limit(scoresShown)
    .all()
    .map(({ attempt, title }) => ({
      attemptId: attempt.id,
      quizTitle: title ?? '',
      score: Number(attempt.score),
      passed: attempt.passed,
      submittedAtMs: attempt.submittedAt ?? 0,
    }))
    .reverse()
}

function forecasts(context: QueryContext, nowMs: number): ProgressView['forecasts'] {
  return context.read
    .select({ enrollment: enrollments, title: courses.title })
    .from(enrollments)
    .innerJoin(courses, eq(courses.id, enrollments.courseId))
    .where(and(eq(enrollments.userId, context.userId), eq(enrollments.status, 'ACTIVE')))
    .orderBy(desc(enrollments.lastAccessedAt))
    .limit(10)
    .all()
    .map(({ enrollment, title }) => {
      const { completedLessons, totalLessons } = lessonCounts(context, enrollment.id, enrollment.courseId)
      const pace = {
        completedLately: completedSince(context, enrollment.id, nowMs - paceDays * dayMs),
        daysSinceEnrolled: (nowMs - enrollment.enrolledAt) / dayMs,
        lessonsLeft: totalLessons - completedLessons,
      }
      // Where the outline is not here, nobody knows how much is left.
      const finishAtMs = totalLessons === 0 ? null : finishForecast(pace, nowMs)
      return { courseId: enrollment.courseId, title, completedLessons, totalLessons, finishAtMs }
    })
}

function certificates({ read, userId }: QueryContext, person: Person): CertificateView[] {
  return read
    .select({ enrollment: enrollments, course: courses, instructorName: users.name })
    .from(enrollments)
    .innerJoin(courses, eq(courses.id, enrollments.courseId))
    .leftJoin(users, eq(users.id, courses.instructorId))
    .where(and(eq(enrollments.userId, userId), isNotNull(enrollments.completedAt)))
    .orderBy(desc(enrollments.completedAt))
    .all()
    .map(({ enrollment, course, instructorName }) => ({
      enrollmentId: enrollment.id,
      courseTitle: course.title,
      instructorName: instructorName ?? '',
      personName: person.name,
      completedAtMs: enrollment.completedAt ?? 0,
      confirmed: deliveryOf(read, 'enrollments', enrollment.id) === 'received',
    }))
}
