import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeAfter } from './place-after.ts'

const order = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 1 })

it('puts one thing behind another, or first, and leaves the rest in order', () => {
  expect(placeAfter(['a', 'b', 'c', 'd'], 'd', 'a')).toEqual(['a', 'd', 'b', 'c'])
  expect(placeAfter(['a', 'b', 'c'], 'c', null)).toEqual(['c', 'a', 'b'])
  fc.assert(
    fc.property(order, fc.nat(), fc.option(fc.constantFrom(...'abcdefghx')), (ids, pick, after) => {
      const id = ids[pick % ids.length] ?? ''
      const placed = placeAfter(ids, id, after)
      expect(placed.filter((other) => other !== id)).toEqual(ids.filter((other) => other !== id))
      expect(new Set(placed)).toEqual(new Set(ids))
      expect(placeAfter(placed, id, after)).toEqual(placed)
    }),
  )
})

it('puts last what was to stand behind something that is gone', () => {
  expect(placeAfter(['a', 'b', 'c'], 'a', 'gone')).toEqual(['b', 'c', 'a'])
})

it('keeps both intents where two people move different things', () => {
  const start = ['a', 'b', 'c', 'd']
  const one = (ids: string[]) => placeAfter(ids, 'd', 'a')
  const two = (ids: string[]) => placeAfter(ids, 'b', null)
  for (const ids of [one(two(start)), two(one(start))]) {
    expect(ids.indexOf('d')).toBe(ids.indexOf('a') + 1)
    expect(ids[0]).toBe('b')
  }
})
