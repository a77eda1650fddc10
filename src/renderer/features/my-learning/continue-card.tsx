import { Title } from '@mantine/core'
import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DashboardView } from '../../../shared/contract/views.ts'
import { resolveMedia } from '../../data/media.ts'
import { Cover } from '../../ui/cover.tsx'
import { formatMinutes } from '../../ui/format.ts'
import { ButtonLink } from '../../ui/links.tsx'
import classes from './my-learning.module.css'

interface ContinueCardProps {
  next: NonNullable<DashboardView['continueWith']>
  course: DashboardView['enrollments'][number]['course'] | undefined
}

/** The one obvious next thing: the lesson the person was in. */
export function ContinueCard({ next, course }: ContinueCardProps) {
  const { t } = useTranslation('my-learning')
  return (
    <section className={classes.continue} aria-label={t('continue.label')}>
      <div className={classes.continueCover}>
        <Cover
          image={course?.thumbnail ? resolveMedia(course.thumbnail) : null}
          category={course?.categoryName ?? next.courseTitle}
          color={course?.categoryColor ?? null}
        />
      </div>
      <div className={classes.continueBody}>
        <p className={classes.quiet}>{next.courseTitle}</p>
        <Title order={2} size="h1" className={classes.continueTitle}>
          {next.lessonTitle}
        </Title>
        <div className={classes.continueFoot}>
          <ButtonLink
            to="/learn/$courseId/$lessonId"
            params={{ courseId: next.courseId, lessonId: next.lessonId }}
            size="md"
            rightSection={<ArrowRight className="bx-directional" size={18} aria-hidden />}
            aria-label={t('continue.lesson', { lesson: next.lessonTitle })}
          >
            {t('continue.action')}
          </ButtonLink>
          {next.minutesLeft === null ? null : (
            <span className={classes.quiet}>
              {t('continue.left', { minutes: formatMinutes(next.minutesLeft) })}
            </span>
          )}
        </div>
      </div>
    </section>
  )
}
