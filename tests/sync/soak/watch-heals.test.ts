import { expect, it } from 'vitest'
import { type Heal, watchHeals } from './watch-heals.ts'

it('counts a refetch after a digest disagreed, with the time since the first doubt', async () => {
  const heals: Heal[] = []
  let nowMs = 1000
  const watched = watchHeals(
    async () => {
      nowMs += 10
      return new Response('[]')
    },
    () => nowMs,
    (heal) => heals.push(heal),
  )
  const ask = (query: string) => watched(`http://centre.test/v1/shapes/lessons?courseId=git&${query}`)
  await ask('offset=-1')
  await ask('offset=4_0&handle=h&cache-buster=abc-0')
  await ask('offset=4_0&handle=h&cache-buster=abc-300')
  expect(heals).toEqual([])
  await ask('offset=-1&cache-buster=abc-m29')
  await ask('offset=0_0&handle=i&cache-buster=abc-m29')
  expect(heals).toEqual([{ shape: 'lessons git', tookMs: 30 }])
})
