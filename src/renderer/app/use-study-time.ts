import { useEffect, useState } from 'react'
import { createId } from '../../shared/domain/ids.ts'
import { mutate } from '../data/mutate.ts'
import { timeZone } from '../data/time-zone.ts'
import { watchPresence } from '../ui/presence.ts'
import { StudyTime } from './study-time.ts'

/**
 * Counts the time somebody studies: the window is shown and used, or plays something, and `studying` says where. Going from
 * lesson to quiz and back is one stretch of study, for as long as the caller stays: nobody's time becomes another person's.
 */
export function useStudyTime(studying: boolean): void {
  const [time] = useState(
    () =>
      new StudyTime(createId, (report) => {
        // Every report tells the whole stretch: the next one makes up for one that failed.
        mutate('study.record', report).catch(() => {})
      }),
  )
  useEffect(() => {
    if (!studying) return
    const presence = watchPresence(() => time.flush())
    const timer = setInterval(() => {
      if (presence.isHere() || (presence.isShown() && somethingPlays())) time.tick(Date.now(), timeZone())
    }, 1_000)
    return () => {
      clearInterval(timer)
      presence.stop()
      time.flush()
    }
  }, [studying, time])
}

function somethingPlays(): boolean {
  return [...document.querySelectorAll<HTMLMediaElement>('video, audio')].some((media) => !media.paused)
}
