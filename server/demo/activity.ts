import { encodeTexts } from '../../src/shared/domain/answers.ts'
import { gradeAttempt } from '../../src/shared/domain/grading.ts'
import { coursePercent } from '../../src/shared/domain/progress.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { CourseDraft, LessonDraft, QuizDraft } from '../imports/course-draft.ts'
import { stableId } from '../imports/stable-id.ts'
import type { Row } from '../imports/write-rows.ts'
import { demoPeople } from './people.ts'

const day = 24 * 60 * 60 * 1000

/** Rows by table, in an order that foreign keys allow. */
export type Activity = readonly (readonly [table: string, rows: readonly Row[]])[]

/**
 * What the three people have done so far: enough for every screen to show something, and nothing on the Git course.
 * @param nowMs all instants lie in the days before it.
 */
export function demoActivity(courses: readonly CourseDraft[], nowMs: number): Activity {
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

  const order = (name: string, number: string, values: Omit<Row, 'id'>): Row => ({
    id: stableId('demo order', name),
    order_number: number,
    user_id: demoPeople.learner,
    tax: '0.00',
    currency: 'USD',
    payment_method: 'card',
    ...values,
  })
  const review = (
    user: string,
    of: CourseDraft,
    rating: number,
    daysAgo: number,
    title: string,
    comment: string,
  ): Row => ({
    id: stableId('demo review', user, of.slug),
    user_id: user,
    course_id: of.id,
    rating,
    title,
    comment,
    created_at: ago(daysAgo),
    updated_at: ago(daysAgo),
  })
  const couponId = stableId('demo coupon', 'MARKETDAY')

  return [
    [
      'coupons',
      [
        {
          id: couponId,
          code: 'MARKETDAY',
          type: 'PERCENTAGE',
          value: '10.00',
          description: 'Ten percent off, for those who come online once a week',
          max_uses: 500,
          used_count: 1,
          valid_from: ago(60),
          valid_until: ago(-365),
          active: true,
        },
      ],
    ],
    ['enrollments', plans.map((plan) => enrollment(plan, ago))],
    ['progress', plans.flatMap((plan) => progressOf(plan, ago))],
    [
      'orders',
      [
        order('loan', 'BX-2026-00017', {
          subtotal: '29.00',
          discount: '2.90',
          total: '26.10',
          status: 'COMPLETED',
          coupon_id: couponId,
          created_at: ago(6),
          completed_at: ago(6),
        }),
        order('spanish', 'BX-2026-00021', {
          subtotal: '14.90',
          discount: '0.00',
          total: '14.90',
          status: 'CANCELLED',
          coupon_id: null,
          created_at: ago(3),
          completed_at: null,
        }),
      ],
    ],
    [
      'order_items',
      [orderItem('loan', loan, '29.00', '2.90'), orderItem('spanish', spanish, '14.90', '0.00')],
    ],
    [
      'reviews',
      [
        review(
          demoPeople.learner,
          water,
          5,
          20,
          'We drink differently now',
          'The table with the drops of bleach hangs in our kitchen. Clear, short, and it does not frighten you.',
        ),
        review(
          demoPeople.learner,
          loan,
          4,
          2,
          'Slow where it should be',
          'I have signed three loans in my life and never known what I signed. The lesson on the effective rate alone was worth it.',
        ),
        review(
          demoPeople.admin,
          water,
          4,
          33,
          'Good in an emergency',
          'Everything in it can be done with what is in the house. I would have liked more on rainwater.',
        ),
        review(
          demoPeople.admin,
          weather,
          5,
          28,
          'I look up now',
          'Since the lesson on fronts I have left the umbrella at home eleven times, and was wrong once.',
        ),
        review(
          demoPeople.admin,
          sheets,
          4,
          25,
          'Solid',
          'The chapter on finding mistakes first should be read aloud in every office.',
        ),
        review(
          demoPeople.admin,
          spanish,
          5,
          18,
          '«Me pone un cortado»',
          'Short sentences, real ones. I used the second lesson the same afternoon.',
        ),
        review(
          demoPeople.admin,
          sound,
          4,
          11,
          'The sock works',
          'Recorded the frogs behind the school. My only wish is a lesson on voices.',
        ),
      ],
    ],
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
      'wishlist',
      [{ id: stableId('demo wish'), user_id: demoPeople.learner, course_id: spanish.id, added_at: ago(3) }],
    ],
    [
      'cart',
      [{ id: stableId('demo cart'), user_id: demoPeople.learner, course_id: sheets.id, added_at: ago(2) }],
    ],
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

interface Plan {
  user: string
  course: CourseDraft
  /** Lessons completed from the start; more than there are means all. */
  done: number
  startedDaysAgo: number
  lastDaysAgo: number
}

/** Minutes of study of the learner, so many days ago. */
const minutesStudied: readonly (readonly [daysAgo: number, minutes: number])[] = [
  [1, 24],
  [2, 31],
  [3, 12],
  [6, 45],
  [9, 20],
  [10, 17],
  [21, 38],
  [22, 41],
  [23, 9],
  [28, 55],
  [33, 26],
  [39, 62],
  [40, 30],
]

function studyDays(nowMs: number): Row[] {
  return minutesStudied.map(([daysAgo, minutes]) => {
    const began = new Date(nowMs - daysAgo * day - 3_600_000)
    return {
      id: stableId('demo study', String(daysAgo)),
      user_id: demoPeople.learner,
      day: began.toISOString().slice(0, 10),
      time_zone: 'UTC',
      began_at: began.toISOString(),
      ended_at: new Date(began.getTime() + minutes * 60_000).toISOString(),
      seconds: minutes * 60,
    }
  })
}

function enrollmentId(user: string, course: CourseDraft): string {
  return stableId('demo enrollment', user, course.slug)
}

function lessonsOf(course: CourseDraft): LessonDraft[] {
  return course.modules.flatMap((module) => module.lessons)
}

function enrollment(plan: Plan, ago: (days: number) => string): Row {
  const lessons = lessonsOf(plan.course)
  const done = Math.min(plan.done, lessons.length)
  const complete = done === lessons.length
  return {
    id: enrollmentId(plan.user, plan.course),
    user_id: plan.user,
    course_id: plan.course.id,
    status: complete ? 'COMPLETED' : 'ACTIVE',
    progress: coursePercent(done, lessons.length),
    last_lesson_id: lessons[Math.min(done, lessons.length - 1)]?.id ?? null,
    total_watch_time: done * 420,
    enrolled_at: ago(plan.startedDaysAgo),
    completed_at: complete ? ago(plan.lastDaysAgo) : null,
    last_accessed_at: ago(plan.lastDaysAgo),
  }
}

/** The completed lessons, and a beginning of the next one. */
function progressOf(plan: Plan, ago: (days: number) => string): Row[] {
  if (plan.done === 0) return []
  return lessonsOf(plan.course)
    .slice(0, plan.done + 1)
    .map((lesson, index) => {
      const completed = index < plan.done
      return {
        id: stableId('demo progress', plan.user, lesson.id),
        enrollment_id: enrollmentId(plan.user, plan.course),
        lesson_id: lesson.id,
        user_id: plan.user,
        watched_seconds: completed ? 420 : 60,
        completed,
        started_at: ago(plan.startedDaysAgo),
        completed_at: completed ? ago(plan.lastDaysAgo) : null,
        updated_at: ago(plan.lastDaysAgo),
      }
    })
}

function orderItem(name: string, course: CourseDraft, price: string, discount: string): Row {
  return {
    id: stableId('demo order item', name),
    order_id: stableId('demo order', name),
    course_id: course.id,
    user_id: demoPeople.learner,
    title: course.title,
    price,
    discount,
  }
}

/** A practice quiz taken yesterday, graded by the same rules as any other. */
function practiceAttempt(quiz: QuizDraft, at: string): { attempt: Row; answers: Row[] } {
  const given = new Map(
    quiz.questions
      .filter((question) => question.type !== 'ESSAY')
      // one slip, as people make them
      .map((question, index) => [
        question.id,
        index === 2 && question.type === 'FILL_IN_BLANK'
          ? encodeTexts(['right', 'left'])
          : question.correctAnswer,
      ]),
  )
  const grade = gradeAttempt(quiz.questions, given, quiz.passingScore)
  const attemptId = stableId('demo attempt', quiz.id)
  return {
    attempt: {
      id: attemptId,
      user_id: demoPeople.learner,
      quiz_id: quiz.id,
      score: grade.score,
      total_questions: grade.totalQuestions,
      correct_answers: grade.correctAnswers,
      time_spent: 312,
      passed: grade.passed,
      over_limit: false,
      started_at: at,
      completed_at: at,
      submitted_at: at,
      graded_at: at,
    },
    answers: grade.answers
      .filter((answer) => given.has(answer.questionId))
      .map((answer) => {
        const question = quiz.questions.find((one) => one.id === answer.questionId)
        return {
          id: stableId('demo answer', answer.questionId),
          attempt_id: attemptId,
          question_id: answer.questionId,
          selected_answer: given.get(answer.questionId) ?? '',
          is_correct: answer.verdict === 'correct',
          points_earned: answer.pointsEarned,
          graded_at: at,
          revealed_answer: question?.correctAnswer ?? null,
          revealed_explanation: question?.explanation ?? null,
        }
      }),
  }
}
