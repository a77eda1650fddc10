import type { CoursePageView } from '../../../shared/contract/catalogue-views.ts'
import { formatMoney } from '../../ui/format.ts'
import { missingSize } from '../../ui/keep-words.ts'
import { t } from '../../ui/language/texts.ts'
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
  const size = missingSize(course.device)
  if (enrollment === null || enrollment.status === 'CANCELLED') {
    if (!isFree(course)) {
      const price = formatMoney(course.discountPrice ?? course.price, course.currency)
      return {
        kind: 'none',
        reason: t('course:cost', { price }),
      }
    }
    return course.device.state === 'kept'
      ? { kind: 'enroll', label: t('course:action.enroll'), alternative: null }
      : {
          kind: 'enroll',
          label: size === null ? t('course:action.enrollKeep') : t('course:action.enrollKeepSize', { size }),
          alternative: t('course:action.enrollOnly'),
        }
  }
  if (enrollment.status === 'SUSPENDED') {
    return { kind: 'none', reason: t('course:suspended') }
  }
  if (course.device.state === 'not-kept') {
    return {
      kind: 'keep',
      label: size === null ? t('course:action.keep') : t('course:action.keepSize', { size }),
    }
  }
  if (enrollment.completedAtMs !== null) return { kind: 'open', label: t('course:action.open') }
  return {
    kind: 'open',
    label: enrollment.lastLessonId === null ? t('course:action.start') : t('course:action.continue'),
  }
}
