import { z } from 'zod'
import type { Benchmark } from './harness/benchmark.ts'
import { runEngine } from './harness/child.ts'
import { type DeviceInput, databaseFile } from './harness/device.ts'
import { largeCourse } from './harness/school.ts'
import type { Stage } from './harness/stage.ts'
import { median, rounded } from './harness/statistics.ts'

const synced = z.object({
  rows: z.number(),
  seconds: z.number(),
  /** Until the last row was committed; what is left is the comparison with the centre. */
  secondsToRows: z.number(),
  cpuSeconds: z.number(),
  peakMemoryMb: z.number(),
})
const inserted = z.object({ bareSeconds: z.number(), mirroredSeconds: z.number() })

/** A device that holds the large course whole, with how its first sync went. */
export function firstSyncedDevice(stage: Stage) {
  return stage.once('synced device', async () => {
    await stage.course(largeCourse)
    stage.say('first sync: the shape log takes its snapshot meanwhile')
    return sync(await stage.device())
  })
}

/** The first device makes the gateway take the shape's snapshot; two more find it taken. Bare inserts in between. */
function firstSyncs(stage: Stage) {
  return stage.once('first syncs', async () => {
    const cold = await firstSyncedDevice(stage)
    stage.say('the bare insert, and the first sync of two more devices')
    const file = databaseFile(cold.device)
    const insertBare = () =>
      runEngine(
        new URL('./initial-sync/bare-insert-process.ts', import.meta.url),
        { from: file, to: `${file}.bare` },
        inserted,
      )
    const bare = [await insertBare()]
    const warm = []
    for (let round = 0; round < 2; round++) {
      warm.push(await sync(await stage.device()))
      bare.push(await insertBare())
    }
    const rate = (seconds: number[]) => cold.rows / median(seconds)
    return { cold, warm, bare, rate, baseline: rate(bare.map((round) => round.bareSeconds)) }
  })
}

/** From a new device's first contact with the centre to 100,000 lessons of a course being in its mirror. */
export const initialSync: Benchmark = {
  name: 'initial-sync',
  target: 'at least 0.4 of the bare insert, under 300 MB',
  async run(stage) {
    const { cold, warm, bare, rate, baseline } = await firstSyncs(stage)
    const value = rate([cold.secondsToRows])
    const warmRate = rate(warm.map((round) => round.secondsToRows))
    const mirrored = rate(bare.map((round) => round.mirroredSeconds))
    return {
      result: {
        name: 'initial-sync',
        value: Math.round(value),
        unit: 'rows/s',
        ratio: rounded(value / baseline),
        baseline: Math.round(baseline),
        peakMemoryMb: Math.max(cold.peakMemoryMb, ...warm.map((round) => round.peakMemoryMb)),
      },
      notes: [
        `${cold.rows} lessons of one course, from the first contact of an empty device (first pull and catalogue included) to the last of them being committed in the mirror; the shape's snapshot is taken meanwhile`,
        `two more devices, with the snapshot there already: ${Math.round(warmRate)} rows/s (${rounded(warmRate / baseline)} of the baseline)`,
        "memory: the highest resident size of the engine's process, over three devices, the comparison with the centre included",
        `baseline: median of three bare inserts: same table without further indexes, row by row, one transaction, WAL, synchronous=FULL, page size as SQLite has it; with the mirror's indexes and page size: ${Math.round(mirrored)} rows/s`,
      ],
    }
  },
}

/** The same until the course counts as whole: until what lies in the mirror has been compared with the centre's digests. */
export const initialSyncVerified: Benchmark = {
  name: 'initial-sync-verified',
  target: null,
  async run(stage) {
    const { cold, warm, rate, baseline } = await firstSyncs(stage)
    const value = rate([cold.seconds])
    const warmRate = rate(warm.map((round) => round.seconds))
    return {
      result: {
        name: 'initial-sync-verified',
        value: Math.round(value),
        unit: 'rows/s',
        ratio: rounded(value / baseline),
        baseline: Math.round(baseline),
      },
      notes: [
        'the syncs of initial-sync, until all rows have been read back, digested, and compared with what Postgres counts of its own',
        `the engine's process worked ${rounded(cold.cpuSeconds)} of ${rounded(cold.seconds)} s`,
        `two more devices: ${Math.round(warmRate)} rows/s (${rounded(warmRate / baseline)} of the baseline)`,
      ],
    }
  },
}

async function sync(device: DeviceInput) {
  const result = await runEngine(
    new URL('./initial-sync/sync-process.ts', import.meta.url),
    { device, courseId: largeCourse.id },
    synced,
  )
  const expected = largeCourse.modules * largeCourse.lessonsPerModule
  if (result.rows !== expected) throw new Error(`${result.rows} of ${expected} lessons arrived`)
  return { ...result, device }
}
