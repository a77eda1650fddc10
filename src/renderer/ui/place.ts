import { useEffect } from 'react'
import { create } from 'zustand'

export interface PlaceStep {
  label: string
  /** Hash path, e.g. `/course/git`; none for the place itself. */
  to?: string
}

interface PlaceState {
  trail: readonly PlaceStep[]
  set(trail: readonly PlaceStep[]): void
}

export const usePlaceStore = create<PlaceState>((set) => ({
  trail: [],
  set: (trail) => set({ trail }),
}))

/**
 * Says where the person is: names the window and fills the header's breadcrumb.
 * The last step is the place itself; `null` while its name is not known yet.
 */
export function usePlace(trail: readonly PlaceStep[] | null): void {
  const key = trail === null ? null : JSON.stringify(trail)
  useEffect(() => {
    if (key === null) return
    const steps: readonly PlaceStep[] = JSON.parse(key)
    usePlaceStore.getState().set(steps)
    const title = steps.at(-1)?.label
    document.title = title ? `${title} · BrainiX` : 'BrainiX'
  }, [key])
}
