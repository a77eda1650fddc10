import { cp, mkdtemp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Benchmark } from './harness/benchmark.ts'
import { runEngine } from './harness/child.ts'
import type { DeviceInput } from './harness/device.ts'
import { type CourseSize, largeCourse, smallCourse } from './harness/school.ts'
import { median, quantile, rounded } from './harness/statistics.ts'
import { firstSyncedDevice } from './initial-sync.ts'

const pending = 1000
const commits = 100
const measured = z.object({
  lessons: z.number(),
  concernedMs: z.array(z.number()).length(commits),
  besideMs: z.array(z.number()).length(commits),
})

/** A confirmed change that goes in under a thousand waiting mutations, on a small mirror and on one of 100,000 lessons. */
export const rebaseCost: Benchmark = {
  name: 'rebase-cost',
  target: 'at most 1.5 of that on a small mirror',
  async run(stage) {
    await stage.course(smallCourse)
    const { device: synced } = await firstSyncedDevice(stage)
    // A copy: the thousand that wait are not for the benchmarks that come after.
    const copy = { ...synced, home: await mkdtemp(join(dirname(synced.home), 'device-')) }
    await cp(synced.home, copy.home, { recursive: true })
    stage.say(`${commits} commits under ${pending} waiting mutations, on either mirror`)
    const small = await rebase(await stage.device(), smallCourse, true)
    const large = await rebase(copy, largeCourse, false)
    return {
      result: {
        name: 'rebase-cost',
        value: rounded(median(large.concernedMs)),
        unit: 'ms',
        p99: rounded(quantile(large.concernedMs, 0.99)),
        ratio: rounded(median(large.concernedMs) / median(small.concernedMs)),
        baseline: rounded(median(small.concernedMs)),
      },
      notes: [
        `p50 over ${commits} commits on a mirror of ${large.lessons} lessons with ${pending} waiting mutations (600 notes, 300 lessons' progress, 100 lessons completed), each commit changing a row that something waiting is about: all of it is taken back, the change applied, and all of it applied again, in one transaction, synchronous=FULL`,
        `baseline: the same on a mirror of ${small.lessons} lessons`,
        `a commit that concerns nothing that waits: ${rounded(median(large.besideMs))} ms (small mirror: ${rounded(median(small.besideMs))} ms)`,
      ],
    }
  },
}

function rebase(device: DeviceInput, course: CourseSize, only: boolean) {
  return runEngine(
    new URL('./rebase-cost/rebase-process.ts', import.meta.url),
    { device, courseId: course.id, only, pending, commits },
    measured,
  )
}
