import { z } from 'zod'
import type { Benchmark } from './harness/benchmark.ts'
import { runEngine } from './harness/child.ts'
import { smallCourse } from './harness/school.ts'
import { rounded } from './harness/statistics.ts'

/** Weeks of work made offline, from the network being back until the centre has confirmed all of it. */
export const outboxDrain: Benchmark = {
  name: 'outbox-drain',
  target: 'at least 1,500 mutations/s',
  async run(stage) {
    await stage.course(smallCourse)
    stage.say('2,000 mutations')
    const { mutations, seconds, cpuSeconds, refused } = await runEngine(
      new URL('./outbox-drain/drain-process.ts', import.meta.url),
      { device: await stage.device(), courseId: smallCourse.id },
      z.object({
        mutations: z.number(),
        seconds: z.number(),
        cpuSeconds: z.number(),
        refused: z.number(),
      }),
    )
    if (refused > 0) throw new Error(`the centre refused ${refused} mutations`)
    const { query } = await stage.centre()
    const { rows } = await query(
      `SELECT (SELECT count(*) FROM notes WHERE user_id = 'learner' AND content LIKE 'Drained%')::int AS notes,
              (SELECT count(*) FROM answers)::int AS answers`,
    )
    const arrived = z.object({ notes: z.literal(820), answers: z.literal(400) }).safeParse(rows[0])
    if (!arrived.success) throw new Error(`not everything is in Postgres: ${JSON.stringify(rows[0])}`)
    return {
      result: { name: 'outbox-drain', value: Math.round(mutations / seconds), unit: 'mutations/s' },
      notes: [
        `${mutations} mutations (820 notes, 600 lessons' progress, 100 lessons completed, 40 quizzes of ten answers started and handed in), none of which folds into another`,
        `from the network being back until the last one is confirmed by a pull and the outbox is empty: ${rounded(seconds)} s, of which the engine worked ${rounded(cpuSeconds)} s; the rows are counted in Postgres`,
      ],
    }
  },
}
