import { z } from 'zod'
import type { Benchmark } from './harness/benchmark.ts'
import { runEngine } from './harness/child.ts'
import { smallCourse } from './harness/school.ts'
import { median, quantile, rounded } from './harness/statistics.ts'

const changes = 500

/** A change another program commits at the centre, until a query on the device shows it. */
export const liveChange: Benchmark = {
  name: 'live-change',
  target: 'p50 under 12 ms',
  async run(stage) {
    await stage.course(smallCourse)
    const { databaseUrl } = await stage.centre()
    stage.say(`${changes} changes`)
    const { visibleMs, commitMs } = await runEngine(
      new URL('./live-change/watch-process.ts', import.meta.url),
      { device: await stage.device(), databaseUrl, courseId: smallCourse.id, changes },
      z.object({ visibleMs: z.array(z.number()).length(changes), commitMs: z.array(z.number()) }),
    )
    return {
      result: {
        name: 'live-change',
        value: rounded(median(visibleMs)),
        unit: 'ms',
        p99: rounded(quantile(visibleMs, 0.99)),
      },
      notes: [
        `p50 over ${changes} changes of one of the learner's notes by plain SQL, 20 to 60 ms (random) between one being seen and the next`,
        `from the answer to COMMIT until the notes query shows the change, asked anew at every notice; the commit itself took ${rounded(median(commitMs))} ms`,
      ],
    }
  },
}
