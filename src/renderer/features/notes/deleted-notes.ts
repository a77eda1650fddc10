import { create } from 'zustand'
import { mutate } from '../../data/mutate.ts'

/** How long a deletion can be taken back. */
export const undoMs = 8_000

interface DeletedNotes {
  /** Notes that are gone from the screens; `waiting` ones can still be taken back. */
  notes: ReadonlyMap<string, 'waiting' | 'deleted'>
  remove(noteId: string): void
  takeBack(noteId: string): void
}

const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** Deletions happen a little later than they are asked for, wherever the person goes meanwhile. */
export const useDeletedNotes = create<DeletedNotes>((set, get) => {
  const mark = (noteId: string, state: 'waiting' | 'deleted' | null) => {
    const notes = new Map(get().notes)
    if (state === null) notes.delete(noteId)
    else notes.set(noteId, state)
    set({ notes })
  }
  const carryOut = (noteId: string) => {
    clearTimeout(timers.get(noteId))
    timers.delete(noteId)
    mark(noteId, 'deleted')
    // A note the device would not delete comes back into sight.
    mutate('notes.delete', { noteId }).catch(() => mark(noteId, null))
  }
  if (typeof window !== 'undefined') {
    window.addEventListener('pagehide', () => {
      for (const noteId of [...timers.keys()]) carryOut(noteId)
    })
  }
  return {
    notes: new Map(),
    remove: (noteId) => {
      mark(noteId, 'waiting')
      timers.set(
        noteId,
        setTimeout(() => carryOut(noteId), undoMs),
      )
    },
    takeBack: (noteId) => {
      clearTimeout(timers.get(noteId))
      timers.delete(noteId)
      mark(noteId, null)
    },
  }
})
