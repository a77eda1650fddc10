import { z } from 'zod'
import { Killed } from './crash.ts'
import type { SimulatedDevice } from './device.ts'
import { type Doing, takeAll } from './doing.ts'
import type { Ledger } from './ledger.ts'

/** The part of a file of unsent work that tells what it carries. */
const carried = z.object({
  clientId: z.string(),
  mutations: z.array(z.object({ number: z.number(), name: z.string() })),
})

/** Saves everything that waits on this device to a file. @returns what was done, in words. */
export function saveUnsent({ device, ledger }: Pick<Doing, 'device' | 'ledger'>): string {
  const { text } = device.account.exportUnsent()
  const file = carried.parse(JSON.parse(text))
  if (file.mutations.length === 0) return 'has nothing to carry'
  ledger.carry(device.person, {
    text,
    client: file.clientId,
    numbers: file.mutations.map((one) => one.number),
  })
  return `saved ${file.mutations.length} things that wait to a file`
}

/** Brings what waited on another device of the same person to this one. @returns what was done, in words. */
export function bringUnsent(doing: Doing): string {
  const { device, ledger, dice } = doing
  const files = ledger.carriedBy(device.person)
  if (files.length === 0) return 'has no file to bring'
  const file = dice.pick(files)
  const { imported, skipped, failed } = takeAll(doing, () => device.account.importUnsent(file.text))
  const here = device
    .rows('SELECT number FROM imported_mutations WHERE client_id = ?', file.client)
    .map((row) => Number(row.number))
  ledger.arrive(file.client, here)
  return `brought ${imported} things from a file, ${skipped} were here, ${failed.length} could not be done here`
}

/** A laptop that is dying: what waits on it is saved to a file, and another one takes its place. */
export async function loseLaptop(device: SimulatedDevice, ledger: Ledger): Promise<string> {
  if (device.killed) return 'cannot be started, and nothing can be saved'
  if (device.closed) device.start()
  let said: string
  try {
    said = saveUnsent({ device, ledger })
  } catch (error) {
    if (error instanceof Killed) return 'dies while what waits is saved, and can be started once more'
    throw error
  }
  ledger.lose(device.name, device.clientId)
  await device.replace()
  return `${said}, and is lost`
}
