import type { Benchmark } from './harness/benchmark.ts'
import { median, quantile, rounded } from './harness/statistics.ts'
import { answersOfLargeDevice, askedOverTheApi } from './large-device.ts'

/** A page of 60 courses of the catalogue, with how many match. */
export const cataloguePage: Benchmark = {
  name: 'catalogue-page',
  target: 'under 50 ms (p99)',
  async run(stage) {
    const { cataloguePages, catalogueSearchMs } = await answersOfLargeDevice(stage)
    const all = cataloguePages.flatMap(({ times }) => times)
    return {
      result: {
        name: 'catalogue-page',
        value: rounded(median(all)),
        unit: 'ms',
        p99: rounded(quantile(all, 0.99)),
      },
      notes: [
        `p50 and p99 over every kind of page below, ${askedOverTheApi}`,
        ...cataloguePages.map(({ what, times }) => `${what}: ${rounded(median(times))} ms`),
        `narrowed by words: ${rounded(median(catalogueSearchMs))} ms, p99 ${rounded(quantile(catalogueSearchMs, 0.99))} ms`,
      ],
    }
  },
}
