import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../tests/support/seeded-random.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import { DoorbellKeeper } from './doorbell-keeper.ts'
import { type Clock, LaneRunner } from './lane-runner.ts'

const deviceCount = 1000
const catalogueRequests = 8

/** Time that passes when it is told to: everything due is called in order, and what follows from it settles first. */
class VirtualTime {
  nowMs = 0
  readonly #due = new Map<number, (() => void)[]>()
  readonly #times: number[] = []

  schedule(delayMs: number, callback: () => void): () => void {
    const atMs = this.nowMs + Math.max(0, Math.ceil(delayMs))
    let cancelled = false
    const call = () => {
      if (!cancelled) callback()
    }
    const together = this.#due.get(atMs)
    if (together) together.push(call)
    else {
      this.#due.set(atMs, [call])
      this.#times.push(atMs)
      this.#times.sort((left, right) => right - left)
    }
    return () => {
      cancelled = true
    }
  }

  async runUntil(endMs: number): Promise<void> {
    for (;;) {
      const next = this.#times.at(-1)
      if (next === undefined || next > endMs) break
      this.#times.pop()
      this.nowMs = next
      const calls = this.#due.get(next) ?? []
      this.#due.delete(next)
      for (const call of calls) call()
      await new Promise(setImmediate)
    }
    this.nowMs = endMs
  }
}

/** A centre that counts who asks when. */
class CountingCentre {
  up = true
  /** Pulls it answers in a second; beyond that it says 503 with `retry-after`. */
  capacity = Number.POSITIVE_INFINITY
  readonly retryAfterMs = 5_000
  readonly requests: { atMs: number; device: number; what: string }[] = []
  /** Devices that came before the time they were told to wait for. */
  readonly impatient: number[] = []
  readonly lines = new Set<() => void>()
  readonly #time: VirtualTime
  readonly #notBefore = new Map<number, number>()

  constructor(time: VirtualTime) {
    this.#time = time
  }

