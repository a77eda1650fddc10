/** What a person has achieved, counted from their rows. */
export interface Achievements {
  completedLessons: number
  /** Different quizzes passed at least once. */
  passedQuizzes: number
  completedCourses: number
  /** Practice questions answered from memory in the review. */
  reviews: number
  longestStreakDays: number
  /** A quiz was passed with everything right. */
  perfectScore: boolean
}

/** Points for each thing achieved. Nothing achieved ever takes points away. */
export const pointsFor = {
  completedLesson: 10,
  passedQuiz: 30,
  completedCourse: 200,
  review: 1,
} as const

export const badges = [
  'first-lesson',
  'fifty-lessons',
  'first-course',
  'five-courses',
  'first-quiz',
  'perfect-score',
  'week-in-a-row',
  'month-in-a-row',
  'hundred-reviews',
  'thousand-reviews',
] as const
export type Badge = (typeof badges)[number]

/** How much of what each badge asks for. */
export function badgeProgress(achieved: Achievements): Record<Badge, { done: number; needed: number }> {
  const of = (value: number, needed: number) => ({ done: Math.min(value, needed), needed })
  return {
    'first-lesson': of(achieved.completedLessons, 1),
    'fifty-lessons': of(achieved.completedLessons, 50),
    'first-course': of(achieved.completedCourses, 1),
    'five-courses': of(achieved.completedCourses, 5),
    'first-quiz': of(achieved.passedQuizzes, 1),
    'perfect-score': of(achieved.perfectScore ? 1 : 0, 1),
    'week-in-a-row': of(achieved.longestStreakDays, 7),
    'month-in-a-row': of(achieved.longestStreakDays, 30),
    'hundred-reviews': of(achieved.reviews, 100),
    'thousand-reviews': of(achieved.reviews, 1000),
  }
}

export interface Standing {
  points: number
  /** From 1. */
  level: number
  /** Points at which this level began, and the next one begins. */
  levelFrom: number
  levelTo: number
  badges: Badge[]
}

/** Points, level and badges: computed from what was achieved, the same on a device and at the centre, never merged. */
export function standingOf(achieved: Achievements): Standing {
  const points =
    achieved.completedLessons * pointsFor.completedLesson +
    achieved.passedQuizzes * pointsFor.passedQuiz +
    achieved.completedCourses * pointsFor.completedCourse +
    achieved.reviews * pointsFor.review
  const level = levelAt(points)
  const progress = badgeProgress(achieved)
  return {
    points,
    level,
    levelFrom: pointsAtLevel(level),
    levelTo: pointsAtLevel(level + 1),
    badges: badges.filter((badge) => progress[badge].done >= progress[badge].needed),
  }
}

/** Each level takes 100 points more than the one before: 0, 100, 300, 600, 1,000 … */
export function pointsAtLevel(level: number): number {
  return (100 * level * (level - 1)) / 2
}

function levelAt(points: number): number {
  let level = Math.max(1, Math.floor((1 + Math.sqrt(1 + (8 * points) / 100)) / 2))
  while (pointsAtLevel(level + 1) <= points) level += 1
  while (level > 1 && pointsAtLevel(level) > points) level -= 1
  return level
}
