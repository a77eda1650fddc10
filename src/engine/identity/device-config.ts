import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { me } from '../../shared/contract/wire.ts'
import { replaceFile } from './replace-file.ts'

/** What this device knows before anyone's database is open: its centre, and who has signed in on it. */
const deviceConfig = z.object({
  gatewayUrl: z.url().nullable(),
  /** Who is signed in; stays so offline. */
  currentUserId: z.string().nullable(),
  people: z.record(z.string(), me),
  /** How much unsent work each person left here when they signed out. */
  unsent: z.record(z.string(), z.number().int().positive()).default({}),
})
export type DeviceConfig = z.infer<typeof deviceConfig>

/** Reads the file; a missing or unreadable one is a fresh device (people's databases are found again by signing in). */
export function readDeviceConfig(path: string): DeviceConfig {
  try {
    return deviceConfig.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { gatewayUrl: null, currentUserId: null, people: {}, unsent: {} }
  }
}

/** Replaces the file as a whole, so that a power cut leaves the old one or the new one. */
export function writeDeviceConfig(path: string, config: DeviceConfig): void {
  replaceFile(path, JSON.stringify(config, null, 2))
}
