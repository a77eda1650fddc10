import { expect, test } from 'vitest'
import { withVisit } from './recent-places.ts'

test('a place visited again comes first, once, and old ones are forgotten', () => {
  const many = Array.from({ length: 12 }, (_, at) => ({ to: `/course/${at}`, label: `Course ${at}` }))
  const all = many.reduce(withVisit, [])
  expect(all.length).toBe(8)
  expect(all[0]?.to).toBe('/course/11')
  const again = withVisit(all, { to: '/course/9', label: 'Renamed' })
  expect(again.map(({ to }) => to).slice(0, 3)).toEqual(['/course/9', '/course/11', '/course/10'])
  expect(again[0]?.label).toBe('Renamed')
  expect(again.length).toBe(8)
})
