import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CourseReview, mergeReview, sameReview, unseenTexts } from './course-review.ts'

const seen: CourseReview = { rating: 4, title: 'Good', comment: 'I liked it.' }

it('what one side left as it was stays what the other made of it', () => {
  const mine = { ...seen, rating: 5 }
  const theirs = { ...seen, comment: 'I liked it much.' }
  const merged = { rating: 5, title: 'Good', comment: 'I liked it much.' }
  expect(mergeReview(seen, mine, theirs)).toEqual({ review: merged, overwritten: [] })
  expect(mergeReview(seen, theirs, mine)).toEqual({ review: merged, overwritten: [] })
})

it('where both sides changed it the later holds, and the text it replaces unseen is told', () => {
  const mine = { rating: 2, title: null, comment: 'Too long.' }
  const theirs = { rating: 3, title: 'Fine', comment: 'Too short.' }
  expect(mergeReview(seen, mine, theirs)).toEqual({
    review: mine,
    overwritten: [
      { field: 'title', base: 'Good', mine: '', theirs: 'Fine' },
      { field: 'comment', base: 'I liked it.', mine: 'Too long.', theirs: 'Too short.' },
    ],
  })
})

it('of two first reviews the words of both are kept, the later as the review', () => {
  const mine = { rating: 2, title: 'Hm', comment: 'Too long.' }
  const starsAlone = { rating: 5, title: null, comment: '' }
  expect(mergeReview(null, mine, starsAlone)).toEqual({ review: mine, overwritten: [] })
  expect(mergeReview(null, starsAlone, mine)).toEqual({
    review: { rating: 5, title: 'Hm', comment: 'Too long.' },
    overwritten: [],
  })
  expect(mergeReview(null, mine, seen).overwritten).toEqual([
    { field: 'title', base: null, mine: 'Hm', theirs: 'Good' },
    { field: 'comment', base: null, mine: 'Too long.', theirs: 'I liked it.' },
  ])
})

it('a review that is taken back tells what was not seen of it', () => {
  expect(unseenTexts(seen, { ...seen, rating: 1 })).toEqual([])
  expect(unseenTexts(seen, { rating: 4, title: null, comment: 'More words.' })).toEqual([
    { field: 'comment', base: 'I liked it.', mine: '', theirs: 'More words.' },
  ])
})

it('no text is lost, whatever two sides write', () => {
  const text = fc.constantFrom('', 'a', 'b', 'c')
  const review = fc.record({
    rating: fc.integer({ min: 1, max: 5 }),
    title: text.map((title) => title || null),
    comment: text,
  })
  fc.assert(
    fc.property(fc.option(review), review, review, (base, mine, theirs) => {
      const merged = mergeReview(base, mine, theirs)
      for (const field of ['title', 'comment'] as const) {
        const kept = [merged.review[field] ?? '']
        for (const one of merged.overwritten) if (one.field === field) kept.push(one.mine, one.theirs)
        for (const side of [mine, theirs])
          if ((side[field] ?? '') !== (base?.[field] ?? '') && side[field])
            expect(kept).toContain(side[field])
      }
      expect(sameReview(mergeReview(base, mine, mine).review, mine)).toBe(true)
    }),
  )
})
