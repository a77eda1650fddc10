import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mayStartAttempt, stableShuffle } from './attempts.ts'
import { byteRange } from './byte-range.ts'
import { mergeText } from './merge-text.ts'
import { coursePercent, type LessonProgress, mergeProgress } from './progress.ts'

const report: fc.Arbitrary<LessonProgress> = fc.record({
  watchedSeconds: fc.nat(),
  completed: fc.boolean(),
  startedAtMs: fc.option(fc.nat()),
  completedAtMs: fc.option(fc.nat()),
})

it('reports of progress may come in any order, grouped in any way, and twice', () => {
  fc.assert(
    fc.property(report, report, report, (a, b, c) => {
      expect(mergeProgress(a, b)).toEqual(mergeProgress(b, a))
      expect(mergeProgress(mergeProgress(a, b), c)).toEqual(mergeProgress(a, mergeProgress(b, c)))
      expect(mergeProgress(a, a)).toEqual(a)
      expect(mergeProgress(mergeProgress(a, b), b)).toEqual(mergeProgress(a, b))
    }),
  )
})

it('merged progress never goes back', () => {
  fc.assert(
    fc.property(report, report, (a, b) => {
      const merged = mergeProgress(a, b)
      expect(merged.watchedSeconds).toBeGreaterThanOrEqual(a.watchedSeconds)
      expect(merged.completed).toBe(a.completed || b.completed)
    }),
  )
})

it('a course is at most complete, also when lessons were taken out of it', () => {
  expect(coursePercent(5, 3)).toBe('100.00')
  expect(coursePercent(0, 0)).toBe('0.00')
})

it('a shuffled list has the same items, and the same order for the same attempt', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.string(), (items, seed) => {
      const shuffled = stableShuffle(items, seed)
      expect(stableShuffle(items, seed)).toEqual(shuffled)
      expect([...shuffled].sort()).toEqual([...items].sort())
    }),
  )
  const orders = new Set(Array.from({ length: 60 }, (_, seed) => stableShuffle([1, 2, 3], `s${seed}`).join()))
  expect(orders.size).toBe(6)
})

it('retakes are allowed up to the limit, and a first attempt always', () => {
  expect(mayStartAttempt({ allowRetakes: false, maxAttempts: 1 }, 0).allowed).toBe(true)
  expect(mayStartAttempt({ allowRetakes: false, maxAttempts: null }, 1).allowed).toBe(false)
  expect(mayStartAttempt({ allowRetakes: true, maxAttempts: 2 }, 1).allowed).toBe(true)
  expect(mayStartAttempt({ allowRetakes: true, maxAttempts: 2 }, 2).allowed).toBe(false)
  expect(mayStartAttempt({ allowRetakes: true, maxAttempts: null }, 99).allowed).toBe(true)
})

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd\u202ee', '======='), { maxLength: 8 })
const text = lines.map((parts) => parts.join('\n'))

it('a merge takes the only side that changed, and what both changed alike once', () => {
  fc.assert(
    fc.property(text, text, (base, changed) => {
      expect(mergeText(base, changed, base)).toEqual({ text: changed, conflicts: 0 })
      expect(mergeText(base, base, changed)).toEqual({ text: changed, conflicts: 0 })
      expect(mergeText(base, changed, changed)).toEqual({ text: changed, conflicts: 0 })
    }),
  )
})

it('a merge loses no line that either side wrote', () => {
  const own = (name: string) =>
    fc.array(fc.tuple(fc.nat(8), fc.nat(99)), { maxLength: 4 }).map((edits) => ({ name, edits }))
  const write = (base: string[], { name, edits }: { name: string; edits: [number, number][] }) => {
    const written = [...base]
    for (const [at, word] of edits) written.splice(at % (written.length + 1), word % 2, `${name}${word}`)
    return written
  }
  fc.assert(
    fc.property(lines, own('mine'), own('theirs'), (base, mine, theirs) => {
      const left = write(base, mine)
      const right = write(base, theirs)
      const merged = mergeText(base.join('\n'), left.join('\n'), right.join('\n')).text.split('\n')
      for (const line of [...left, ...right]) if (/^(mine|theirs)/.test(line)) expect(merged).toContain(line)
    }),
    { numRuns: 1000 },
  )
})

it('merging long texts of many like lines is quick: the centre has other things to do', () => {
  const base = '\n'.repeat(60_000)
  expect(mergeText(base, `mine${base}`, `${base}theirs`).text).toContain('theirs')
  expect(mergeText(base, `${base}mine`, `theirs${base}x`).text).toContain('mine')
}, 60_000) // compared line by line, it would take hours

it('a range of bytes is what a reader of the whole file would cut out', () => {
  const bytes = (size: number) => Array.from({ length: size }, (_, n) => n)
  fc.assert(
    fc.property(fc.nat(20), fc.option(fc.nat(30)), fc.option(fc.nat(30)), (size, first, last) => {
      const range = byteRange(`bytes=${first ?? ''}-${last ?? ''}`, size)
      const understood =
        (first !== null || last !== null) && !(first !== null && last !== null && last < first)
      const cut =
        first === null
          ? bytes(size).slice(last ? -last : size)
          : bytes(size).slice(first, last === null ? size : last + 1)
      if (!understood) expect(range.status).toBe(200)
      else if (cut.length === 0) expect(range).toEqual({ status: 416, contentRange: `bytes */${size}` })
      else
        expect(range).toMatchObject({
          status: 206,
          start: cut[0],
          end: cut.at(-1),
          length: cut.length,
          contentRange: `bytes ${cut[0]}-${cut.at(-1)}/${size}`,
        })
    }),
  )
  for (const nonsense of [null, '', 'bytes=', 'bytes=-', 'items=0-1', 'bytes=0-1,4-5', 'bytes=a-b'])
    expect(byteRange(nonsense, 9)).toMatchObject({ status: 200, length: 9 })
})
