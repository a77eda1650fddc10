import { z } from 'zod'
import type { Benchmark } from './harness/benchmark.ts'
import { runEngine } from './harness/child.ts'
import { type CourseSize, learner } from './harness/school.ts'
import type { Stage } from './harness/stage.ts'
import { rounded } from './harness/statistics.ts'

const course: CourseSize = { id: 'course-month', modules: 200, lessonsPerModule: 100, quizzes: 0 }
const mutations = 5_000
const changedLessons = 15_000
const changedOwnRows = 5_000

/** A device that comes back after 30 days: what it did against what happened at the centre meanwhile. */
export const reconcile30Days: Benchmark = {
  name: 'reconcile-30-days',
  target: null,
  async run(stage) {
    await stage.course(course)
    const device = await stage.device()
    stage.say(
      `${mutations} mutations offline, and ${changedLessons + changedOwnRows} rows changed at the centre meanwhile`,
    )
    await runEngine(
      new URL('./reconcile-30-days/leave-process.ts', import.meta.url),
      { device, courseId: course.id, mutations },
      z.object({ waiting: z.literal(mutations) }),
    )
    await changeCentre(stage)
    const { seconds, confirmedSeconds, cpuSeconds, peakMemoryMb, refused } = await runEngine(
      new URL('./reconcile-30-days/return-process.ts', import.meta.url),
      { device, courseId: course.id, changedLessons, changedOwnRows },
      z.object({
        seconds: z.number(),
        confirmedSeconds: z.number(),
        cpuSeconds: z.number(),
        peakMemoryMb: z.number(),
        refused: z.number(),
      }),
    )
    if (refused > 0) throw new Error(`the centre refused ${refused} mutations`)
    await expectArrived(stage)
    return {
      result: { name: 'reconcile-30-days', value: rounded(seconds), unit: 's', peakMemoryMb },
      notes: [
        `${mutations} own mutations (4,000 notes, 1,000 lessons' progress) that waited, against ${changedLessons} changed lessons of a kept course of ${course.modules * course.lessonsPerModule} and ${changedOwnRows} of the learner's own rows written elsewhere`,
        `from the engine being started with a network until the outbox is empty, all that changed is on the device, and the course agrees with the centre's digest; the engine worked ${rounded(cpuSeconds)} s`,
        `the person's own work was confirmed after ${rounded(confirmedSeconds)} s; that all of it is in Postgres once is counted there`,
        "memory: the highest resident size of the returning engine's process",
      ],
    }
  },
}

async function changeCentre(stage: Stage): Promise<void> {
  const { query } = await stage.centre()
  await query(
    `UPDATE lessons SET content = 'Changed meanwhile. ' || content
     WHERE course_id = $1 AND id IN (SELECT $1 || '-l' || n FROM generate_series(1, $2::int) n)`,
    [course.id, changedLessons],
  )
  // A hundred at a time, as people do it: a statement that touches very many rows is told as "the whole table".
  for (let done = 0; done < changedOwnRows; done += 100)
    await query(
      `INSERT INTO notes (id, user_id, lesson_id, course_id, content)
       SELECT 'elsewhere-' || n, $1, $2 || '-l' || n, $2, 'Written elsewhere, ' || n
       FROM generate_series($3::int + 1, $3::int + 100) n`,
      [learner, course.id, done],
    )
}

async function expectArrived(stage: Stage): Promise<void> {
  const { query } = await stage.centre()
  const { rows } = await query(
    `SELECT (SELECT count(*) FROM notes WHERE user_id = $1 AND content LIKE 'Offline%')::int AS notes,
            (SELECT count(*) FROM progress p JOIN lessons l ON l.id = p.lesson_id
             WHERE p.user_id = $1 AND l.course_id = $2)::int AS progress`,
    [learner, course.id],
  )
  const arrived = z.object({ notes: z.literal(4_000), progress: z.literal(1_000) }).safeParse(rows[0])
  if (!arrived.success) throw new Error(`not everything is in Postgres: ${JSON.stringify(rows[0])}`)
}
