import { RingProgress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DashboardView } from '../../../shared/contract/views.ts'
import { formatDay, formatNumber, formatPercent } from '../../ui/format.ts'
import { keepWords } from '../../ui/keep-words.ts'
import { BlockLink, TextLink } from '../../ui/links.tsx'
import classes from './my-learning.module.css'

/** One course under way: how far, since when, and whether it is here. */
export function EnrollmentCard({ enrollment }: { enrollment: DashboardView['enrollments'][number] }) {
  const { t } = useTranslation('my-learning')
  const { course, progressPercent, completedLessons, totalLessons } = enrollment
  const day = formatDay(enrollment.lastAccessedAtMs)
  return (
    <article className={classes.course}>
      <RingProgress
        size={68}
        thickness={5}
        roundCaps
        aria-hidden
        sections={progressPercent > 0 ? [{ value: progressPercent, color: 'var(--bx-accent)' }] : []}
        label={<span className={classes.percent}>{formatPercent(progressPercent)}</span>}
      />
      <div className={classes.courseBody}>
        <h3 className={classes.courseTitle}>
          <BlockLink to="/learn/$courseId" params={{ courseId: course.id }} className={classes.courseLink}>
            {course.title}
          </BlockLink>
        </h3>
        <p className={classes.quiet}>
          {totalLessons > 0
            ? t('course.lessons', {
                done: formatNumber(completedLessons),
                total: formatNumber(totalLessons),
                day,
              })
            : t('course.opened', { day })}
        </p>
        <p className={classes.quiet}>
          {keepWords(enrollment.device) ?? t('course.notHere')} ·{' '}
          <TextLink
            to="/course/$slug"
            params={{ slug: course.slug }}
            inherit
            className={classes.above}
            underline="always"
            aria-label={t('course.aboutCourse', { course: course.title })}
          >
            {t('course.about')}
          </TextLink>
        </p>
      </div>
    </article>
  )
}
