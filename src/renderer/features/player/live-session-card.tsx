import { Button } from '@mantine/core'
import { CalendarPlus, ExternalLink, Radio } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { LessonView } from '../../../shared/contract/views.ts'
import { calendarFile } from '../../../shared/domain/calendar-file.ts'
import type { LiveSession } from '../../../shared/domain/live-session.ts'
import { formatMinutes, formatSession } from '../../ui/format.ts'
import { saveFile } from '../../ui/save-file.ts'
import { useNow } from '../../ui/use-now.ts'
import classes from './lesson.module.css'

/** When a live session is, on this person's clocks; a file for their calendar; the way in. */
export function LiveSessionCard({ lesson, session }: { lesson: LessonView; session: LiveSession }) {
  const { t } = useTranslation('player')
  const nowMs = useNow(30_000)
  const endMs = session.startMs + session.minutes * 60_000
  const state = nowMs > endMs ? 'over' : nowMs >= session.startMs ? 'now' : 'ahead'
  const save = () =>
    saveFile(
      t('session.fileName'),
      calendarFile({
        uid: `${lesson.id}@brainix`,
        title: lesson.title,
        description: [lesson.courseTitle, session.joinUrl].filter(Boolean).join('\n'),
        startMs: session.startMs,
        endMs,
        url: session.joinUrl,
        madeAtMs: Date.now(),
      }),
      'text/calendar',
    )
  return (
    <section aria-label={t('session.label')} className={classes.session} data-state={state}>
      <Radio size={20} aria-hidden />
      <div className={classes.sessionFacts}>
        <p className={classes.sessionTime}>{formatSession(session.startMs)}</p>
        <p>
          {t(`session.${state}`)} · {formatMinutes(session.minutes)}
        </p>
      </div>
      {state !== 'over' && (
        <Button variant="default" leftSection={<CalendarPlus size={16} aria-hidden />} onClick={save}>
          {t('session.calendar')}
        </Button>
      )}
      {state !== 'over' && session.joinUrl !== null && (
        <Button
          component="a"
          href={session.joinUrl}
          target="_blank"
          rel="noreferrer"
          variant={state === 'now' ? 'filled' : 'default'}
          rightSection={<ExternalLink size={15} aria-hidden />}
        >
          {t('session.join')}
        </Button>
      )}
    </section>
  )
}
