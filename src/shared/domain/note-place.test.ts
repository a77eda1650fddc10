import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPlace, maxQuoteLength, noteText, placeOf, splitNote, withPlace } from './note-place.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('>', '[', ']', '(', ')', '\\', '-', ',', '#', '~', '\n', ' ', '%', '↩', '🔖', 'a'),
  }),
)
const kinds = fc.constantFrom('passage', 'bookmark')

describe('a place in a note', () => {
  it('is read back as it was written, whatever was marked and whatever was written under it', () => {
    fc.assert(
      fc.property(kinds, hostile, hostile, hostile, hostile, (kind, before, marked, after, body) => {
        const place = placeOf(kind, before, marked, after)
        fc.pre(place.quote !== '')
        expect(splitNote(withPlace(place, body))).toEqual({ place, body })
      }),
      { numRuns: 500 },
    )
  })

  it('a bookmark in a video carries no words', () => {
    const place = placeOf('bookmark', '', '', '')
    expect(withPlace(place, '')).toBe('[🔖](#)')
    expect(splitNote('[🔖](#)\n\nwatch again')).toEqual({ place, body: 'watch again' })
  })

  it('is Markdown that reads well anywhere', () => {
    const place = placeOf('passage', 'Then comes ', 'the "staging area" (a)\n  list', ' of what goes in')
    expect(withPlace(place, 'Like a shopping bag.')).toBe(
      '> the "staging area" \\(a\\) list\n' +
        '> [↩](#:~:text=Then%20comes-,the%20%22staging%20area%22%20%28a%29%20list,-of%20what%20goes%20in)\n\n' +
        'Like a shopping bag.',
    )
  })

  it.each(['plain', '> a quotation of their own\n\nand a thought', '[a link](#x)', '', '> \n> [↩](x)'])(
    'a note without one is all text: %s',
    (content) => {
      expect(splitNote(content)).toEqual({ place: null, body: content })
    },
  )

  it('keeps the beginning of a very long passage', () => {
    expect(placeOf('passage', '', 'word '.repeat(5_000), '').quote.length).toBeLessThanOrEqual(maxQuoteLength)
  })

  it('is left out where the note is read as words', () => {
    expect(noteText(withPlace(placeOf('passage', 'x', 'marked', 'y'), 'thought'))).toBe('marked\nthought')
  })
})

describe('finding the place again', () => {
  it('finds what was marked, where it was marked, in any text', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (before, marked, after) => {
        const place = placeOf('passage', before, marked, after)
        fc.pre(place.quote !== '')
        const text = before + marked + after
        const found = findPlace(text, place)
        // Only where folding joins white space across the edges, or half a character was marked, may it be elsewhere.
        if (found) expect(text.slice(found.start, found.end).replace(/[\s\0]+/g, ' ')).toBe(place.quote)
        else expect((before + marked + after).isWellFormed()).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('tells the same words apart by what stands around them', () => {
    const text = 'Run git add first. Later, run git add again, then commit.'
    const second = text.lastIndexOf('git add')
    const place = placeOf('passage', text.slice(0, second), 'git add', text.slice(second + 7))
    expect(findPlace(text, place)).toEqual({ start: second, end: second + 7 })
  })

  it('finds it across another layout of white space', () => {
    const place = placeOf('passage', '', 'one two three', '')
    const text = 'Zero.\n\none\n  two\tthree.'
    expect(findPlace(text, place)).toEqual({ start: 7, end: text.length - 1 })
  })

  it('says so when the words are gone', () => {
    expect(findPlace('Another text', placeOf('passage', '', 'one two', ''))).toBeNull()
    expect(findPlace('Another text', placeOf('bookmark', '', '', ''))).toBeNull()
  })
})
