const firstMs = 100
const longestMs = 30_000
/** A process that lived this long was healthy: its end starts the count afresh. */
const healthyAfterMs = 30_000

/**
 * How long to wait before starting a process again that ended by itself: at once after the first time, then doubling,
 * so that an engine that cannot start does not keep the machine busy.
 * `failures` counts quick ends in a row; `livedMs` is how long the last one lived.
 */
export function restartDelay(failures: number, livedMs: number): { delayMs: number; failures: number } {
  const counted = livedMs >= healthyAfterMs ? 0 : failures
  return { delayMs: Math.min(longestMs, firstMs * 2 ** counted), failures: counted + 1 }
}
