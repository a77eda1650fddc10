import { useEffect } from 'react'
import { createId } from '../../shared/domain/ids.ts'
import { mutate } from '../data/mutate.ts'
import { timeZone } from '../data/time-zone.ts'
import { StudyTime } from './study-time.ts'

/** Somebody who has not touched anything for this long is taken to be away, but for a video that plays. */
const awayAfterMs = 60_000

/** One for the window: going from lesson to quiz and back is one stretch of study. */
const time = new StudyTime(createId, (report) => {
  // Every report tells the whole stretch: the next one makes up for one that failed.
  mutate('study.record', report).catch(() => {})
})

/** Counts the time somebody studies: the window is shown and used, or plays something, and `studying` says where. */
export function useStudyTime(studying: boolean): void {
  useEffect(() => {
    if (!studying) return
    let lastUseMs = performance.now()
    const used = () => {
      lastUseMs = performance.now()
    }
    const timer = setInterval(() => {
      if (document.visibilityState === 'hidden') return
      if (performance.now() - lastUseMs > awayAfterMs && !somethingPlays()) return
      time.tick(Date.now(), timeZone())
    }, 1_000)
    const flush = () => time.flush()
    const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll'] as const
    for (const sign of signs) document.addEventListener(sign, used, { passive: true, capture: true })
    document.addEventListener('visibilitychange', flush)
    window.addEventListener('pagehide', flush)
    return () => {
      clearInterval(timer)
      for (const sign of signs) document.removeEventListener(sign, used, { capture: true })
      document.removeEventListener('visibilitychange', flush)
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [studying])
}

function somethingPlays(): boolean {
  return [...document.querySelectorAll<HTMLMediaElement>('video, audio')].some((media) => !media.paused)
}
