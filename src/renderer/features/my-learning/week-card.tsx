import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useWeek } from '../../data/hooks.ts'
import { useReviewSummary } from '../../data/review.ts'
import { formatMinutes, formatWeekday } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import classes from './week-card.module.css'

/** This week's minutes as small bars, and the streak as days. */
export function WeekCard() {
  const { t } = useTranslation('my-learning')
  const { data: week } = useWeek()
  const { data: review } = useReviewSummary()
  if (!week) return <div className={classes.card} aria-hidden />
  const most = Math.max(1800, ...week.days.map(({ seconds }) => seconds))
  const total = week.days.reduce((sum, { seconds }) => sum + seconds, 0)
  return (
    <section className={classes.card} aria-label={t('week.label')}>
      <ol className={classes.days}>
        {week.days.map(({ day, seconds }) => (
          <li key={day} className={classes.day}>
            <span className={classes.track} aria-hidden>
              <span className={classes.bar} style={{ blockSize: `${(seconds / most) * 100}%` }} />
            </span>
            <span aria-hidden>{formatWeekday(day, 'short')}</span>
            <VisuallyHidden>
              {t('week.day', {
                day: formatWeekday(day, 'long'),
                time: seconds === 0 ? t('week.nothing') : formatMinutes(seconds / 60),
              })}
            </VisuallyHidden>
          </li>
        ))}
      </ol>
      <div>
        <p className={classes.total}>
          {total === 0 ? t('week.none') : t('week.total', { time: formatMinutes(total / 60) })}
        </p>
        <p className={classes.quiet}>
          {week.currentStreakDays > 0
            ? t('week.streak', { count: week.currentStreakDays })
            : t('week.noStreak')}
        </p>
        {review && review.due > 0 ? (
          <p className={classes.quiet}>
            <TextLink to="/review" inherit>
              {t('week.review', { count: review.due })}
            </TextLink>
          </p>
        ) : null}
        <p className={classes.quiet}>
          <TextLink to="/progress" inherit>
            {t('week.more')}
          </TextLink>
        </p>
      </div>
    </section>
  )
}
