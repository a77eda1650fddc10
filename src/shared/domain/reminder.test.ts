import { expect, it } from 'vitest'
import { localDay } from './local-day.ts'
import { isReminderDue } from './reminder.ts'

const plan = { at: '18:30', goalMinutes: 20 }
const idle = { lastDay: null, studiedTodaySeconds: 0 }
const at = (text: string) => Date.parse(text)

it('is due from the chosen time where the person is, and not before', () => {
  expect(isReminderDue(plan, idle, at('2026-03-02T17:29:00Z'), 'Europe/Madrid')).toBe(false)
  expect(isReminderDue(plan, idle, at('2026-03-02T17:30:00Z'), 'Europe/Madrid')).toBe(true)
  expect(isReminderDue(plan, idle, at('2026-03-02T17:30:00Z'), 'America/Lima')).toBe(false)
  expect(isReminderDue(plan, idle, at('2026-03-02T22:59:00Z'), 'Europe/Madrid')).toBe(true)
  expect(isReminderDue(plan, idle, at('2026-03-02T23:01:00Z'), 'Europe/Madrid')).toBe(false)
})

it('comes never where none is wanted, nor when the goal of the day is met', () => {
  const evening = at('2026-03-02T20:00:00Z')
  expect(isReminderDue({ ...plan, at: null }, idle, evening, 'UTC')).toBe(false)
  expect(isReminderDue(plan, { ...idle, studiedTodaySeconds: 1199 }, evening, 'UTC')).toBe(true)
  expect(isReminderDue(plan, { ...idle, studiedTodaySeconds: 1200 }, evening, 'UTC')).toBe(false)
})

it('comes once a day, also on the days the clocks are changed', () => {
  for (const [from, timeZone, chosen] of [
    ['2026-03-27T00:00:00Z', 'Europe/Madrid', '02:30'], // 02:30 does not exist on the 29th
    ['2026-10-23T00:00:00Z', 'Europe/Madrid', '02:30'], // and is twice on 25 October
    ['2026-03-06T00:00:00Z', 'America/New_York', '23:59'],
    ['2026-06-01T00:00:00Z', 'Asia/Kolkata', '00:00'],
  ] as const) {
    const reminded: string[] = []
    for (let minute = 0; minute < 5 * 24 * 60; minute++) {
      const nowMs = at(from) + minute * 60_000
      const state = { ...idle, lastDay: reminded.at(-1) ?? null }
      if (isReminderDue({ ...plan, at: chosen }, state, nowMs, timeZone))
        reminded.push(localDay(nowMs, timeZone))
    }
    expect(reminded).toEqual([...new Set(reminded)])
    expect(reminded.length).toBeGreaterThanOrEqual(4)
  }
})
