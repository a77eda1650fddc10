import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { SegmentedControl, Table, useDirection } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DayOfStudy } from '../../../shared/contract/progress-views.ts'
import { formatCalendarDay, formatMinutes, formatNumber } from '../../ui/format.ts'
import classes from './progress.module.css'

/** Minutes of study a day; the same numbers as a table for who would rather read them. */
export function DayChart({ days }: { days: readonly DayOfStudy[] }) {
  const { t } = useTranslation('progress')
  const { dir } = useDirection()
  const [shown, setShown] = useState('chart')
  const data = days.map(({ day, seconds }) => ({
    day: inDirection(dir, formatCalendarDay(day)),
    minutes: Math.round(seconds / 60),
  }))
  return (
    <div className={classes.box}>
      <SegmentedControl
        size="xs"
        mb="sm"
        value={shown}
        onChange={setShown}
        aria-label={t('shown.label')}
        data={[
          { value: 'chart', label: t('shown.chart') },
          { value: 'table', label: t('shown.table') },
        ]}
      />
      {shown === 'chart' ? (
        <div role="img" aria-label={t('time.chart', { total: totalOf(days) })}>
          <BarChart
            h={220}
            data={data}
            dataKey="day"
            series={[{ name: 'minutes', label: t('time.minutes'), color: 'var(--bx-accent)' }]}
            valueFormatter={(minutes) =>
              minutes < 1 ? formatNumber(0) : inDirection(dir, formatMinutes(minutes))
            }
            xAxisProps={{ reversed: dir === 'rtl', minTickGap: 32 }}
            yAxisProps={{ orientation: dir === 'rtl' ? 'right' : 'left', width: 92, allowDecimals: false }}
            tickLine="none"
            maxBarWidth={14}
            barProps={{ isAnimationActive: false, radius: 2 }}
          />
        </div>
      ) : (
        // A region that scrolls has to be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        <section className={classes.scroll} tabIndex={0} aria-label={t('time.title')}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('time.day')}</Table.Th>
                <Table.Th>{t('time.studied')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {[...days].reverse().map(({ day, seconds }) => (
                <Table.Tr key={day}>
                  <Table.Td>{formatCalendarDay(day)}</Table.Td>
                  <Table.Td>{seconds === 0 ? t('time.nothing') : formatMinutes(seconds / 60)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
    </div>
  )
}

/** A picture reads from left to right in every language: words from right to left bring their own direction along. */
function inDirection(dir: 'ltr' | 'rtl', words: string): string {
  return dir === 'rtl' ? `\u2067${words}\u2069` : words
}

function totalOf(days: readonly DayOfStudy[]): string {
  return formatMinutes(days.reduce((sum, { seconds }) => sum + seconds, 0) / 60)
}
