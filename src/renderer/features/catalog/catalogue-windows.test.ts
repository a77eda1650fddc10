import { expect, test } from 'vitest'
import { windowOffsets } from './catalogue-windows.ts'

test('only the windows that are looked at are asked for', () => {
  expect(windowOffsets(0, 23)).toEqual([])
  expect(windowOffsets(54, 65)).toEqual([60])
  expect(windowOffsets(118, 181)).toEqual([60, 120, 180])
  expect(windowOffsets(99_990, 99_999)).toEqual([99_960])
})
