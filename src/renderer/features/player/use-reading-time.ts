import { useEffect, useRef } from 'react'

const recordEverySeconds = 15
/** Somebody who has not touched anything for this long is taken to be away. */
const awayAfterMs = 60_000

/**
 * Counts the seconds somebody spends with a text: the window is shown and has been used within a minute. Reports the
 * total every quarter of a minute, and when the person leaves. One lesson per mounted component.
 * @param alreadySeconds what was read on earlier days, at mounting.
 * @param onRecord null: nothing is counted.
 * @returns how many seconds were counted here so far.
 */
export function useReadingTime(
  alreadySeconds: number,
  onRecord: ((seconds: number) => void) | null,
): () => number {
  const spent = useRef({ already: alreadySeconds, seconds: 0, reported: 0 })
  const report = useRef(onRecord)
  useEffect(() => {
    report.current = onRecord
  }, [onRecord])
  const counting = onRecord !== null

  useEffect(() => {
    if (!counting) return
    const count = spent.current
    let lastUseMs = performance.now()
    const used = () => {
      lastUseMs = performance.now()
    }
    const send = () => {
      if (count.seconds === count.reported) return
      count.reported = count.seconds
      report.current?.(count.already + count.seconds)
    }
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') send()
      else used()
    }
    const timer = setInterval(() => {
      if (document.visibilityState === 'hidden' || performance.now() - lastUseMs > awayAfterMs) return
      count.seconds += 1
      if (count.seconds - count.reported >= recordEverySeconds) send()
    }, 1_000)
    const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll'] as const
    for (const sign of signs) document.addEventListener(sign, used, { passive: true, capture: true })
    document.addEventListener('visibilitychange', onVisibility)
    window.addEventListener('pagehide', send)
    return () => {
      clearInterval(timer)
      for (const sign of signs) document.removeEventListener(sign, used, { capture: true })
      document.removeEventListener('visibilitychange', onVisibility)
      window.removeEventListener('pagehide', send)
      send()
    }
  }, [counting])

  return () => spent.current.seconds
}
