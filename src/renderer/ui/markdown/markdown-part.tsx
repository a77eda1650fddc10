import { type ReactNode, startTransition, useEffect, useRef, useState } from 'react'

/** Room a part is given before it is drawn: about seventy letters to a line of 29 pixels. */
const pixelsPerLetter = 29 / 70
/** So far before it comes into view a part is drawn. */
const ahead = '1500px 0px'

/** A part of a long text, drawn once it comes near the window and kept from then on. */
export function MarkdownPart({
  length,
  atOnce,
  children,
}: {
  length: number
  atOnce: boolean
  children: ReactNode
}) {
  const frame = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(atOnce)
  useEffect(() => {
    const element = frame.current
    if (near || !element) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) startTransition(() => setNear(true))
      },
      { root: element.closest('[data-lesson-scroller]'), rootMargin: ahead },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [near])
  return (
    <div ref={frame} {...(near ? {} : { 'aria-busy': true, style: { blockSize: length * pixelsPerLetter } })}>
      {near && children}
    </div>
  )
}
