import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CatalogueQuery, catalogueSorts } from '../../src/shared/contract/api.ts'
import { openAskedEngine } from '../harness/asked-engine.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { deviceInput } from '../harness/device.ts'
import { fillLargeDevice, sizes } from './fill.ts'
import { madeUpTexts } from './made-up-texts.ts'

const device = await receiveInput(deviceInput)
fillLargeDevice(device)
const { engine, client, close } = openAskedEngine(device)

/** Asks so often, and says how long each answer took; the first asking of all is not counted. */
async function timed(rounds: number, ask: (round: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  await ask(0)
  for (let round = 0; round < rounds; round++) {
    const startedMs = performance.now()
    await ask(round)
    times.push(performance.now() - startedMs)
  }
  return times
}

const indexingStartedMs = performance.now()
let longestBlockMs = 0
for (;;) {
  const beforeMs = performance.now()
  await sleep(5)
  longestBlockMs = Math.max(longestBlockMs, performance.now() - beforeMs - 5)
  if (engine.session.account.search.isWhole) break
}
const indexingSeconds = (performance.now() - indexingStartedMs) / 1000

const dashboardMs = await timed(30, () => client.library.dashboard())

const page = (query: CatalogueQuery) => client.catalogue.list({ limit: 60, ...query })
const filters: CatalogueQuery[] = [
  {},
  { level: 'BEGINNER' },
  { categoryId: 'g3' },
  { language: 'es', price: 'free' },
  { minRating: 4.5 },
  { categoryId: 'g20', level: 'ADVANCED', price: 'paid' },
]
const cataloguePages: { what: string; times: number[] }[] = []
for (const sort of catalogueSorts)
  for (const [what, offset] of [
    ['first', 0],
    ['1,000th', 60_000],
    ['last', sizes.courses - 60],
  ] as const)
    cataloguePages.push({
      what: `${sort}, ${what} page`,
      times: await timed(8, () => page({ sort, offset })),
    })
for (const filter of filters.slice(1))
  cataloguePages.push({
    what: `filtered by ${Object.keys(filter).join(', ')}`,
    times: await timed(8, () => page(filter)),
  })
cataloguePages.push({
  what: 'filters and their counts',
  times: await timed(8, () => client.catalogue.facets()),
})

// Somebody types, a key at a time: frequent and rare words, one after another.
const { vocabulary } = madeUpTexts(42)
const typed: string[] = []
for (const rank of [0, 3, 10, 40, 150, 600, 2000, 9000, 30_000, 55_000]) {
  const [first = '', second = ''] = [vocabulary[rank], vocabulary[Math.floor(rank / 2) + 7]]
  const question = `${first} ${second}`
  for (let length = 1; length <= question.length; length++) typed.push(question.slice(0, length))
}
const searchMs = await timed(typed.length, (round) => client.search.find({ text: typed[round] ?? '' }))
const slowest = searchMs.indexOf(Math.max(...searchMs))
const words = typed.filter((_, at) => at % 7 === 0)
const catalogueSearchMs = await timed(words.length, (round) => page({ search: words[round] ?? '' }))

answer({
  dashboardMs,
  cataloguePages,
  searchMs,
  slowestQuestion: typed[slowest] ?? '',
  catalogueSearchMs,
  indexingSeconds,
  longestBlockMs,
})
await close()
await dismissed()
