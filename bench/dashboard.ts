import type { Benchmark } from './harness/benchmark.ts'
import { median, quantile, rounded } from './harness/statistics.ts'
import { answersOfLargeDevice, askedOverTheApi } from './large-device.ts'

/** What “My learning” shows. */
export const dashboard: Benchmark = {
  name: 'dashboard',
  target: 'under 50 ms (p99)',
  async run(stage) {
    const { dashboardMs } = await answersOfLargeDevice(stage)
    return {
      result: {
        name: 'dashboard',
        value: rounded(median(dashboardMs)),
        unit: 'ms',
        p99: rounded(quantile(dashboardMs, 0.99)),
      },
      notes: [`${dashboardMs.length} times, ${askedOverTheApi}; 1,000 active enrollments`],
    }
  },
}
