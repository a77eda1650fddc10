import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { SimulatedCentre } from './centre.ts'
import { SimulatedDevice } from './device.ts'
import { rollDice } from './dice.ts'
import { Network } from './network.ts'
import { instructors, learners, type PersonId } from './school.ts'
import { VirtualTime } from './virtual-time.ts'

/** Long before now, so that no instant of a story is in the centre's future unless a device's clock is wrong. */
export const storyStartMs = Date.UTC(2024, 0, 8, 8)

/** Until the engines have done all they can do without an answer. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((done) => setImmediate(done))
}

/** Until nothing moves any more at this moment of the story. */
export async function settle(network: Network): Promise<void> {
  do await quiet()
  while (await network.carryOne())
}

/** Signs in, and keeps the first course one learns in. */
export async function setUp(devices: readonly SimulatedDevice[], network: Network): Promise<void> {
  for (const device of devices) device.start()
  await settle(network)
  for (const device of devices) {
    if (!device.running) continue
    const [first] = device.rows('SELECT course_id FROM enrollments WHERE user_id = ?', device.person)
    if (first) device.account.keep(String(first.course_id))
  }
  await settle(network)
}

/**
 * Sets up a device of everybody, so that most stories may begin with devices that are in use already.
 * @returns the databases left, by person: of no device yet, and with everything else the first day brought.
 */
export async function liveFirstDay(
  centre: SimulatedCentre,
  folder: string,
  blank: string,
): Promise<Map<PersonId, string>> {
  await centre.begin()
  const time = new VirtualTime(storyStartMs)
  const network = new Network(centre, time, rollDice('first day'), () => {})
  const home = join(folder, 'first-day')
  const devices = [...learners, ...instructors].map(
    (person) => new SimulatedDevice(person, person, home, blank, network, time, rollDice(person)),
  )
  await setUp(devices, network)
  const used = new Map<PersonId, string>()
  for (const device of devices) {
    await device.close()
    const file = join(folder, `used-${device.person}.sqlite`)
    copyFileSync(device.file, file)
    const database = new Database(file)
    database.exec('DELETE FROM device_state')
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.close()
    used.set(device.person, file)
  }
  centre.keepShapes()
  return used
}
