import { expect, test } from 'vitest'
import { restartDelay } from './restart-delay.ts'

test('a process that keeps failing is restarted ever more slowly, up to half a minute', () => {
  let failures = 0
  const delays: number[] = []
  for (let round = 0; round < 12; round += 1) {
    const next = restartDelay(failures, 50)
    delays.push(next.delayMs)
    failures = next.failures
  }
  expect(delays.slice(0, 4)).toEqual([100, 200, 400, 800])
  expect(delays.at(-1)).toBe(30_000)
})

test('a process that ran well for a while is restarted at once', () => {
  expect(restartDelay(9, 31_000)).toEqual({ delayMs: 100, failures: 1 })
})
