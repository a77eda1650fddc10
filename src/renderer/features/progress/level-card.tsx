import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProgressView } from '../../../shared/contract/progress-views.ts'
import { pointsFor } from '../../../shared/domain/standing.ts'
import { formatNumber } from '../../ui/format.ts'
import classes from './progress.module.css'

/** Points and level, how far the next one is, and what gives points. */
export function LevelCard({ progress }: { progress: ProgressView }) {
  const { t } = useTranslation('progress')
  const { points, level, levelFrom, levelTo } = progress.standing
  const label = t('level.next', { points: formatNumber(levelTo - points), level: formatNumber(level + 1) })
  return (
    <section className={classes.level} aria-label={t('level.label')}>
      <p className={classes.levelName}>{t('level.name', { level: formatNumber(level) })}</p>
      <p className={classes.points}>{t('level.points', { count: points })}</p>
      <Progress
        value={((points - levelFrom) / (levelTo - levelFrom)) * 100}
        aria-label={label}
        color="var(--bx-accent)"
        size="sm"
      />
      <p className={classes.quiet}>
        {label}.{' '}
        {t('level.how', {
          lesson: formatNumber(pointsFor.completedLesson),
          quiz: formatNumber(pointsFor.passedQuiz),
          course: formatNumber(pointsFor.completedCourse),
          review: formatNumber(pointsFor.review),
        })}
      </p>
    </section>
  )
}
