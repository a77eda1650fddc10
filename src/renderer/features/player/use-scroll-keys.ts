import { type RefObject, useEffect } from 'react'

const lineHeightPx = 40
/** What stays in view of a page, so that nobody loses the line. */
const pageShare = 0.875

/**
 * Turns the pages of a lesson by the keys of the browser, from the place itself: that is where the focus goes with each new
 * lesson, and it holds more than the lesson, so the browser scrolls nothing.
 */
export function useScrollKeys(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const element = scroller.current
      const isForPlace = event.target instanceof HTMLElement && event.target.id === 'content'
      if (!element || !isForPlace || event.defaultPrevented) return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const page = element.clientHeight * pageShare
      const by: Record<string, number> = {
        ArrowDown: lineHeightPx,
        ArrowUp: -lineHeightPx,
        PageDown: page,
        PageUp: -page,
        ' ': event.shiftKey ? -page : page,
        Home: -element.scrollHeight,
        End: element.scrollHeight,
      }
      const distance = by[event.key]
      if (distance === undefined) return
      event.preventDefault()
      element.scrollBy({ top: distance })
    }
    // After the keys of a video, which have the first word.
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [scroller])
}
