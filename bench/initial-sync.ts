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

/**
 * From a new device's first contact with the centre to a course of 100,000 lessons being in its mirror and agreeing with
 * the centre's digest.
 * The first device makes the gateway take the shape's snapshot; the second finds it taken.
 */
export const initialSync: Benchmark = {
  name: 'initial-sync',
  target: 'at least 0.4 of the bare insert, under 300 MB',
  async run(stage) {
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
    const value = rate([cold.seconds])
    const baseline = rate(bare.map((round) => round.bareSeconds))
    const warmRate = rate(warm.map((round) => round.seconds))
    const arrived = rate([cold.secondsToRows])
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
        `${cold.rows} lessons of one course, from the first contact of an empty device (first pull and catalogue included) to the course being whole and its digest compared; the shape's snapshot is taken meanwhile`,
        `the last row was committed at ${Math.round(arrived)} rows/s (${rounded(arrived / baseline)} of the baseline); the rest is the comparison of what is held with the centre`,
        `the engine's process worked ${rounded(cold.cpuSeconds)} of ${rounded(cold.seconds)} s`,
        `two more devices, with the snapshot there already: ${Math.round(warmRate)} rows/s (${rounded(warmRate / baseline)} of the baseline)`,
        "memory: the highest resident size of the engine's process, over three devices",
        `baseline: median of three bare inserts: same table without further indexes, row by row, one transaction, WAL, synchronous=FULL, page size as SQLite has it; with the mirror's indexes and page size: ${Math.round(mirrored)} rows/s`,
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
