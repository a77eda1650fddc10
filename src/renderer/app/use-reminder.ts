import { useEffect } from 'react'
import { localDay } from '../../shared/domain/local-day.ts'
import { isReminderDue } from '../../shared/domain/reminder.ts'
import { useSession, useSettings, useWeek } from '../data/hooks.ts'
import { timeZone } from '../data/time-zone.ts'
import { formatMinutes } from '../ui/format.ts'
import { t } from '../ui/language/texts.ts'
import { notify } from '../ui/notify.ts'

const lookEveryMs = 20_000
/** Where the day is noted on which this window's person was last reminded. */
const lastDayKey = (userId: string) => `brainix-reminded-on-${userId}`

/** Reminds once a day of the goal that is still open, by the system where it allows that, and else within the window. */
export function useReminder(): void {
  const { data: settings } = useSettings()
  const { data: week } = useWeek()
  const { data: session } = useSession()
  const userId = session?.person?.id
  const at = settings?.remindAt ?? null
  const goalMinutes = settings?.dailyMinutes ?? 0
  const today = week?.days.at(-1)

  useEffect(() => {
    if (at === null || !today || userId === undefined) return
    const look = () => {
      const nowMs = Date.now()
      const day = localDay(nowMs, timeZone())
      // Past midnight the week was counted for another day.
      const studiedTodaySeconds = today.day === day ? today.seconds : 0
      const state = { lastDay: localStorage.getItem(lastDayKey(userId)), studiedTodaySeconds }
      if (!isReminderDue({ at, goalMinutes }, state, nowMs, timeZone())) return
      localStorage.setItem(lastDayKey(userId), day)
      remind(goalMinutes - studiedTodaySeconds / 60)
    }
    look()
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }, [at, goalMinutes, today, userId])
}

function remind(openMinutes: number): void {
  const body = t('app:reminder.body', { minutes: formatMinutes(openMinutes) })
  if (typeof Notification !== 'undefined' && Notification.permission === 'granted')
    new Notification(t('app:reminder.title'), { body, tag: 'brainix-reminder' })
  else notify(`${t('app:reminder.title')}. ${body}`)
}
