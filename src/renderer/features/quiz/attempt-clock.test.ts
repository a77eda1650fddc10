import { describe, expect, it } from 'vitest'
import { AttemptClock, type KeptTime } from './attempt-clock.ts'

const minute = 60_000
const unknown: KeptTime = { elapsedSeconds: 0, uptimeMs: null, boot: null }

/** A laptop with its three clocks, and a window on it that takes an attempt begun at the time of day 0. */
function laptop() {
  const at = { wallMs: 0, monotonicMs: 5_000, uptimeMs: 1_000_000, boot: 'monday' as string | null }
  let answers = true
  const pass = (ms: number) => {
    at.wallMs += ms
    at.monotonicMs += ms
    at.uptimeMs += ms
  }
  return {
    pass,
    sleep: (ms: number) => {
      at.wallMs += ms
      at.uptimeMs += ms
    },
    setClock: (byMs: number) => {
      at.wallMs += byMs
    },
    reboot: (ms: number) => {
      at.wallMs += ms
      Object.assign(at, { uptimeMs: 20_000, boot: 'tuesday' })
    },
    namesNoBoot: () => {
      at.boot = null
    },
    engineIsGone: () => {
      answers = false
    },
    async open(kept: KeptTime = unknown) {
      at.monotonicMs = 77 // of each window its own
      const clock = new AttemptClock({
        startedAtMs: 0,
        kept,
        wallMs: () => at.wallMs,
        monotonicMs: () => at.monotonicMs,
        deviceClock: async () => {
          if (!answers) throw new Error('gone')
          return { uptimeMs: at.uptimeMs, boot: at.boot }
        },
      })
      await told()
      return {
        clock,
        seconds: async () => {
          clock.elapsedSeconds()
          await told()
          return clock.elapsedSeconds()
        },
      }
    },
  }
}

/** The device's answer has come. */
const told = () => new Promise((resolve) => setImmediate(resolve))

describe('the time of an attempt', () => {
  it('passes while the laptop sleeps', async () => {
    const on = laptop()
    const { seconds } = await on.open()
    on.pass(90_500)
    expect(await seconds()).toBe(90)
    on.sleep(10 * minute)
    expect(await seconds()).toBe(690)
    on.pass(10_000)
    expect(await seconds()).toBe(700)
  })

  it('is neither given nor taken by setting the clock, to the front or back, while the window is open', async () => {
    const on = laptop()
    const { seconds } = await on.open()
    for (const by of [60 * minute, -180 * minute, 3650 * 24 * 60 * minute]) {
      on.setClock(by)
      on.pass(10_000)
      await seconds()
    }
    expect(await seconds()).toBe(30)
  })

  it('passes when the clock is set back by as much as the laptop slept', async () => {
    const on = laptop()
    const { seconds } = await on.open()
    on.sleep(10 * minute)
    on.setClock(-11 * minute)
    expect(await seconds()).toBe(600)
  })

  it('passes while the app is closed, whatever is done to the clock meanwhile', async () => {
    const on = laptop()
    const before = await on.open()
    on.pass(60_000)
    const kept = before.clock.toKeep()
    on.pass(20 * minute)
    on.setClock(-60 * minute)
    expect(await (await on.open(kept)).seconds()).toBe(1_260)
    on.setClock(500 * minute)
    expect(await (await on.open(kept)).seconds()).toBe(1_260)
  })

  it('passes by the time of day while the laptop is switched off, and never goes back', async () => {
    const on = laptop()
    const before = await on.open()
    on.pass(60_000)
    const kept = before.clock.toKeep()
    on.reboot(9 * minute)
    expect(await (await on.open(kept)).seconds()).toBe(600)
    on.setClock(-60 * minute)
    expect(await (await on.open(kept)).seconds()).toBe(60)
  })

  it('goes by the time of day over a restart where the system does not say whether it was switched off', async () => {
    const on = laptop()
    on.namesNoBoot()
    const before = await on.open()
    on.pass(60_000)
    on.sleep(60_000)
    expect(await before.seconds()).toBe(120)
    on.pass(60_000)
    expect(await (await on.open(before.clock.toKeep())).seconds()).toBe(180)
  })

  it('goes on without an engine that could be asked', async () => {
    const on = laptop()
    on.engineIsGone()
    on.pass(30_000)
    const { seconds, clock } = await on.open({ elapsedSeconds: 10, uptimeMs: 1, boot: 'monday' })
    expect(await seconds()).toBe(30)
    on.pass(5_000)
    expect(await seconds()).toBe(35)
    expect(clock.toKeep()).toEqual({ elapsedSeconds: 35, uptimeMs: null, boot: null })
  })

  it('says what it knew before until the device has told its time', () => {
    const clock = new AttemptClock({
      startedAtMs: 0,
      kept: { elapsedSeconds: 12, uptimeMs: 1, boot: 'monday' },
      wallMs: () => 1e12,
      monotonicMs: () => 1,
      deviceClock: () => new Promise(() => {}),
    })
    expect(clock.elapsedSeconds()).toBe(12)
  })
})
