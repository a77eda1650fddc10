import { z } from 'zod'
import type { Benchmark } from './harness/benchmark.ts'
import { runEngine } from './harness/child.ts'
import { smallCourse } from './harness/school.ts'
import { median, quantile, rounded } from './harness/statistics.ts'

const writes = 1000
const measured = z.object({ writeMs: z.array(z.number()), bareMs: z.array(z.number()) })

/** A note put down on the device: its row and its outbox entry, safe on the disk. */
export const localWrite: Benchmark = {
  name: 'local-write',
  target: 'at most 1.5 of the bare transaction',
  async run(stage) {
    await stage.course(smallCourse)
    stage.say(`${writes} notes, and as many bare transactions between them`)
    const { writeMs, bareMs } = await runEngine(
      new URL('./local-write/write-process.ts', import.meta.url),
      { device: await stage.device(), courseId: smallCourse.id, writes },
      measured,
    )
    return {
      result: {
        name: 'local-write',
        value: rounded(median(writeMs)),
        unit: 'ms',
        p99: rounded(quantile(writeMs, 0.99)),
        ratio: rounded(median(writeMs) / median(bareMs)),
        baseline: rounded(median(bareMs)),
      },
      notes: [
        `p50 over ${writes} notes of 200 characters through the engine's \`mutate\`, on a device that is offline, synchronous=FULL`,
        `baseline: one transaction with the same two inserts (notes, outbox) into an equal database, in turns with the engine's; its p99 is ${rounded(quantile(bareMs, 0.99))} ms`,
      ],
    }
  },
}
