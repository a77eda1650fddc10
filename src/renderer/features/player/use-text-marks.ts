import { type RefObject, useEffect, useMemo } from 'react'
import { findPlace, type NotePlace, placeOf } from '../../../shared/domain/note-place.ts'
import { readLessonText } from './lesson-text.ts'

/** What the notes need of the text beside them. */
export interface TextHandle {
  /** Brings a place into view and shows it for a moment. False: these words are not in the text. */
  goTo(place: NotePlace): boolean
  /** The paragraph at the top of the window. */
  here(): NotePlace
}

const shownMs = 2_500
const bookmarkLength = 80

/**
 * Paints the passages that notes were taken on, without touching the text, and again whenever the text or the notes change.
 * @param ready whether the text stands on the page.
 */
export function useTextMarks(
  scroller: RefObject<HTMLElement | null>,
  places: readonly NotePlace[],
  ready: boolean,
): TextHandle | null {
  useEffect(() => {
    const root = scroller.current
    if (!root || !ready || !('highlights' in CSS) || places.length === 0) return
    let timer: ReturnType<typeof setTimeout> | null = null
    const paint = () => {
      timer = null
      const text = readLessonText(root)
      const ranges = places.flatMap((place) => {
        const found = findPlace(text.text, place)
        return found ? [text.rangeOf(found)] : []
      })
      CSS.highlights.set('bx-note', new Highlight(...ranges))
    }
    paint()
    // A long text comes in parts, and formulas and code are drawn after it.
    const observer = new MutationObserver(() => {
      timer ??= setTimeout(paint, 150)
    })
    for (const text of root.querySelectorAll('.bx-markdown'))
      observer.observe(text, { childList: true, subtree: true, characterData: true })
    return () => {
      observer.disconnect()
      if (timer !== null) clearTimeout(timer)
      CSS.highlights.delete('bx-note')
    }
  }, [scroller, places, ready])

  return useMemo(() => {
    if (!ready) return null
    return {
      goTo: (place) => {
        const root = scroller.current
        if (!root) return false
        const text = readLessonText(root)
        const found = findPlace(text.text, place)
        if (!found) return false
        show(root, text.rangeOf(found))
        return true
      },
      here: () => {
        const root = scroller.current
        return root ? placeAtTop(root) : placeOf('bookmark', '', '', '')
      },
    }
  }, [scroller, ready])
}

function show(root: HTMLElement, range: Range): void {
  const block = range.startContainer.parentElement
  for (let outer = block?.closest('details'); outer; outer = outer.parentElement?.closest('details'))
    outer.open = true
  const gap = root.clientHeight / 4
  root.scrollTop += range.getBoundingClientRect().top - root.getBoundingClientRect().top - gap
  const target = block?.closest<HTMLElement>('p, li, h2, h3, h4, h5, h6, pre, td, th, blockquote, summary')
  if (target) {
    if (target.tabIndex < 0) target.tabIndex = -1
    target.focus({ preventScroll: true })
  }
  if (!('highlights' in CSS)) return
  const shown = new Highlight(range)
  CSS.highlights.set('bx-note-shown', shown)
  setTimeout(() => {
    if (CSS.highlights.get('bx-note-shown') === shown) CSS.highlights.delete('bx-note-shown')
  }, shownMs)
}

function placeAtTop(root: HTMLElement): NotePlace {
  const top = root.getBoundingClientRect().top
  const block = [...root.querySelectorAll<HTMLElement>('.bx-markdown > *')].find(
    (candidate) => candidate.getBoundingClientRect().bottom > top + 24 && candidate.textContent.trim() !== '',
  )
  if (!block || root.scrollTop < 8) return placeOf('bookmark', '', '', '')
  const text = readLessonText(root)
  const range = document.createRange()
  range.selectNodeContents(block)
  const offsets = text.offsetsOf(range)
  if (!offsets) return placeOf('bookmark', '', '', '')
  const end = Math.min(offsets.end, offsets.start + bookmarkLength)
  return placeOf(
    'bookmark',
    text.text.slice(0, offsets.start),
    text.text.slice(offsets.start, end),
    text.text.slice(end, end + bookmarkLength),
  )
}
