import { Text } from '@mantine/core'
import { Check, Circle, CircleDot } from 'lucide-react'
import type { ActivityThing } from '../../../shared/contract/sync-views.ts'
import { formatMoment, formatPercent } from '../../ui/format.ts'
import { t } from '../../ui/language/texts.ts'
import { TextLink } from '../../ui/links.tsx'
import classes from './activity-screen.module.css'
import { thingLabel } from './thing-label.ts'

/** Things a person did, each with the way it has come. */
export function ActivityList({ things, label }: { things: readonly ActivityThing[]; label: string }) {
  return (
    <ol className={classes.list} aria-label={label}>
      {things.map((thing) => (
        <li key={thing.key} className={classes.row}>
          <span className={classes.what}>
            {thing.attemptId ? (
              <TextLink to="/attempt/$attemptId" params={{ attemptId: thing.attemptId }}>
                {thingLabel(thing.words)}
              </TextLink>
            ) : (
              <bdi>{thingLabel(thing.words)}</bdi>
            )}
            <Text span size="sm" c="dimmed">
              {' · '}
              <bdi>{formatMoment(thing.madeAtMs)}</bdi>
            </Text>
          </span>
          <Way thing={thing} />
        </li>
      ))}
    </ol>
  )
}

const reached = { 'on this device': 0, sent: 0, received: 1, graded: 2 } as const

/** On this device → received → graded: how far it has come, in words and in marks. */
function Way({ thing }: { thing: ActivityThing }) {
  const at = reached[thing.state]
  const steps = [
    t('status:way.onDevice'),
    at < 1 ? t('status:way.toReceive') : t('status:way.received'),
    ...(thing.isGraded ? [t('status:way.toGrade')] : []),
  ]
  return (
    <ol className={classes.way} aria-label={t('status:way.label', { state: whereItIs(thing) })}>
      {steps.map((step, index) => {
        const Icon = index < at || at === steps.length - 1 ? Check : index === at ? CircleDot : Circle
        return (
          <li
            key={step}
            className={classes.step}
            data-reached={index <= at || undefined}
            {...(index === at ? { 'aria-current': 'step' as const } : {})}
          >
            <Icon size={13} aria-hidden />
            {index === at ? whereItIs(thing) : step}
          </li>
        )
      })}
    </ol>
  )
}

function whereItIs(thing: ActivityThing): string {
  switch (thing.state) {
    case 'on this device':
      return t('status:way.onDevice')
    case 'sent':
      return t('status:way.sent')
    case 'received':
      return thing.isGraded ? t('status:way.receivedGrade') : t('status:way.received')
    case 'graded':
      return thing.scorePercent === null
        ? t('status:way.graded')
        : t('status:way.gradedScore', { score: formatPercent(thing.scorePercent) })
  }
}
