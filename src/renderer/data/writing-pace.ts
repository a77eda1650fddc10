/** What is typed is written to the device at each pause. */
export const pauseMs = 200
/** Somebody who types without a pause is written down this often. */
const longestWaitMs = 500

/** How long to wait with text that has been unwritten since `sinceMs`, should nothing more be typed. ms. */
export function waitForPause(sinceMs: number, nowMs: number): number {
  return Math.min(pauseMs, Math.max(0, sinceMs + longestWaitMs - nowMs))
}
