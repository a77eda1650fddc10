import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeText, mineMark } from './merge-text.ts'
import { hasMarks, takeSide } from './resolve-marks.ts'

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 6 }).map((lines) => lines.join('\n'))

describe('taking a side of a merged text', () => {
  it('decides the overlap and keeps what either side changed elsewhere', () => {
    const merged = mergeText('title\n\nmiddle\n\nend', 'title\n\nmine\n\nend', 'Title\n\ntheirs\n\nend').text
    expect(hasMarks(merged)).toBe(true)
    expect(takeSide(merged, 'mine')).toBe('Title\n\nmine\n\nend')
    expect(takeSide(merged, 'theirs')).toBe('Title\n\ntheirs\n\nend')
  })

  it('leaves no marks, and only lines of the two sides, whatever was merged', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const merged = mergeText(base, mine, theirs).text
        const lines = new Set([...mine.split('\n'), ...theirs.split('\n')])
        for (const side of ['mine', 'theirs'] as const) {
          const taken = takeSide(merged, side)
          expect(hasMarks(taken)).toBe(false)
          for (const line of taken.split('\n')) expect(lines.has(line) || line === '').toBe(true)
        }
      }),
    )
  })

  it('takes a mark that a person wrote for text', () => {
    const written = `${mineMark}\nis how a conflict begins`
    expect(takeSide(written, 'mine')).toBe(written)
  })
})
