import { useTranslation } from 'react-i18next'
import type { ProgressView } from '../../../shared/contract/progress-views.ts'
import { formatDate, formatNumber } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import classes from './progress.module.css'

/** When each course will be finished at the pace of the last weeks; nothing is promised without one. */
export function ForecastList({ forecasts }: { forecasts: ProgressView['forecasts'] }) {
  const { t } = useTranslation('progress')
  return (
    <>
      <ul className={classes.rows} data-boxed>
        {forecasts.map((one) => (
          <li key={one.courseId} className={classes.row}>
            <TextLink to="/learn/$courseId" params={{ courseId: one.courseId }}>
              {one.title}
            </TextLink>
            <span className={classes.quiet}>
              {one.totalLessons === 0
                ? t('forecast.unknown')
                : t('forecast.lessons', {
                    done: formatNumber(one.completedLessons),
                    total: formatNumber(one.totalLessons),
                  })}
            </span>
            <span className={classes.quiet}>
              {one.finishAtMs === null
                ? t('forecast.noPace')
                : t('forecast.around', { day: formatDate(one.finishAtMs) })}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>{t('forecast.how')}</p>
    </>
  )
}
