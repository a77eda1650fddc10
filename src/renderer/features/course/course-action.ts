import type { CoursePageView } from '../../../shared/contract/views.ts'
import { formatMoney } from '../../ui/format.ts'
import { sizeSuffix } from '../../ui/keep-words.ts'
import { isFree } from '../../ui/price.tsx'

/** What the course page's one button does, and what may stand below it. */
export type CourseAction =
  | { kind: 'enroll'; label: string; alternative: string | null }
  | { kind: 'keep'; label: string }
  | { kind: 'open'; label: string }
  | { kind: 'none'; reason: string }

/** Decides the one obvious next thing for a person on a course's page. */
export function courseAction({
  course,
  enrollment,
}: Pick<CoursePageView, 'course' | 'enrollment'>): CourseAction {
  if (enrollment === null || enrollment.status === 'CANCELLED') {
    if (!isFree(course)) {
      const price = formatMoney(course.discountPrice ?? course.price, course.currency)
      return {
        kind: 'none',
        reason: `This course costs ${price}. It cannot be bought in this version of BrainiX yet; once you own it at your centre, it appears here by itself.`,
      }
    }
    return course.device.state === 'kept'
      ? { kind: 'enroll', label: 'Enroll', alternative: null }
      : {
          kind: 'enroll',
          label: `Enroll and keep on this device${sizeSuffix(course.device)}`,
          alternative: 'Enroll without keeping',
        }
  }
  if (enrollment.status === 'SUSPENDED') {
    return { kind: 'none', reason: 'Your place in this course is paused. Ask your centre about it.' }
  }
  if (course.device.state === 'not-kept') {
    return { kind: 'keep', label: `Keep on this device${sizeSuffix(course.device)}` }
  }
  if (enrollment.completedAtMs !== null) return { kind: 'open', label: 'Open course' }
  return { kind: 'open', label: enrollment.lastLessonId === null ? 'Start learning' : 'Continue' }
}
