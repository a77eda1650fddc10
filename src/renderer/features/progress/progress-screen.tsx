import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProgressView } from '../../../shared/contract/progress-views.ts'
import { useProgress } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { formatMinutes } from '../../ui/format.ts'
import { Late } from '../../ui/late.tsx'
import { Part } from '../../ui/part.tsx'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { BadgeList } from './badge-list.tsx'
import { CertificateList } from './certificate-list.tsx'
import { ForecastList } from './forecast-list.tsx'
import { LevelCard } from './level-card.tsx'
import classes from './progress.module.css'

const DayChart = lazy(async () => ({ default: (await import('./day-chart.tsx')).DayChart }))
const ScoreChart = lazy(async () => ({ default: (await import('./score-chart.tsx')).ScoreChart }))

/** How far a person is, how it went, and what they have earned. */
export function ProgressScreen() {
  const { t } = useTranslation('progress')
  usePlace([{ label: t('title') }])
  const { data: progress, isError, error, refetch } = useProgress()
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (!progress)
    return (
      <Late>
        <Screen title={t('title')}>{null}</Screen>
      </Late>
    )
  return (
    <Screen
      title={t('title')}
      lead={t('lead', {
        time: formatMinutes(thisWeek(progress) / 60),
        streak: t('streak', { count: progress.currentStreakDays }),
      })}
    >
      <LevelCard progress={progress} />
      <Part title={t('time.title')}>
        <Suspense fallback={<div className={classes.chart} />}>
          <DayChart days={progress.days} />
        </Suspense>
      </Part>
      <Part title={t('scores.title')}>
        {progress.scores.length === 0 ? (
          <p className={classes.quiet}>{t('scores.none')}</p>
        ) : (
          <Suspense fallback={<div className={classes.chart} />}>
            <ScoreChart scores={progress.scores} />
          </Suspense>
        )}
      </Part>
      {progress.forecasts.length > 0 ? (
        <Part title={t('forecast.title')}>
          <ForecastList forecasts={progress.forecasts} />
        </Part>
      ) : null}
      <Part title={t('badges.title')}>
        <BadgeList badges={progress.badges} />
      </Part>
      <Part title={t('certificates.title')}>
        {progress.certificates.length === 0 ? (
          <p className={classes.quiet}>{t('certificates.none')}</p>
        ) : (
          <CertificateList certificates={progress.certificates} />
        )}
      </Part>
    </Screen>
  )
}

/** Seconds of the last seven days. */
function thisWeek({ days }: ProgressView): number {
  return days.slice(-7).reduce((sum, { seconds }) => sum + seconds, 0)
}
