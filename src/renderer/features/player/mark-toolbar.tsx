import { Button } from '@mantine/core'
import { Highlighter, NotebookPen } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type NotePlace, placeOf } from '../../../shared/domain/note-place.ts'
import { readLessonText } from './lesson-text.ts'
import classes from './mark-toolbar.module.css'

interface MarkToolbarProps {
  scroller: RefObject<HTMLElement | null>
  onHighlight(place: NotePlace): void
  onNote(place: NotePlace): void
}

/** What can be done with words somebody selected in the lesson: keep them as a highlight, or write a note on them. */
export function MarkToolbar({ scroller, onHighlight, onNote }: MarkToolbarProps) {
  const { t } = useTranslation('player')
  const [selected, setSelected] = useState<{ top: number; left: number } | null>(null)

  useEffect(() => {
    let pressed = false
    let timer: ReturnType<typeof setTimeout> | null = null
    const look = () => {
      timer = null
      const root = scroller.current
      const range = root && selectedRange(root)
      if (!root || !range || pressed) return setSelected(null)
      const box = range.getBoundingClientRect()
      const frame = root.getBoundingClientRect()
      setSelected({
        top: box.bottom - frame.top + root.scrollTop + 8,
        left: Math.min(Math.max(box.left + box.width / 2 - frame.left, 130), frame.width - 130),
      })
    }
    const soon = () => {
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(look, 120)
    }
    const down = () => {
      pressed = true
    }
    const up = () => {
      pressed = false
      soon()
    }
    document.addEventListener('selectionchange', soon)
    document.addEventListener('pointerdown', down)
    document.addEventListener('pointerup', up)
    document.addEventListener('pointercancel', up)
    return () => {
      if (timer !== null) clearTimeout(timer)
      document.removeEventListener('selectionchange', soon)
      document.removeEventListener('pointerdown', down)
      document.removeEventListener('pointerup', up)
      document.removeEventListener('pointercancel', up)
    }
  }, [scroller])

  const keep = (keepPlace: (place: NotePlace) => void) => {
    const place = scroller.current && selectedPlace(scroller.current)
    if (!place) return
    document.getSelection()?.removeAllRanges()
    setSelected(null)
    keepPlace(place)
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
      const act = event.key === 'h' ? onHighlight : event.key === 'n' ? onNote : null
      const place = act && scroller.current && selectedPlace(scroller.current)
      if (!act || !place) return
      event.preventDefault()
      document.getSelection()?.removeAllRanges()
      act(place)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [scroller, onHighlight, onNote])

  if (!selected) return null
  return (
    <div
      role="toolbar"
      aria-label={t('mark.toolbar')}
      className={classes.toolbar}
      style={{ insetBlockStart: selected.top, left: selected.left }}
      // A press must not take the selection away before it is used.
      onPointerDown={(event) => event.preventDefault()}
    >
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Highlighter size={15} aria-hidden />}
        onClick={() => keep(onHighlight)}
      >
        {t('mark.highlight')}
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<NotebookPen size={15} aria-hidden />}
        onClick={() => keep(onNote)}
      >
        {t('mark.note')}
      </Button>
    </div>
  )
}

function selectedRange(root: HTMLElement): Range | null {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const holder = range.commonAncestorContainer
  const element = holder instanceof Element ? holder : holder.parentElement
  const inText = element?.closest('.bx-markdown') ?? element?.querySelector('.bx-markdown')
  return inText && root.contains(element) && range.toString().trim() !== '' ? range : null
}

function selectedPlace(root: HTMLElement): NotePlace | null {
  const range = selectedRange(root)
  if (!range) return null
  const text = readLessonText(root)
  const offsets = text.offsetsOf(range)
  if (!offsets) return null
  const place = placeOf(
    'passage',
    text.text.slice(0, offsets.start),
    text.text.slice(offsets.start, offsets.end),
    text.text.slice(offsets.end),
  )
  return place.quote === '' ? null : place
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
}
