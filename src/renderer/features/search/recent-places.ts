import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export interface RecentPlace {
  /** Path of the app. */
  to: string
  label: string
}

const kept = 8

interface RecentState {
  /** Whose places these are: another person on this device begins anew. */
  userId: string
  places: readonly RecentPlace[]
  visit(userId: string, place: RecentPlace): void
}

/** The latest first, each once. */
export function withVisit(places: readonly RecentPlace[], place: RecentPlace): RecentPlace[] {
  return [place, ...places.filter(({ to }) => to !== place.to)].slice(0, kept)
}

/** Courses, lessons and quizzes opened lately, remembered in this window's storage. */
export const useRecentPlaces = create<RecentState>()(
  persist(
    (set) => ({
      userId: '',
      places: [],
      visit: (userId, place) =>
        set((state) => ({ userId, places: withVisit(state.userId === userId ? state.places : [], place) })),
    }),
    { name: 'brainix-recent', partialize: ({ userId, places }) => ({ userId, places }) },
  ),
)
