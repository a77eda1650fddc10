import type { Benchmark } from './harness/benchmark.ts'
import { median, quantile, rounded } from './harness/statistics.ts'
import { answersOfLargeDevice, askedOverTheApi } from './large-device.ts'

/** One more letter typed, and the courses, lessons and notes for it. */
export const searchAsYouType: Benchmark = {
  name: 'search-as-you-type',
  target: 'under 50 ms (p99)',
  async run(stage) {
    const answers = await answersOfLargeDevice(stage)
    const { searchMs, slowestQuestion, indexingSeconds, longestBlockMs } = answers
    return {
      result: {
        name: 'search-as-you-type',
        value: rounded(median(searchMs)),
        unit: 'ms',
        p99: rounded(quantile(searchMs, 0.99)),
      },
      notes: [
        `${searchMs.length} questions, each a letter longer than the one before: two words, frequent to rare, from the first letter on; ${askedOverTheApi}`,
        `slowest: ${rounded(Math.max(...searchMs))} ms for “${slowestQuestion}”`,
        `reading all of it into the index took ${rounded(indexingSeconds)} s in the background, in slices; the longest time the engine answered nobody meanwhile: ${rounded(longestBlockMs)} ms`,
      ],
    }
  },
}
