import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface FrameState {
  /** The rail shows icons only. */
  railFolded: boolean
  toggleRail(): void
}

/** How the person likes the frame, remembered in this window's storage. */
export const useFrameState = create<FrameState>()(
  persist(
    (set) => ({
      railFolded: false,
      toggleRail: () => set((state) => ({ railFolded: !state.railFolded })),
    }),
    { name: 'brainix-frame', partialize: ({ railFolded }) => ({ railFolded }) },
  ),
)
