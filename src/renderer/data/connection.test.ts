import { expect, test } from 'vitest'
import { isMetered } from './connection.ts'

test('a mobile network and a wish to save data are metered; what a browser does not tell is not', () => {
  expect(isMetered({ type: 'cellular' })).toBe(true)
  expect(isMetered({ saveData: true, effectiveType: '4g' })).toBe(true)
  expect(isMetered({ type: 'wifi', saveData: false })).toBe(false)
  expect(isMetered(undefined)).toBe(false)
})
