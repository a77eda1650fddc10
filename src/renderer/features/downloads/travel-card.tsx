import { Button, SegmentedControl, Title } from '@mantine/core'
import type { TFunction } from 'i18next'
import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TravelCourse, TravelView } from '../../../shared/contract/keep-views.ts'
import { keepAllLearning, useTravel } from '../../data/keeping.ts'
import { formatBytes, formatDate, formatList, formatMoment } from '../../ui/format.ts'
import { showProblem } from '../../ui/notify.ts'
import classes from './travel-card.module.css'

const periods = [7, 14, 30] as const

/** "Ready to travel": what is missing, what happens meanwhile, what cannot be taken along. */
export function TravelCard() {
  const { t } = useTranslation('downloads')
  const [days, setDays] = useState<number>(14)
  const { data: travel } = useTravel(days)
  const { t: common } = useTranslation()
  return (
    <section className={classes.card} aria-label={t('travel.title')}>
      <div className={classes.head}>
        <Title order={2}>{t('travel.title')}</Title>
        <SegmentedControl
          size="xs"
          aria-label={t('travel.period')}
          value={String(days)}
          onChange={(value) => setDays(Number(value))}
          data={periods.map((period) => ({
            value: String(period),
            label: t('travel.days', { count: period }),
          }))}
        />
      </div>
      {travel ? (
        <>
          <ul className={classes.findings}>
            {findings(t, travel).map(({ kind, words }) => (
              <Finding key={words} kind={kind}>
                {words}
              </Finding>
            ))}
          </ul>
          {isMissing(travel) ? (
            <Button
              mt="sm"
              onClick={() => {
                keepAllLearning().catch((error: unknown) => showProblem(common('problem.download'), error))
              }}
            >
              {travel.missingBytes > 0
                ? t('travel.getSize', { size: formatBytes(travel.missingBytes) })
                : t('travel.get')}
            </Button>
          ) : null}
        </>
      ) : null}
    </section>
  )
}

type Kind = 'good' | 'missing' | 'know'

function Finding({ kind, children }: { kind: Kind; children: ReactNode }) {
  const Icon = kind === 'good' ? CircleCheck : kind === 'missing' ? CircleAlert : Info
  return (
    <li className={classes.finding} data-kind={kind}>
      <Icon size={18} strokeWidth={1.8} aria-hidden />
      <span>{children}</span>
    </li>
  )
}

const isHere = ({ state }: TravelCourse) => state === 'whole' || state === 'parts'
const isMissing = ({ courses }: TravelView) => courses.some((course) => !isHere(course))

function findings(t: TFunction<'downloads'>, travel: TravelView): { kind: Kind; words: string }[] {
  const { courses, waiting, lastSuccessAtMs, untilMs } = travel
  const list: { kind: Kind; words: string }[] = []
  const titles = (of: readonly TravelCourse[]) => formatList(of.map(({ title }) => title))
  const of = (state: TravelCourse['state']) => courses.filter((course) => course.state === state)
  if (courses.length === 0) list.push({ kind: 'know', words: t('travel.noCourses') })
  else if (!isMissing(travel))
    list.push({ kind: 'good', words: t('travel.ready', { day: formatDate(untilMs) }) })
  for (const state of ['missing', 'coming', 'behind'] as const)
    if (of(state).length > 0)
      list.push({
        kind: 'missing',
        words: t(`travel.${state}`, { count: of(state).length, courses: titles(of(state)) }),
      })
  if (!travel.fits)
    list.push({
      kind: 'missing',
      words: t('travel.noRoom', { size: formatBytes(travel.missingBytes) }),
    })
  if (of('parts').length > 0)
    list.push({ kind: 'know', words: t('travel.parts', { courses: titles(of('parts')) }) })
  for (const { title, onlineOnly, sessions } of courses) {
    if (onlineOnly.length > 0)
      list.push({
        kind: 'know',
        words: t('travel.onlineOnly', {
          count: onlineOnly.length,
          course: title,
          lessons: formatList(onlineOnly.map((lesson) => `${lesson.title} (${lesson.host})`)),
        }),
      })
    for (const session of sessions)
      list.push({
        kind: 'know',
        words: t('travel.session', { lesson: session.title, at: formatMoment(session.beginsAtMs) }),
      })
  }
  if (waiting > 0) list.push({ kind: 'missing', words: t('travel.waiting', { count: waiting }) })
  else if (lastSuccessAtMs !== null)
    list.push({ kind: 'good', words: t('travel.delivered', { at: formatMoment(lastSuccessAtMs) }) })
  return list
}
