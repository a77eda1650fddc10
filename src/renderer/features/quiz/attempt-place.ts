import { useCallback, useEffect, useState } from 'react'
import { z } from 'zod'

const attemptPlace = z.object({
  /** Id of the question on the screen. */
  questionId: z.string().nullable(),
  /** Put aside for later. */
  flagged: z.array(z.string()),
  /** Practice: answers the person has asked to be checked. */
  checked: z.array(z.string()),
  elapsedSeconds: z.number().nonnegative(),
  uptimeMs: z.number().nullable().default(null),
  boot: z.string().nullable().default(null),
})
export type AttemptPlace = z.infer<typeof attemptPlace>

const nowhere: AttemptPlace = {
  questionId: null,
  flagged: [],
  checked: [],
  elapsedSeconds: 0,
  uptimeMs: null,
  boot: null,
}
const keyOf = (attemptId: string) => `brainix-attempt:${attemptId}`

/** Where a person is in an attempt, kept in this window's storage until it is handed in. Answers are not kept here. */
export function useAttemptPlace(attemptId: string): [AttemptPlace, (change: Partial<AttemptPlace>) => void] {
  const [place, setPlace] = useState(() => readPlace(attemptId))
  useEffect(() => {
    localStorage.setItem(keyOf(attemptId), JSON.stringify(place))
  }, [attemptId, place])
  const change = useCallback(
    (changed: Partial<AttemptPlace>) => setPlace((before) => ({ ...before, ...changed })),
    [],
  )
  return [place, change]
}

export function forgetAttemptPlace(attemptId: string): void {
  localStorage.removeItem(keyOf(attemptId))
}

/** The list with the entry, or without it where it was there. */
export function toggled(list: readonly string[], entry: string): string[] {
  return list.includes(entry) ? list.filter((each) => each !== entry) : [...list, entry]
}

function readPlace(attemptId: string): AttemptPlace {
  const kept = localStorage.getItem(keyOf(attemptId))
  if (kept === null) return nowhere
  try {
    return attemptPlace.parse(JSON.parse(kept))
  } catch {
    return nowhere
  }
}
