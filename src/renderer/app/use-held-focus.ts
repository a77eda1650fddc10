import { type RefObject, useEffect } from 'react'

const reachable =
  'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]:not([tabindex="-1"])'

/** Where the focus is: the element, all it stands in, and what is reached by Tab before it. */
interface Held {
  element: Element
  within: HTMLElement[]
  before: Set<Element>
}

/**
 * Goes on where somebody was when what they pressed is gone: “Mark as complete” has done its work and leaves, a course
 * that is being kept offers something else. The browser would begin again at the top of the window. What takes its
 * place takes the focus, or whatever stands around it. Screens that know better put the focus somewhere themselves.
 */
export function useHeldFocus(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const main = place.current
    if (!main) return
    let held: Held | null = null
    let frame = 0
    const look = () => {
      if (!held || document.activeElement !== document.body || held.element.isConnected) return
      const successor = successorOf(held)
      held = null
      successor?.focus()
    }
    // Not at once: the screen that takes something away may be about to say where to go on.
    const lookSoon = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(look)
    }
    const hold = ({ target }: FocusEvent) => {
      held = target instanceof Element && target !== main ? holdOn(target, main) : null
    }
    const observer = new MutationObserver(lookSoon)
    observer.observe(main, { childList: true, subtree: true })
    main.addEventListener('focusin', hold)
    // A dialog gives the focus back to what opened it, which may be gone by then.
    document.addEventListener('focusout', lookSoon)
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      main.removeEventListener('focusin', hold)
      document.removeEventListener('focusout', lookSoon)
    }
  }, [place])
}

function holdOn(element: Element, main: HTMLElement): Held {
  const within: HTMLElement[] = []
  for (let at = element.parentElement; at; at = at === main ? null : at.parentElement) within.push(at)
  const before = [...main.querySelectorAll(reachable)].filter(
    (other) => element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING,
  )
  return { element, within, before: new Set(before) }
}

function successorOf({ within, before }: Held): HTMLElement | undefined {
  const left = within.filter((each) => each.isConnected)
  for (const around of left) {
    const found = [...around.querySelectorAll<HTMLElement>(reachable)].filter((each) =>
      each.checkVisibility(),
    )
    const successor = found[found.findLastIndex((each) => before.has(each)) + 1] ?? found.at(-1)
    if (successor) return successor
  }
  return left.at(-1)
}
