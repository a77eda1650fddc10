import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localDay } from './local-day.ts'
import { type StudyStretch, streakOf, studyDays } from './streak.ts'

const dayMs = 86_400_000
const at = (text: string) => Date.parse(text)

function stretch(iso: string, timeZone: string, minutes = 20): StudyStretch {
  const beganAtMs = at(iso)
  return {
    day: localDay(beganAtMs, timeZone),
    beganAtMs,
    endedAtMs: beganAtMs + minutes * 60_000,
    seconds: minutes * 60,
  }
}
const streak = (stretches: StudyStretch[], iso: string, timeZone: string) =>
  streakOf(studyDays(stretches), localDay(at(iso), timeZone), at(iso))

describe('days of study', () => {
  it('add up whatever came from which device, and leave out a glance', () => {
    const days = studyDays([
      stretch('2026-03-02T18:00:00Z', 'UTC', 10),
      stretch('2026-03-01T09:00:00Z', 'UTC', 5),
      stretch('2026-03-02T06:00:00Z', 'UTC', 7),
      { day: '2026-03-03', beganAtMs: 1, endedAtMs: 2, seconds: 59 },
    ])
    expect(days.map(({ day, seconds }) => [day, seconds])).toEqual([
      ['2026-03-01', 300],
      ['2026-03-02', 1020],
    ])
  })

  it('are the same in whatever order the devices tell of them', () => {
    const stretches = fc.array(
      fc.record({
        day: fc.integer({ min: 0, max: 9 }).map((day) => `2026-01-0${day}`),
        beganAtMs: fc.nat(1000),
        endedAtMs: fc.nat(1000),
        seconds: fc.nat(4000),
      }),
    )
    fc.assert(
      fc.property(stretches, (some) => {
        expect(studyDays([...some].reverse())).toEqual(studyDays(some))
      }),
    )
  })
})

describe('a streak', () => {
  const week = [1, 2, 3, 4, 5].map((day) => stretch(`2026-03-0${day}T18:00:00Z`, 'UTC'))

  it('is alive until the day after is over, and then gone; the longest stays', () => {
    expect(streak(week, '2026-03-05T20:00:00Z', 'UTC')).toEqual({ currentDays: 5, longestDays: 5 })
    expect(streak(week, '2026-03-06T23:59:00Z', 'UTC')).toEqual({ currentDays: 5, longestDays: 5 })
    expect(streak(week, '2026-03-07T00:01:00Z', 'UTC')).toEqual({ currentDays: 0, longestDays: 5 })
  })

  it('does not count a day twice that is lived twice, flying west', () => {
    const west = [
      stretch('2026-03-01T22:00:00Z', 'Asia/Tokyo'), // the 2nd, 07:00
      stretch('2026-03-02T20:00:00Z', 'America/Los_Angeles'), // the 2nd, noon
      stretch('2026-03-03T20:00:00Z', 'America/Los_Angeles'),
    ]
    expect(streak(west, '2026-03-03T22:00:00Z', 'America/Los_Angeles').currentDays).toBe(2)
  })

  it('does not break where the date line swallows a day', () => {
    const east = [
      stretch('2026-03-02T04:00:00Z', 'America/Los_Angeles'), // the 1st, 20:00
      stretch('2026-03-02T22:00:00Z', 'Asia/Tokyo'), // the 3rd, 07:00
    ]
    expect(streak(east, '2026-03-02T23:00:00Z', 'Asia/Tokyo').currentDays).toBe(2)
  })

  it('survives a day told by a clock that runs ahead', () => {
    const ahead = [...week, stretch('2036-03-05T18:00:00Z', 'UTC')]
    expect(streak(ahead, '2026-03-06T12:00:00Z', 'UTC').longestDays).toBe(5)
  })

  it('counts every day of a person who studies daily, in whatever zone, over changes of the clocks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'Europe/Madrid',
          'America/New_York',
          'Australia/Lord_Howe',
          'Africa/Cairo',
          'Asia/Kolkata',
        ),
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 0, max: 365 }),
        (timeZone, count, from) => {
          const stretches = Array.from({ length: count }, (_, index) =>
            stretch(new Date(at('2026-01-01T11:00:00Z') + (from + index) * dayMs).toISOString(), timeZone),
          )
          const last = stretches.at(-1)?.endedAtMs ?? 0
          const days = studyDays(stretches)
          expect(streakOf(days, localDay(last, timeZone), last).currentDays).toBe(count)
        },
      ),
    )
  })
})
