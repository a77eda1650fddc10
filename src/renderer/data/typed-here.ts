import { engine } from './engine-client.ts'
import { mutate } from './mutate.ts'
import { rescueUnwritten } from './rescue-unwritten.ts'
import { UnwrittenTexts } from './unwritten.ts'

/** What is typed in this window, until the device has confirmed it. */
export const unwrittenTexts = new UnwrittenTexts(localStorage, Date.now)

/** Longer than this nobody waits to see their screens: an engine that is that slow writes it while they look. */
const longestWaitMs = 5_000

/** Writes down what this person typed in an earlier life of this window. Resolves when the screens may be shown. */
export async function rescueTyped(personId: string): Promise<void> {
  const doors = {
    mutate,
    notes: async () => new Map((await engine.notes.list({})).map(({ id, content }) => [id, content])),
  }
  const rescue = rescueUnwritten(unwrittenTexts, personId, doors).catch((error: unknown) =>
    console.warn(error),
  )
  await Promise.race([rescue, new Promise((resolve) => setTimeout(resolve, longestWaitMs))])
}
