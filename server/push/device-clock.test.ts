import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDeviceClock } from './device-clock.ts'

const now = Date.UTC(2026, 10, 22, 12)
const since = Date.UTC(2026, 8, 1)
const hour = 3_600_000
const tenYears = 10 * 365 * 24 * hour

describe('a device’s clock', () => {
  it('that is about right is believed', () => {
    const { skewMs, atCentre } = readDeviceClock(now - 30_000, now, since)
    expect(skewMs).toBe(-30_000)
    expect(atCentre(now - 5 * hour)).toBe(now - 5 * hour)
  })

  it.each([tenYears, -tenYears, 3 * hour])('that is off by %i ms is put right', (off) => {
    const { skewMs, atCentre } = readDeviceClock(now + off, now, since)
    expect(skewMs).toBe(off)
    expect(atCentre(now - 5 * hour + off)).toBe(now - 5 * hour)
  })

  it('that jumped after the person acted leaves an instant that may be true', () => {
    expect(readDeviceClock(now + tenYears, now, since).atCentre(now - 5 * hour)).toBe(now - 5 * hour)
  })

  it('that was wrong as the person acted gives the nearest instant that may be', () => {
    const { atCentre } = readDeviceClock(now, now, since)
    expect(atCentre(now + tenYears)).toBe(now)
    expect(atCentre(now - tenYears)).toBe(since)
  })

  it('never leads before the person was known, nor into the future, whatever it says', () => {
    const instant = fc.oneof(fc.integer({ min: 0, max: now * 2 }), fc.maxSafeInteger())
    fc.assert(
      fc.property(fc.option(fc.double({ noNaN: true }), { nil: undefined }), instant, (sentAtMs, ms) => {
        const { skewMs, atCentre } = readDeviceClock(sentAtMs, now, since)
        expect(atCentre(ms)).toBeGreaterThanOrEqual(since)
        expect(atCentre(ms)).toBeLessThanOrEqual(now)
        expect(skewMs === null || Number.isSafeInteger(skewMs)).toBe(true)
      }),
    )
  })
})
