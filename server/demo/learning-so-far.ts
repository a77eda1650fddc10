import { encodeTexts } from '../../src/shared/domain/answers.ts'
import { gradeAttempt } from '../../src/shared/domain/grading.ts'
import { coursePercent } from '../../src/shared/domain/progress.ts'
import type { CourseDraft, LessonDraft, QuizDraft } from '../imports/course-draft.ts'
import { stableId } from '../imports/stable-id.ts'
import type { Row } from '../imports/write-rows.ts'
import { demoPeople } from './people.ts'

const day = 24 * 60 * 60 * 1000

/** So many days before the demonstration begins, as Postgres reads it. */
export type Ago = (days: number) => string

/** How far somebody is in a course. */
export interface Plan {
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

export function studyDays(nowMs: number): Row[] {
  const today = nowMs - (nowMs % day)
  return minutesStudied.map(([daysAgo, minutes]) => {
    // in the afternoon: an hour before now would be another day just after midnight
    const began = new Date(today - daysAgo * day + 16 * 3_600_000)
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

export function enrollmentId(user: string, course: CourseDraft): string {
  return stableId('demo enrollment', user, course.slug)
}

function lessonsOf(course: CourseDraft): LessonDraft[] {
  return course.modules.flatMap((module) => module.lessons)
}

export function enrollment(plan: Plan, ago: Ago): Row {
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
export function progressOf(plan: Plan, ago: Ago): Row[] {
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

/** A practice quiz taken yesterday, graded by the same rules as any other. */
export function practiceAttempt(quiz: QuizDraft, at: string): { attempt: Row; answers: Row[] } {
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
