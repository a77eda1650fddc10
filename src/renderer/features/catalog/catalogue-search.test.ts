import { expect, test } from 'vitest'
import { catalogueQueryOf, catalogueSearch, filterCount } from './catalogue-search.ts'

test('whatever does not make sense in an address is left out, and the rest stays', () => {
  const search = catalogueSearch.parse({ q: 'git', level: 'WIZARD', rating: 9, here: 'yes', price: 'free' })
  expect(catalogueQueryOf(search)).toEqual({ search: 'git', price: 'free', sort: 'recommended' })
  expect(filterCount(search)).toBe(1)
})

test('words of spaces alone search for nothing', () => {
  expect(catalogueQueryOf({ q: '   ' })).toEqual({ sort: 'recommended' })
})
