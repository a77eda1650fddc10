import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import type { DeviceClock } from '../shared/contract/device-clock.ts'
import type { Clock } from './sync/lane-runner.ts'

/** The machine's clock and timers. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  random: () => Math.random(),
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Reads the system's own count of time. On Linux, Windows and macOS it includes sleep, and setting the clock leaves it alone. */
export function readDeviceClock(): DeviceClock {
  return { uptimeMs: uptime() * 1000, boot: bootName() }
}

/** Only Linux tells. */
function bootName(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || null
  } catch {
    return null
  }
}
