import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface PlayerState {
  outlineShown: boolean
  notesShown: boolean
  /** Folds both panels away; what was open comes back afterwards. */
  focused: boolean
  toggleOutline(): void
  toggleNotes(): void
  /** Shows the notes, out of focus mode as well. */
  showNotes(): void
  setFocused(focused: boolean): void
}

/** How the person likes the player, remembered in this window's storage. Focus mode ends with the window. */
export const usePlayerState = create<PlayerState>()(
  persist(
    (set) => ({
      outlineShown: true,
      notesShown: false,
      focused: false,
      toggleOutline: () => set((state) => ({ outlineShown: !state.outlineShown })),
      toggleNotes: () => set((state) => ({ notesShown: !state.notesShown })),
      showNotes: () => set({ notesShown: true, focused: false }),
      setFocused: (focused) => set({ focused }),
    }),
    {
      name: 'brainix-player',
      partialize: ({ outlineShown, notesShown }) => ({ outlineShown, notesShown }),
    },
  ),
)
