import { expect, test } from 'vitest'
import { countOf, formatBytes, formatClock, formatDay, formatMinutes, formatUntil } from './format.ts'

test('sizes read as in a file manager, and never round up to 1000 of a unit', () => {
  expect(formatBytes(48_000_000)).toBe('48 MB')
  expect(formatBytes(1_640)).toBe('1.6 kB')
  expect(formatBytes(999_700)).toBe('1 MB')
  expect(formatBytes(0)).toBe('0 bytes')
  expect(formatBytes(-5)).toBe('0 bytes')
})

test('lengths are whole minutes, with hours from sixty on', () => {
  expect(formatMinutes(0.3)).toBe('under a minute')
  expect(formatMinutes(12.4)).toBe('12 min')
  expect(formatMinutes(80)).toBe('1 hr 20 min')
  expect(formatMinutes(120)).toBe('2 hr')
  expect(formatClock(245)).toBe('4:05')
  expect(formatClock(3_729)).toBe('1:02:09')
})

test('days are counted by the calendar, not by 24 hours', () => {
  const morning = new Date(2026, 2, 29, 8).getTime()
  expect(formatDay(new Date(2026, 2, 28, 23).getTime(), morning)).toBe('yesterday')
  expect(formatDay(morning - 60_000, morning)).toBe('today')
  expect(formatDay(new Date(2026, 2, 20, 8).getTime(), morning)).toContain('2026')
})

test('what is due soon is said in seconds, then in minutes', () => {
  expect(formatUntil(500, 0)).toBe('now')
  expect(formatUntil(40_000, 0)).toBe('in 40 seconds')
  expect(formatUntil(180_000, 0)).toBe('in 3 minutes')
})

test('one is one, and the rest is many', () => {
  expect(countOf(1, 'quiz', 'quizzes')).toBe('1 quiz')
  expect(countOf(2, 'quiz', 'quizzes')).toBe('2 quizzes')
})
