import { type ReactNode, useEffect, useRef, useState } from 'react'
import { t } from '../language/texts.ts'

/** A frame that scrolls sideways, and can then be reached and scrolled with the keyboard. */
export function Scrollable({
  label,
  className,
  children,
}: {
  label: string
  className: string
  children: ReactNode
}) {
  const frame = useRef<HTMLDivElement>(null)
  const [overflows, setOverflows] = useState(false)

  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth + 1))
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    return () => observer.disconnect()
  }, [])

  const reachable = overflows
    ? { tabIndex: 0, role: 'group', 'aria-label': t('markdown:scrolls', { what: label }) }
    : {}
  return (
    <div ref={frame} className={className} {...reachable}>
      {children}
    </div>
  )
}
