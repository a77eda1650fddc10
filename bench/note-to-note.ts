import { z } from 'zod'
import type { Benchmark } from './harness/benchmark.ts'
import { runEngine } from './harness/child.ts'
import { smallCourse } from './harness/school.ts'
import { median, quantile, rounded } from './harness/statistics.ts'

const notes = 300

/** A note written on one device of a person, until a query on their other device shows it. */
export const noteToNote: Benchmark = {
  name: 'note-to-note',
  target: null,
  async run(stage) {
    await stage.course(smallCourse)
    stage.say(`${notes} notes from one device to the other and back`)
    const { seenMs } = await runEngine(
      new URL('./note-to-note/two-devices-process.ts', import.meta.url),
      { devices: [await stage.device(), await stage.device()], courseId: smallCourse.id, notes },
      z.object({ seenMs: z.array(z.number()).length(notes) }),
    )
    return {
      result: {
        name: 'note-to-note',
        value: rounded(median(seenMs)),
        unit: 'ms',
        p99: rounded(quantile(seenMs, 0.99)),
      },
      notes: [
        `p50 over ${notes} notes, from calling \`mutate\` on one engine until the notes query of the other shows it: local write, push, commit, doorbell, pull, local write; in turns, 20 to 60 ms (random) between one being seen and the next`,
        'both engines in one process, so that one clock tells both; they share a core',
      ],
    }
  },
}
