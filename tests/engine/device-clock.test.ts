import { expect, it } from 'vitest'
import { readDeviceClock } from '../../src/engine/system-clock.ts'

it('goes forward, under one name', () => {
  const first = readDeviceClock()
  const second = readDeviceClock()
  expect(first.uptimeMs).toBeGreaterThan(0)
  expect(second.uptimeMs).toBeGreaterThanOrEqual(first.uptimeMs)
  expect(second.boot).toBe(first.boot)
  expect(first.boot).not.toBe('')
})
