import { expect, it } from 'vitest'
import { isCutShort, resumeSecond, watchedSeconds } from './watched-seconds.ts'

const played = (...pairs: [number, number][]) =>
  pairs.map(([fromSecond, toSecond]) => ({ fromSecond, toSecond }))

it.each([
  ['nothing played keeps what was seen before', [], 40, 40],
  ['going on from there adds up', played([40, 55.6]), 40, 55],
  ['skipping ahead counts only what was played', played([0, 10], [100, 110]), 0, 20],
  ['a part watched twice counts once', played([0, 30], [10, 40]), 0, 40],
  ['watching again what was seen before adds nothing', played([5, 20]), 40, 40],
  ['an empty stretch counts nothing', played([7, 7]), 0, 0],
] as const)('%s', (_, stretches, before, expected) => {
  expect(watchedSeconds(stretches, before)).toBe(expected)
})

it('resumes where the person was, and starts over after the end', () => {
  expect(resumeSecond(12, 60)).toBe(12)
  expect(resumeSecond(58, 60)).toBe(0)
  expect(resumeSecond(0, 60)).toBe(0)
})

it.each([
  [12, 26, true],
  [24, 26, false],
  [26, 26, false],
  [1, 2, false],
])('ending at %s of %s is cut short: %s', (at, length, cut) => {
  expect(isCutShort(at, length)).toBe(cut)
})
