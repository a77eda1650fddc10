import type { Badge } from '../domain/standing.ts'

/** Study on one of the person's days. */
export interface DayOfStudy {
  /** `2026-11-22`. */
  day: string
  seconds: number
}

/** What My learning says of the person's days. */
export interface WeekView {
  /** The last seven days, today last; days without study have 0 seconds. */
  days: DayOfStudy[]
  currentStreakDays: number
  longestStreakDays: number
}

export interface CertificateView {
  enrollmentId: string
  courseTitle: string
  instructorName: string
  personName: string
  completedAtMs: number
  /** The centre has confirmed it; until then it is provisional. */
  confirmed: boolean
}

/** How far the person is and how it went. Instants are UTC milliseconds. */
export interface ProgressView {
  /** The last twelve weeks, today last; days without study have 0 seconds. */
  days: DayOfStudy[]
  currentStreakDays: number
  longestStreakDays: number
  standing: {
    points: number
    level: number
    levelFrom: number
    levelTo: number
  }
  badges: { badge: Badge; done: number; needed: number }[]
  /** Quizzes handed in and graded, the latest 30, oldest first. */
  scores: {
    attemptId: string
    quizTitle: string
    /** Percent. */
    score: number
    passed: boolean
    submittedAtMs: number
  }[]
  /** Courses under way, by last access. */
  forecasts: {
    courseId: string
    title: string
    completedLessons: number
    totalLessons: number
    /** Null where nothing was completed in the last four weeks. */
    finishAtMs: number | null
  }[]
  certificates: CertificateView[]
}
