import { afterEach, expect, it } from 'vitest'
import { setLocale } from '../../ui/language/locale.ts'
import { dayAhead, pauseWords } from './pause-words.ts'

afterEach(() => setLocale('en'))

const minute = 60_000
const day = 1_440 * minute

it.each([
  [10 * minute, '10 min'],
  [20_000, '1 min'],
  [5 * 60 * minute, '5 hr'],
  [day, '1 day'],
  [12 * day, '12 days'],
  [90 * day, '3 mths'],
  [730 * day, '2 yrs'],
])('says %i ms in a few letters: %s', (ms, words) => {
  expect(pauseWords(ms)).toBe(words)
})

it('says it in the language of the app', () => {
  setLocale('es')
  expect(pauseWords(12 * day)).toBe('12 d')
})

it('names the day on which something comes', () => {
  const noon = new Date(2026, 10, 22, 12).getTime()
  expect(dayAhead(noon + minute, noon)).toBe('today')
  expect(dayAhead(new Date(2026, 10, 23, 0, 0, 0).getTime(), noon)).toBe('tomorrow')
  expect(dayAhead(new Date(2026, 10, 27, 23).getTime(), noon)).toBe('in 5 days')
})
