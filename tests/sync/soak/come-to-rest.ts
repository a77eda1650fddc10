import { setTimeout as pause } from 'node:timers/promises'
import type { Ledger } from '../simulator/ledger.ts'
import { compareWithCentre } from '../simulator/oracle.ts'
import type { SoakDevice } from './device.ts'
import type { SoakOutcome } from './report.ts'
import { smooth } from './rough-line.ts'
import type { SoakCentre } from './soak-centre.ts'

interface Resting {
  centre: SoakCentre
  devices: readonly SoakDevice[]
  ledger: Ledger
  say: (line: string) => void
  signal: AbortSignal
}

const drainWithinMs = 240_000
/** Where nothing has come closer for this long, what is missing is not on its way. */
const stillForMs = 45_000
/** What a device compares once an hour or once a day is due then. */
const dayMs = 25 * 3_600_000

/** Everything is there again; waits until every device is whole, and looks at what has become of everything. */
export async function comeToRest(
  resting: Resting,
): Promise<Pick<SoakOutcome, 'wrong' | 'wholeAfterSeconds' | 'lateDevices' | 'interrupted'>> {
  const { centre, devices, ledger, say, signal } = resting
  for (const { line } of devices) line.mood = smooth
  await centre.untilPostgresAnswers()
  await centre.startGateway()
  await Promise.all(devices.map((device) => device.start()))
  const startedMs = Date.now()
  let differing = await drain(resting)
  const late = [...differing.keys()]
  if (late.length > 0 && !signal.aborted) {
    say(`${late.map(({ name }) => name).join(', ')}: not whole yet. A day passes on their clocks.`)
    for (const device of late) {
      await device.kill()
      device.aheadMs = dayMs
      await device.start()
    }
    differing = await drain(resting)
  }
  const seconds = (Date.now() - startedMs) / 1000
  const wrong = [...differing.values()].flat()
  return {
    wholeAfterSeconds: wrong.length === 0 ? seconds : null,
    lateDevices: wrong.length === 0 ? late.map(({ name }) => name) : [],
    wrong: signal.aborted ? [] : [...wrong, ...(await ledger.check(centre))],
    interrupted: signal.aborted,
  }
}

/** @returns what differs, by device; empty when every one is whole. */
async function drain({ centre, devices, say, signal }: Resting): Promise<Map<SoakDevice, string[]>> {
  const untilMs = Date.now() + drainWithinMs
  let before = ''
  let changedMs = Date.now()
  for (;;) {
    const differing = new Map<SoakDevice, string[]>()
    for (const device of devices) {
      await device.kick()
      await device.look()
      const wrong = await compareWithCentre(device, centre)
      if (wrong.length > 0) differing.set(device, wrong)
    }
    const nowMs = Date.now()
    const all = [...differing.values()].flat()
    if (all.join() !== before) {
      changedMs = nowMs
      if (all.length > 0) say(`${differing.size} of ${devices.length} devices are not whole yet: ${all[0]}`)
    }
    before = all.join()
    if (all.length === 0 || nowMs > untilMs || nowMs - changedMs > stillForMs || signal.aborted)
      return differing
    await pause(2000)
  }
}
