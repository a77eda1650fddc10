import { AppError } from '../../src/shared/errors/app-error.ts'
import type { CourseDraft } from '../imports/course-draft.ts'
import { stableId } from '../imports/stable-id.ts'
import type { TableRows } from '../imports/write-rows.ts'
import {
  enrollment,
  enrollmentId,
  type Plan,
  practiceAttempt,
  progressOf,
  studyDays,
} from './learning-so-far.ts'
import { demoPeople } from './people.ts'
import { demoPurchases } from './purchases.ts'
import { demoReviews } from './reviews.ts'

const day = 24 * 60 * 60 * 1000

/**
 * What the three people have done so far: enough for every screen to show something, and nothing on the Git course.
 * @param nowMs all instants lie in the days before it.
 * @returns rows by table, in an order that foreign keys allow.
 */
export function demoActivity(courses: readonly CourseDraft[], nowMs: number): TableRows[] {
  const ago = (days: number) => new Date(nowMs - days * day).toISOString()
  const course = (slug: string): CourseDraft => {
    const found = courses.find((one) => one.slug === slug)
    if (!found) throw new AppError('internal', `The demo course ${slug} is missing.`)
    return found
  }
  const weather = course('reading-a-weather-map')
  const water = course('clean-water-at-home')
  const loan = course('how-a-loan-really-works')
  const sheets = course('first-steps-with-spreadsheets')
  const spanish = course('espanol-para-viajar')
  const sound = course('field-recording-with-a-phone')

  const plans: readonly Plan[] = [
    { user: demoPeople.learner, course: weather, done: 2, startedDaysAgo: 9, lastDaysAgo: 1 },
    { user: demoPeople.learner, course: loan, done: 1, startedDaysAgo: 6, lastDaysAgo: 2 },
    { user: demoPeople.learner, course: water, done: 99, startedDaysAgo: 40, lastDaysAgo: 21 },
    { user: demoPeople.admin, course: sound, done: 1, startedDaysAgo: 14, lastDaysAgo: 12 },
    { user: demoPeople.admin, course: weather, done: 0, startedDaysAgo: 30, lastDaysAgo: 30 },
  ]
  const quiz = weather.modules.flatMap((module) => module.lessons).flatMap((lesson) => lesson.quizzes)[0]
  if (!quiz) throw new AppError('internal', 'The demo course on weather has lost its quiz.')
  const attempt = practiceAttempt(quiz, ago(1))

  return [
    ...demoPurchases({ loan, spanish, sheets }, ago),
    ['enrollments', plans.map((plan) => enrollment(plan, ago))],
    ['progress', plans.flatMap((plan) => progressOf(plan, ago))],
    ['reviews', demoReviews({ loan, sheets, sound, spanish, water, weather }, ago)],
    [
      'notes',
      [
        {
          id: stableId('demo note', 'weather'),
          user_id: demoPeople.learner,
          lesson_id: weather.modules[0]?.lessons[1]?.id ?? '',
          course_id: weather.id,
          enrollment_id: enrollmentId(demoPeople.learner, weather),
          content:
            '**Back to the wind, low on the left.**\n\nStill unclear: why does the wind turn towards the low near the ground?',
          created_at: ago(1),
          updated_at: ago(1),
        },
      ],
    ],
    ['quiz_attempts', [attempt.attempt]],
    ['study_sessions', studyDays(nowMs)],
    ['answers', attempt.answers],
    [
      'messages',
      [
        {
          id: stableId('demo message'),
          sender_id: demoPeople.instructor,
          receiver_id: demoPeople.learner,
          course_id: weather.id,
          content:
            'Welcome, Amina! Keep score of your own forecasts for a week, and tell me on market day who won: you or "same as today".',
          read_at: null,
          created_at: ago(8),
        },
      ],
    ],
  ]
}
