import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOfLocalDay, localDay, localDaySpan } from './local-day.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Australia/Lord_Howe',
]
const at = (text: string) => Date.parse(text)

describe('a local day', () => {
  it('is the day where the person is', () => {
    const instant = at('2026-11-22T23:30:00Z')
    expect(localDay(instant, 'UTC')).toBe('2026-11-22')
    expect(localDay(instant, 'Europe/Berlin')).toBe('2026-11-23')
    expect(localDay(instant, 'America/Los_Angeles')).toBe('2026-11-22')
    expect(localDay(at('2026-01-01T10:30:00Z'), 'Pacific/Kiritimati')).toBe('2026-01-02')
  })

  it('of a zone nobody knows is that of UTC', () => {
    expect(localDay(at('2026-11-22T23:30:00Z'), 'Mars/Olympus')).toBe('2026-11-22')
  })

  it('ends at midnight, and has 23 or 25 hours where clocks are moved', () => {
    expect(endOfLocalDay(at('2026-11-22T18:00:00Z'), 'Europe/Berlin')).toBe(at('2026-11-22T23:00:00Z'))
    // spring forward and fall back in Berlin
    const spring = at('2026-03-28T23:00:00Z')
    expect(endOfLocalDay(spring, 'Europe/Berlin') - spring).toBe(23 * 3_600_000)
    const autumn = at('2026-10-24T22:00:00Z')
    expect(endOfLocalDay(autumn, 'Europe/Berlin') - autumn).toBe(25 * 3_600_000)
  })

  it('ends at an instant of the next day whose millisecond before is of this one, everywhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
        (zone, instant) => {
          const end = endOfLocalDay(instant, zone)
          expect(end).toBeGreaterThan(instant)
          expect(localDay(end - 1, zone)).toBe(localDay(instant, zone))
          expect(localDay(end, zone) > localDay(instant, zone)).toBe(true)
          const span = localDaySpan(localDay(instant, zone), zone)
          expect(span.untilMs).toBe(end)
          expect(span.fromMs).toBeLessThanOrEqual(instant)
          expect(localDay(span.fromMs, zone)).toBe(localDay(instant, zone))
          expect(localDay(span.fromMs - 1, zone) < localDay(instant, zone)).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })
})
