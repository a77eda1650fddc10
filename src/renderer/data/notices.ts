import type { EngineClient } from './engine-client.ts'
import type { EngineLink } from './engine-link.ts'
import type { Refresher } from './refresh.ts'

/** Follows the engine's notices for as long as the window lives, across engine restarts. */
export async function followNotices(
  engine: EngineClient,
  link: EngineLink,
  refresher: Refresher,
): Promise<never> {
  for (;;) {
    try {
      // Its first notice names everything: what happened before it is unknown.
      const notices = await engine.notices()
      for await (const notice of notices) refresher.apply(notice)
    } catch {
      // The engine died: its successor is followed as soon as it is there.
    }
    if (link.connection === 'open') await pause(500)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
