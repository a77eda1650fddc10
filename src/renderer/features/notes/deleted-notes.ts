import { create } from 'zustand'
import { mutate } from '../../data/mutate.ts'

/** How long a deletion can be taken back. */
export const undoMs = 8_000

interface DeletedNotes {
  /** Notes that are gone from the screens; `waiting` ones can still be taken back. */
  notes: ReadonlyMap<string, 'waiting' | 'deleted'>
  /** `seen`: the note's text as the person deletes it. What was written elsewhere meanwhile is not deleted with it. */
  remove(noteId: string, seen: string): void
  takeBack(noteId: string): void
}

const timers = new Map<string, { timer: ReturnType<typeof setTimeout>; seen: string }>()

/** Deletions happen a little later than they are asked for, wherever the person goes meanwhile. */
export const useDeletedNotes = create<DeletedNotes>((set, get) => {
  const mark = (noteId: string, state: 'waiting' | 'deleted' | null) => {
    const notes = new Map(get().notes)
    if (state === null) notes.delete(noteId)
    else notes.set(noteId, state)
    set({ notes })
  }
  const carryOut = (noteId: string) => {
    const waiting = timers.get(noteId)
    if (!waiting) return
    clearTimeout(waiting.timer)
    timers.delete(noteId)
    mark(noteId, 'deleted')
    // A note that was not deleted after all comes back into sight: at once where the device would not, and a while later
    // where somebody had written on, which this device or the centre finds out.
    mutate('notes.delete', { noteId, baseContent: waiting.seen }).then(
      () => setTimeout(() => mark(noteId, null), undoMs),
      () => mark(noteId, null),
    )
  }
  if (typeof window !== 'undefined') {
    window.addEventListener('pagehide', () => {
      for (const noteId of [...timers.keys()]) carryOut(noteId)
    })
  }
  return {
    notes: new Map(),
    remove: (noteId, seen) => {
      mark(noteId, 'waiting')
      timers.set(noteId, { timer: setTimeout(() => carryOut(noteId), undoMs), seen })
    },
    takeBack: (noteId) => {
      clearTimeout(timers.get(noteId)?.timer)
      timers.delete(noteId)
      mark(noteId, null)
    },
  }
})
