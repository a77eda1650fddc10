import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { shapeGroups } from '../../drizzle/schema/sqlite/local.ts'
import { Account } from '../../src/engine/account.ts'
import { Notices } from '../../src/engine/changes/notices.ts'
import type { ReadDb } from '../../src/engine/db/read-db.ts'
import { systemClock } from '../../src/engine/system-clock.ts'

/** What a process needs to open a device of the learner. */
export const deviceInput = z.object({
  home: z.string(),
  gatewayUrl: z.string(),
  accessToken: z.string(),
  userId: z.string(),
})
export type DeviceInput = z.infer<typeof deviceInput>

export interface BenchDevice {
  account: Account
  notices: Notices
  /** While false, every request fails as it does without a network. */
  online: boolean
}

/** The real engine on a real file, as a session opens it. Its sync is not started yet. */
export function openBenchDevice(input: DeviceInput): BenchDevice {
  const notices = new Notices()
  const device: BenchDevice = {
    notices,
    online: true,
    account: new Account({
      home: input.home,
      person: { userId: input.userId, name: 'Learner', email: 'learner@example.org', role: 'STUDENT' },
      gatewayUrl: input.gatewayUrl,
      tokens: { accessToken: async () => input.accessToken },
      notices,
      clock: systemClock,
      fetch: (request, init) =>
        device.online ? fetch(request, init) : Promise.reject(new TypeError('fetch failed: no network')),
    }),
  }
  return device
}

export function databaseFile(input: DeviceInput): string {
  return join(input.home, 'people', input.userId, 'brainix.sqlite')
}

/** Waits until `condition` is true, looking again after every notice and every 20 ms. @throws after `withinMs`. */
export async function until(
  what: string,
  notices: Notices,
  condition: () => boolean,
  withinMs = 120_000,
): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`)
    await new Promise<void>((resolve) => {
      const stop = notices.subscribe(() => done())
      const timer = setTimeout(() => done(), 20)
      const done = () => {
        stop()
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/** Whether a group of shapes has been whole on this device. */
export function groupIsWhole(read: ReadDb, group: 'catalogue' | 'course'): boolean {
  const known = read.select().from(shapeGroups).where(eq(shapeGroups.groupName, group)).get()
  return known !== undefined && known.verifiedVersion !== null
}
