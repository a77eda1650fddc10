import { describe, expect, it } from 'vitest'
import { median, quantile, rounded } from './statistics.ts'

describe('quantiles of samples', () => {
  it('are samples, whatever their order', () => {
    const samples = [5, 1, 4, 2, 3]
    expect(median(samples)).toBe(3)
    expect(quantile(samples, 0.99)).toBe(5)
    expect(quantile(samples, 0)).toBe(1)
  })

  it('of 500 samples leave five above the 99th percentile', () => {
    expect(quantile([...Array(500).keys()], 0.99)).toBe(494)
  })

  it('are refused where there are no samples', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})

it('rounds to four significant digits', () => {
  expect(rounded(36_417.26)).toBe(36_420)
  expect(rounded(0.123456)).toBe(0.1235)
})
