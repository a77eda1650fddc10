import { type RefObject, useEffect, useRef } from 'react'

/**
 * Calls back once when the end of a text has come into view and `isEnough` agrees; while it does not, asks again every
 * second for as long as the end stays in view.
 * @returns where to put the mark that stands for the end.
 */
export function useEndReached(
  onReached: (() => void) | null,
  isEnough: () => boolean,
): RefObject<HTMLDivElement | null> {
  const mark = useRef<HTMLDivElement>(null)
  const latest = useRef({ onReached, isEnough })
  useEffect(() => {
    latest.current = { onReached, isEnough }
  })
  const wanted = onReached !== null

  useEffect(() => {
    const element = mark.current
    if (!element || !wanted) return
    let timer: ReturnType<typeof setInterval> | null = null
    const stop = () => {
      if (timer !== null) clearInterval(timer)
      timer = null
    }
    const ask = () => {
      if (document.visibilityState === 'hidden' || !latest.current.isEnough()) return
      stop()
      observer.disconnect()
      latest.current.onReached?.()
    }
    const observer = new IntersectionObserver((entries) => {
      stop()
      if (entries.some((entry) => entry.isIntersecting)) timer = setInterval(ask, 1_000)
    })
    observer.observe(element)
    return () => {
      stop()
      observer.disconnect()
    }
  }, [wanted])

  return mark
}
