import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf, liveSessionOf } from './live-session.ts'

describe('the instant a clock time means', () => {
  it.each([
    ['2026-12-03T18:00', 'Europe/Madrid', '2026-12-03T17:00:00Z'],
    ['2026-07-03T18:00', 'Europe/Madrid', '2026-07-03T16:00:00Z'],
    ['2026-12-03T18:00', 'Asia/Kathmandu', '2026-12-03T12:15:00Z'],
    ['2026-12-03T00:30', 'Pacific/Auckland', '2026-12-02T11:30:00Z'],
    ['2026-12-03T18:00:00Z', null, '2026-12-03T18:00:00Z'],
    ['2026-12-03T18:00+02:00', 'Europe/Madrid', '2026-12-03T16:00:00Z'],
    // shown twice, as the clocks go back: the first time
    ['2026-10-25T02:30', 'Europe/Madrid', '2026-10-25T00:30:00Z'],
    // never shown, as the clocks go forward
    ['2026-03-29T02:30', 'Europe/Madrid', '2026-03-29T01:30:00Z'],
  ])('%s in %s is %s', (time, zone, instant) => {
    expect(instantOf(time, zone)).toBe(Date.parse(instant))
  })

  it.each([
    ['2026-12-03T18:00', null],
    ['2026-12-03T18:00', 'Mars/Olympus'],
    ['2026-13-03T18:00', 'Europe/Madrid'],
    ['tomorrow', 'Europe/Madrid'],
    ['', null],
  ])('%s in %s is none', (time, zone) => {
    expect(instantOf(time, zone)).toBeNull()
  })

  it('shows that time on the clocks of that zone again', () => {
    const zones = [
      'America/New_York',
      'Europe/London',
      'Africa/Cairo',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'UTC',
    ]
    const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'short',
        })
        const time = shown.format(minute * 60_000).replace(' ', 'T')
        const instant = instantOf(time, zone)
        expect(instant).not.toBeNull()
        expect(shown.format(instant ?? 0).replace(' ', 'T')).toBe(time)
      }),
    )
  })
})

describe('the session a lesson announces', () => {
  it('is read from its text', () => {
    const text =
      'Come along.\n\n:::session{start="2026-12-03T18:00" zone="Europe/Madrid" minutes=90 url=\'https://meet.example.org/a\'}\nBring questions.\n:::'
    expect(liveSessionOf(text)).toEqual({
      startMs: Date.parse('2026-12-03T17:00:00Z'),
      minutes: 90,
      zone: 'Europe/Madrid',
      joinUrl: 'https://meet.example.org/a',
    })
  })

  it('lasts an hour where nothing else is said, and leads nowhere but to the web', () => {
    expect(
      liveSessionOf('::session{start="2026-12-03T17:00Z" minutes="-4" url="javascript:alert(1)"}'),
    ).toMatchObject({ minutes: 60, joinUrl: null, zone: null })
  })

  it.each(['No session here.', ':::session{minutes="5"}', ':::session{start="soon"}', 'see :session{x}'])(
    'is none in: %s',
    (text) => {
      expect(liveSessionOf(text)).toBeNull()
    },
  )
})
