import fc from 'fast-check'
import { expect, it } from 'vitest'
import { finishForecast } from './forecast.ts'
import { type Achievements, badgeProgress, badges, pointsAtLevel, standingOf } from './standing.ts'

const nothing: Achievements = {
  completedLessons: 0,
  passedQuizzes: 0,
  completedCourses: 0,
  reviews: 0,
  longestStreakDays: 0,
  perfectScore: false,
}
const some = fc.record({
  completedLessons: fc.nat(5000),
  passedQuizzes: fc.nat(500),
  completedCourses: fc.nat(60),
  reviews: fc.nat(50_000),
  longestStreakDays: fc.nat(900),
  perfectScore: fc.boolean(),
})

it('begins at level 1 with nothing', () => {
  expect(standingOf(nothing)).toEqual({ points: 0, level: 1, levelFrom: 0, levelTo: 100, badges: [] })
})

it('adds up a first week of study', () => {
  const standing = standingOf({
    ...nothing,
    completedLessons: 6,
    passedQuizzes: 3,
    reviews: 12,
  })
  expect(standing).toMatchObject({ points: 162, level: 2, levelFrom: 100, levelTo: 300 })
  expect(standing.badges).toEqual(['first-lesson', 'first-quiz'])
})

it('always lies within its level', () => {
  fc.assert(
    fc.property(some, (achieved) => {
      const { points, level, levelFrom, levelTo } = standingOf(achieved)
      expect(levelFrom).toBe(pointsAtLevel(level))
      expect(points).toBeGreaterThanOrEqual(levelFrom)
      expect(points).toBeLessThan(levelTo)
    }),
  )
})

it('never falls by achieving more, and keeps every badge', () => {
  fc.assert(
    fc.property(some, some, (before, more) => {
      const after = {
        completedLessons: before.completedLessons + more.completedLessons,
        passedQuizzes: before.passedQuizzes + more.passedQuizzes,
        completedCourses: before.completedCourses + more.completedCourses,
        reviews: before.reviews + more.reviews,
        longestStreakDays: Math.max(before.longestStreakDays, more.longestStreakDays),
        perfectScore: before.perfectScore || more.perfectScore,
      }
      const [then, now] = [standingOf(before), standingOf(after)]
      expect(now.points).toBeGreaterThanOrEqual(then.points)
      expect(now.level).toBeGreaterThanOrEqual(then.level)
      expect(now.badges).toEqual(expect.arrayContaining(then.badges))
    }),
  )
})

it('says how far every badge is, and gives it at the end of the way only', () => {
  const nearly = badgeProgress({ ...nothing, completedLessons: 49, longestStreakDays: 6 })
  expect(nearly['fifty-lessons']).toEqual({ done: 49, needed: 50 })
  expect(Object.keys(nearly)).toEqual([...badges])
  expect(standingOf({ ...nothing, completedLessons: 49 }).badges).not.toContain('fifty-lessons')
  expect(standingOf({ ...nothing, completedLessons: 50 }).badges).toContain('fifty-lessons')
})

it('forecasts from the pace of the last weeks, and says nothing where there is none', () => {
  const now = Date.UTC(2026, 10, 22)
  const days = (count: number) => now + count * 86_400_000
  const pace = { completedLately: 4, daysSinceEnrolled: 100, lessonsLeft: 10 }
  expect(finishForecast(pace, now)).toBe(days(70))
  expect(finishForecast({ ...pace, daysSinceEnrolled: 2 }, now)).toBe(days(5))
  expect(finishForecast({ ...pace, daysSinceEnrolled: 0 }, now)).toBe(days(3))
  expect(finishForecast({ ...pace, completedLately: 0 }, now)).toBeNull()
  expect(finishForecast({ ...pace, lessonsLeft: 0 }, now)).toBe(now)
})
