import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import type { Benchmark } from './harness/benchmark.ts'
import { runEngine } from './harness/child.ts'
import { median, quantile, rounded } from './harness/statistics.ts'
import { firstSyncedDevice } from './initial-sync.ts'

const starts = 7

/** The engine over the database of the first sync, until the dashboard is answered. */
export const engineStart: Benchmark = {
  name: 'engine-start',
  target: null,
  async run(stage) {
    const { device } = await firstSyncedDevice(stage)
    stage.say(`${starts} starts`)
    const openedMs: number[] = []
    const processMs: number[] = []
    for (let start = 0; start < starts; start++) {
      const startedMs = performance.now()
      const { milliseconds } = await runEngine(
        new URL('./engine-start/start-process.ts', import.meta.url),
        { device },
        z.object({ milliseconds: z.number() }),
      )
      openedMs.push(milliseconds)
      processMs.push(performance.now() - startedMs)
    }
    return {
      result: {
        name: 'engine-start',
        value: rounded(median(openedMs)),
        unit: 'ms',
        p99: rounded(quantile(openedMs, 0.99)),
      },
      notes: [
        `median of ${starts} processes (p99: the slowest): from opening the engine on the device with 100,000 lessons, offline, to the dashboard being answered over its API`,
        `with starting the process and loading the code: ${rounded(median(processMs))} ms; the operating system has the files in memory`,
      ],
    }
  },
}