  async answer(device: number, what: string): Promise<void> {
    const atMs = this.#time.nowMs
    this.requests.push({ atMs, device, what })
    if (what === 'pull' && atMs < (this.#notBefore.get(device) ?? 0)) this.impatient.push(device)
    const up = this.up
    const thisSecond = Math.floor(atMs / 1000)
    const served = what === 'pull' ? this.#countPull(thisSecond) : 0
    await new Promise<void>((resolve) => this.#time.schedule(20, resolve))
    if (!up) throw new AppError('offline', 'The centre cannot be reached.')
    if (served > this.capacity) {
      this.#notBefore.set(device, this.#time.nowMs + this.retryAfterMs)
      throw new AppError('unavailable', 'Busy.', { details: { retryAfterMs: this.retryAfterMs } })
    }
  }

  readonly #pulls = new Map<number, number>()
  #countPull(second: number): number {
    const count = (this.#pulls.get(second) ?? 0) + 1
    this.#pulls.set(second, count)
    return count
  }

  /** As a restart does: every line ends in the same instant. */
  cutAllLines(): void {
    for (const lost of this.lines) lost()
    this.lines.clear()
  }

  /** The most that came within one second from `fromMs` on. */
  busiestSecond(fromMs: number, what?: string): number {
    const counts = new Map<number, number>()
    for (const request of this.requests) {
      if (request.atMs < fromMs || (what !== undefined && request.what !== what)) continue
      const second = Math.floor((request.atMs - fromMs) / 1000)
      counts.set(second, (counts.get(second) ?? 0) + 1)
    }
    return Math.max(0, ...counts.values())
  }
}

/** The lanes and the doorbell of one device as `sync.ts` ties them together, with requests in place of their work. */
function startDevice(device: number, centre: CountingCentre, clock: Clock): { reached: () => number } {
  let reachedAtMs = -1
  let reachable = false
  const content = new LaneRunner({
    settings: { intervalMs: 60_000, maxBackoffMs: 30_000 },
    clock,
    work: async () => {
      for (let request = 0; request < catalogueRequests; request++) await centre.answer(device, 'shape')
    },
    onChange: () => {},
  })
  const personal: LaneRunner = new LaneRunner({
    settings: { intervalMs: 60_000, maxBackoffMs: 15_000 },
    clock,
    work: async () => {
      try {
        if (!reachable) await centre.answer(device, 'pull')
        await centre.answer(device, 'pull')
        reachable = true
        reachedAtMs = clock.nowMs()
      } catch (error) {
        reachable = false
        throw error
      }
    },
    onChange: ({ phase }) => {
      if (phase === 'idle') {
        bell.pickUp()
        if (content.state.phase === 'backoff') content.dispatch({ kind: 'kick' })
      } else if (phase === 'backoff') bell.hangUp()
    },
  })
  const wake = () => personal.dispatch({ kind: 'wake' })
  const bell: DoorbellKeeper = new DoorbellKeeper({
    clock,
    listen: (ring, lost) => {
      centre.lines.add(lost)
      void centre.answer(device, 'doorbell').then(ring, lost)
      return () => centre.lines.delete(lost)
    },
    onRing: wake,
    onRested: wake,
  })
  personal.dispatch({ kind: 'start' })
  content.dispatch({ kind: 'start' })
  return { reached: () => reachedAtMs }
}

/** A thousand devices that have been at the centre for three minutes. `drawn` replaces their dice. */
async function settledSchool(seed: number, drawn?: () => number) {
  const time = new VirtualTime()
  const centre = new CountingCentre(time)
  const dice = seededRandom(seed)
  const random = drawn ?? dice.next
  const clock: Clock = {
    nowMs: () => time.nowMs,
    random,
    schedule: (delayMs, callback) => time.schedule(delayMs, callback),
  }
  const devices: { reached: () => number }[] = []
  for (let device = 0; device < deviceCount; device++)
    time.schedule(dice.next() * 60_000, () => devices.push(startDevice(device, centre, clock)))
  await time.runUntil(180_000)
  expect(centre.lines.size).toBe(deviceCount)
  return { time, centre, devices }
}

async function afterAnOutage(drawn?: () => number) {
  const school = await settledSchool(1, drawn)
  const { time, centre } = school
  centre.up = false
  centre.cutAllLines()
  await time.runUntil(time.nowMs + 120_000)
  const backMs = time.nowMs
  centre.up = true
  await time.runUntil(backMs + 90_000)
  return { ...school, backMs }
}

describe('[BO-2] a thousand devices', { timeout: 60_000 }, () => {
  it('come back spread over seconds when the centre does, and all of them soon', async () => {
    const { centre, devices, backMs } = await afterAnOutage()
    // A device back at the centre pulls thrice, asks for the catalogue once and for its doorbell: a dozen requests.
    expect(centre.busiestSecond(backMs)).toBeLessThan(1.5 * deviceCount)
    expect(centre.busiestSecond(backMs, 'doorbell')).toBeLessThan(deviceCount / 8)
    expect(devices.every(({ reached }) => reached() >= backMs)).toBe(true)
    expect(centre.lines.size).toBe(deviceCount)
  })

  it('would come as a herd without their dice: the measure tells', async () => {
    const { centre, backMs } = await afterAnOutage(() => 0.5)
    expect(centre.busiestSecond(backMs, 'doorbell')).toBeGreaterThan(deviceCount / 2)
  })

  it('do not all ask in the instant in which a restart cuts their doorbells', async () => {
    const { time, centre } = await settledSchool(2)
    const cutMs = time.nowMs
    centre.cutAllLines()
    await time.runUntil(cutMs + 30_000)
    expect(centre.busiestSecond(cutMs, 'pull')).toBeLessThan(deviceCount / 2)
    expect(centre.busiestSecond(cutMs, 'doorbell')).toBeLessThan(deviceCount / 3)
    expect(centre.lines.size).toBe(deviceCount)
  })

  it('ask a centre that lies still no more often than their limit says', async () => {
    const { time, centre } = await settledSchool(3)
    centre.up = false
    centre.cutAllLines()
    await time.runUntil(time.nowMs + 60_000)
    const stillMs = time.nowMs
    await time.runUntil(stillMs + 30_000)
    expect(centre.busiestSecond(stillMs)).toBeLessThan(deviceCount / 4)
  })

  it('honour retry-after, and are all served by a centre that takes a tenth of them a second', async () => {
    const { time, centre, devices } = await settledSchool(4)
    centre.up = false
    centre.cutAllLines()
    await time.runUntil(time.nowMs + 60_000)
    centre.up = true
    centre.capacity = deviceCount / 10
    const backMs = time.nowMs
    await time.runUntil(backMs + 240_000)
    expect(centre.impatient).toEqual([])
    expect(devices.every(({ reached }) => reached() >= backMs)).toBe(true)
  })
})
