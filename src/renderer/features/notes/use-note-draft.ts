import { type RefObject, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { NoteView } from '../../../shared/contract/views.ts'
import { splitNote } from '../../../shared/domain/note-place.ts'
import { mutate } from '../../data/mutate.ts'
import { unwrittenTexts } from '../../data/typed-here.ts'
import { caretAfter, NoteDraft, type NoteDraftView } from './note-draft.ts'

/** Writes go to the device in the order they are made. */
const writes = {
  create: (args: Parameters<typeof mutate<'notes.create'>>[1]) => mutate('notes.create', args),
  edit: (args: Parameters<typeof mutate<'notes.edit'>>[1]) => mutate('notes.edit', args),
}

interface WrittenNote {
  noteId: string
  lessonId: string
  /** Null until the note is on the device. */
  note: NoteView | null
  /** Second the lesson's video is at. */
  videoSecond(): number | null
  textarea: RefObject<HTMLTextAreaElement | null>
}

/** A note being written: flushed when it leaves the screen, when the window is hidden and when it closes. */
export function useNoteDraft({
  noteId,
  lessonId,
  note,
  videoSecond,
  textarea,
}: WrittenNote): [NoteDraft, NoteDraftView] {
  // The video may appear after the note: the one beside it at the first letter counts.
  const secondNow = useRef(videoSecond)
  useEffect(() => {
    secondNow.current = videoSecond
  }, [videoSecond])
  const [draft] = useState(
    () =>
      new NoteDraft({
        noteId,
        lessonId,
        stored: note?.content ?? null,
        videoSecond: () => secondNow.current(),
        writes,
        unwritten: unwrittenTexts,
      }),
  )
  const view = useSyncExternalStore(draft.watch, draft.view)

  // A text replaced from elsewhere would throw the caret to its end.
  const caretWanted = useRef<number | null>(null)
  const stored = note?.content
  useEffect(() => {
    if (stored === undefined) return
    const element = textarea.current
    const before = draft.view().text
    const caret = element && document.activeElement === element ? element.selectionStart : null
    draft.receive(stored)
    const after = draft.view().text
    // The caret stands in what the person wrote, which is shown without the passage it is about.
    if (caret !== null && after !== before)
      caretWanted.current = caretAfter(splitNote(before).body, splitNote(after).body, caret)
  }, [draft, stored, textarea])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each text
  useLayoutEffect(() => {
    const caret = caretWanted.current
    caretWanted.current = null
    if (caret !== null) textarea.current?.setSelectionRange(caret, caret)
  }, [view.text, textarea])

  useEffect(() => {
    const onHidden = () => {
      if (document.visibilityState === 'hidden') draft.flush()
    }
    const onLeave = () => draft.flush()
    document.addEventListener('visibilitychange', onHidden)
    window.addEventListener('pagehide', onLeave)
    return () => {
      document.removeEventListener('visibilitychange', onHidden)
      window.removeEventListener('pagehide', onLeave)
      draft.flush()
    }
  }, [draft])

  return [draft, view]
}
