import '@mantine/charts/styles.css'
import { LineChart } from '@mantine/charts'
import { useDirection } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProgressView } from '../../../shared/contract/progress-views.ts'
import { formatDay, formatPercent } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import classes from './progress.module.css'

/** Scores of the latest quizzes, oldest first, and the latest of them as a list that leads back to each. */
export function ScoreChart({ scores }: { scores: ProgressView['scores'] }) {
  const { t } = useTranslation('progress')
  const { dir } = useDirection()
  const data = scores.map(({ score, submittedAtMs, quizTitle }, index) => ({
    name: `${index + 1}. ${quizTitle} · ${formatDay(submittedAtMs)}`,
    score,
  }))
  return (
    <div className={classes.box}>
      {scores.length > 1 ? (
        <div role="img" aria-label={t('scores.chart', { count: scores.length })}>
          <LineChart
            h={180}
            data={data}
            dataKey="name"
            series={[{ name: 'score', label: t('scores.score'), color: 'var(--bx-accent)' }]}
            valueFormatter={(value) => formatPercent(value)}
            withXAxis={false}
            xAxisProps={{ reversed: dir === 'rtl' }}
            yAxisProps={{
              domain: [0, 100],
              orientation: dir === 'rtl' ? 'right' : 'left',
              width: 56,
            }}
            curveType="linear"
            lineProps={{ isAnimationActive: false }}
          />
        </div>
      ) : null}
      <ul className={classes.rows}>
        {scores
          .slice(-5)
          .reverse()
          .map((one) => (
            <li key={one.attemptId} className={classes.row}>
              <TextLink to="/attempt/$attemptId" params={{ attemptId: one.attemptId }}>
                {one.quizTitle || t('scores.unnamed')}
              </TextLink>
              <span className={classes.quiet}>
                {t(one.passed ? 'scores.passed' : 'scores.notPassed', { score: formatPercent(one.score) })}
              </span>
              <span className={classes.quiet}>{formatDay(one.submittedAtMs)}</span>
            </li>
          ))}
      </ul>
    </div>
  )
}
