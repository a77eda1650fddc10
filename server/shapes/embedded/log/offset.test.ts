import { expect, it } from 'vitest'
import { BEFORE_ALL, compareOffsets, formatOffset, parseOffset, SNAPSHOT_END } from './offset.ts'

it('reads and writes every form of offset', () => {
  for (const text of ['-1', '0_0', '0_7', '0_inf', '26800000_12']) {
    const offset = parseOffset(text)
    if (offset === undefined || offset === 'now') throw new Error(`${text} was not read`)
    expect(formatOffset(offset)).toBe(text)
  }
  expect(parseOffset('now')).toBe('now')
  for (const text of ['', '0', '_', '1_', '-2', '1_-1', '1_2_3', 'inf', '0x1_0'])
    expect(parseOffset(text)).toBeUndefined()
})

it('orders the snapshot before the log', () => {
  const places = [
    BEFORE_ALL,
    { lsn: 0, op: 0 },
    { lsn: 0, op: 9 },
    SNAPSHOT_END,
    { lsn: 5, op: 0 },
    { lsn: 5, op: 2 },
  ]
  for (const [i, a] of places.entries())
    for (const [j, b] of places.entries()) expect(Math.sign(compareOffsets(a, b))).toBe(Math.sign(i - j))
})
