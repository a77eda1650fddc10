import { Button } from '@mantine/core'
import { CalendarCheck, Layers, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewView } from '../../../shared/contract/review-views.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { preloadMarkdown } from '../../ui/markdown.tsx'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { GoalRing } from './goal-ring.tsx'
import { dayAhead } from './pause-words.ts'
import { PlanSettings } from './plan-settings.tsx'
import classes from './review.module.css'
import { ReviewCard } from './review-card.tsx'
import { useReviewSession } from './use-review-session.ts'

preloadMarkdown()

/** Practice questions come back shortly before they would be forgotten: one at a time, until the day's are done. */
export function ReviewScreen() {
  const { t } = useTranslation('review')
  usePlace([{ label: t('title') }])
  const { view, turn, error, trouble, busy, rate, undo, again } = useReviewSession()
  if (error) return <ErrorPanel error={error} onRetry={again} />
  if (!view)
    return (
      <Screen title={t('title')} width="text" lead=" ">
        {null}
      </Screen>
    )
  const { card, due, plan, doneToday } = view
  if (view.questions === 0 && doneToday === 0) return <NothingYet />
  return (
    <Screen
      title={t('title')}
      width="text"
      lead={due > 0 ? t('left', { count: due }) : t('leftNone')}
      aside={<PlanSettings plan={plan} />}
    >
      <div className={classes.bar}>
        <GoalRing done={doneToday} goal={plan.dailyGoal} />
        {undo && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<Undo2 size={16} className="bx-directional" aria-hidden />}
            onClick={() => void undo()}
            disabled={busy}
          >
            {t('undo')}
          </Button>
        )}
      </div>
      {trouble && (
        <p role="alert" className={classes.trouble}>
          {trouble}
        </p>
      )}
      {card ? (
        <>
          <ReviewCard
            key={turn}
            card={card}
            busy={busy}
            onRate={(rating, elapsedMs) => void rate(rating, elapsedMs)}
            onUndo={() => void undo?.()}
          />
          <p className={classes.keys}>{t('keys')}</p>
        </>
      ) : (
        <NothingDue view={view} />
      )}
    </Screen>
  )
}

function NothingYet() {
  const { t } = useTranslation('review')
  return (
    <StatePanel
      icon={Layers}
      title={t('empty.title')}
      order={1}
      action={<ButtonLink to="/">{t('home')}</ButtonLink>}
    >
      {t('empty.body')}
    </StatePanel>
  )
}

function NothingDue({ view }: { view: ReviewView }) {
  const { t } = useTranslation('review')
  const frame = useRef<HTMLDivElement>(null)
  // The button that was pressed last is gone.
  useEffect(() => {
    if (document.activeElement === document.body) frame.current?.focus()
  }, [])
  const next = view.nextDueMs === null ? null : t('done.next', { day: dayAhead(view.nextDueMs, Date.now()) })
  return (
    <div ref={frame} tabIndex={-1} className={classes.done}>
      <StatePanel
        icon={CalendarCheck}
        title={view.doneToday > 0 ? t('done.title') : t('done.rest')}
        role="status"
        action={<ButtonLink to="/">{t('home')}</ButtonLink>}
      >
        {view.doneToday > 0 && <p className={classes.line}>{t('done.body', { count: view.doneToday })}</p>}
        {next && <p className={classes.line}>{next}</p>}
      </StatePanel>
    </div>
  )
}
