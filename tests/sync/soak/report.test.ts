import { expect, it } from 'vitest'
import { describeSoak, type SoakOutcome, spread } from './report.ts'

const well: SoakOutcome = {
  seed: 7,
  seconds: 600,
  counts: new Map([['deeds', 12]]),
  skipped: 3,
  heals: [
    { shape: 'lessons git', tookMs: 300 },
    { shape: 'courses', tookMs: 100 },
  ],
  wholeAfterSeconds: 4.2,
  lateDevices: [],
  wrong: [],
  interrupted: false,
}

it('says what was done, how many skips were healed and how long each took', () => {
  const said = describeSoak(well).join('\n')
  expect(said).toMatch(/deeds +12/)
  expect(said).toMatch(/left out by the shape service +3/)
  expect(said).toMatch(/healed .* 2\n/)
  expect(said).toContain('min 100 ms, p50 300 ms, p99 300 ms, max 300 ms')
  expect(said).toContain('came out whole')
})

it('names the seed and every difference that is left, up to a length that can be read', () => {
  const wrong = Array.from({ length: 50 }, (_, at) => `difference ${at}`)
  const said = describeSoak({ ...well, wrong, wholeAfterSeconds: null }).join('\n')
  expect(said).toContain('50 differences are left')
  expect(said).toContain('difference 39')
  expect(said).toContain('and 10 more')
  expect(said).toContain('--seed 7')
  expect(said).not.toContain('came out whole')
})

it('claims nothing after an interruption', () => {
  expect(describeSoak({ ...well, interrupted: true }).join('\n')).not.toContain('came out whole')
})

it('spreads times', () => {
  expect(spread([5, 1, 3])).toBe('min 1 ms, p50 3 ms, p99 5 ms, max 5 ms')
})
