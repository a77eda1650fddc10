import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lessonTypes } from '../contract/enums.ts'
import { completesByHandingIn, completesByWatching, completionRule } from './lesson-completion.ts'

describe('how a lesson is completed', () => {
  it.each([
    ['VIDEO', true, false, 'watching'],
    ['VIDEO', false, false, 'reading'],
    ['TEXT', false, true, 'reading'],
    ['QUIZ', false, true, 'passing'],
    ['QUIZ', false, false, 'marking'],
    ['ASSIGNMENT', false, true, 'handing-in'],
    ['ASSIGNMENT', false, false, 'marking'],
    ['LIVE_SESSION', true, true, 'marking'],
  ] as const)('%s (video: %s, quiz: %s) by %s', (type, hasVideo, hasQuiz, rule) => {
    expect(completionRule({ type, hasVideo, hasQuiz })).toBe(rule)
  })

  it('an assignment alone is completed by handing its quiz in', () => {
    expect(lessonTypes.filter(completesByHandingIn)).toEqual(['ASSIGNMENT'])
  })
})

describe('watching', () => {
  it('nine tenths of a video are enough, and a second less is not', () => {
    expect(completesByWatching('VIDEO', 90, 100)).toBe(true)
    expect(completesByWatching('VIDEO', 89, 100)).toBe(false)
  })

  it('a video of unknown or no length, and any other lesson, is never completed by watching', () => {
    expect(completesByWatching('VIDEO', 360_000, null)).toBe(false)
    expect(completesByWatching('VIDEO', 0, 0)).toBe(false)
    expect(completesByWatching('TEXT', 360_000, 10)).toBe(false)
  })

  it('once enough stays enough: reports may come in any order', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.nat(10_000),
        fc.integer({ min: 1, max: 10_000 }),
        (one, other, length) => {
          const either =
            completesByWatching('VIDEO', one, length) || completesByWatching('VIDEO', other, length)
          expect(completesByWatching('VIDEO', Math.max(one, other), length)).toBe(either)
        },
      ),
    )
  })
})
