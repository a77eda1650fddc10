import { useEffect, useRef } from 'react'
import { watchPresence } from '../../ui/presence.ts'

const recordEverySeconds = 15

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
    const send = () => {
      if (count.seconds === count.reported) return
      count.reported = count.seconds
      report.current?.(count.already + count.seconds)
    }
    const presence = watchPresence(send)
    const timer = setInterval(() => {
      if (!presence.isHere()) return
      count.seconds += 1
      if (count.seconds - count.reported >= recordEverySeconds) send()
    }, 1_000)
    return () => {
      clearInterval(timer)
      presence.stop()
      send()
    }
  }, [counting])

  return () => spent.current.seconds
}
