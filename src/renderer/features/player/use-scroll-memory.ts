import { type RefObject, useLayoutEffect } from 'react'
import { z } from 'zod'

/** The block of text at the top of the window, and how much of it is above. Survives another font size or width. */
const place = z.object({ block: z.number().int().nonnegative(), part: z.number().min(0).max(1) })
type Place = z.infer<typeof place>

const keyOf = (lessonId: string) => `brainix-place:${lessonId}`
/** Pictures and fonts may still move the text after it is drawn; for this long the place is held. */
const holdMs = 3_000

/**
 * Remembers, per lesson, the paragraph a person was reading, and comes back to it.
 * @param scroller the element that scrolls; its `.bx-markdown` holds the blocks.
 * @param ready whether the text is there; `skip` where the person came for another place (an anchor).
 */
export function useScrollMemory(
  scroller: RefObject<HTMLElement | null>,
  lessonId: string,
  { ready, skip }: { ready: boolean; skip: boolean },
): void {
  // Its end comes while the text still stands there: what is on no page any more is at its top.
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || !ready) return
    const wanted = skip ? null : readPlace(lessonId)
    let holding = wanted !== null
    if (wanted === null && !skip) element.scrollTop = 0
    const hold = () => {
      if (holding && wanted) goTo(element, wanted)
    }
    const release = () => {
      holding = false
    }
    let timer: ReturnType<typeof setTimeout> | null = null
    const remember = () => {
      timer = null
      if (!holding) writePlace(lessonId, placeIn(element))
    }
    const onScroll = () => {
      timer ??= setTimeout(remember, 250)
    }

    hold()
    const observer = new ResizeObserver(hold)
    for (const child of element.children) observer.observe(child)
    const holdTimer = setTimeout(release, holdMs)
    const signs = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const
    for (const sign of signs) element.ownerDocument.addEventListener(sign, release, { passive: true })
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      if (timer !== null) {
        clearTimeout(timer)
        remember()
      }
      clearTimeout(holdTimer)
      observer.disconnect()
      for (const sign of signs) element.ownerDocument.removeEventListener(sign, release)
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller, lessonId, ready, skip])
}

function blocksIn(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>('.bx-markdown > *')]
}

function placeIn(element: HTMLElement): Place | null {
  if (element.scrollTop < 8) return null
  const top = element.getBoundingClientRect().top
  for (const [block, child] of blocksIn(element).entries()) {
    const box = child.getBoundingClientRect()
    if (box.bottom <= top + 1) continue
    const part = box.height === 0 ? 0 : (top - box.top) / box.height
    return { block, part: Math.min(1, Math.max(0, part)) }
  }
  return null
}

function goTo(element: HTMLElement, { block, part }: Place): void {
  const child = blocksIn(element)[block]
  if (!child) return
  const box = child.getBoundingClientRect()
  element.scrollTop += box.top + box.height * part - element.getBoundingClientRect().top
}

function readPlace(lessonId: string): Place | null {
  const kept = localStorage.getItem(keyOf(lessonId))
  if (kept === null) return null
  try {
    return place.parse(JSON.parse(kept))
  } catch {
    return null
  }
}

function writePlace(lessonId: string, at: Place | null): void {
  if (at === null) localStorage.removeItem(keyOf(lessonId))
  else localStorage.setItem(keyOf(lessonId), JSON.stringify(at))
}
