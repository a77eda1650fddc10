import { type ReactNode, useEffect, useState } from 'react'

/** Shows its children only once waiting has become noticeable (150 ms): what is on the device comes sooner. */
export function Late({ children, afterMs = 150 }: { children: ReactNode; afterMs?: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), afterMs)
    return () => clearTimeout(timer)
  }, [afterMs])
  return late ? children : null
}
