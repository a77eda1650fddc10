import { z } from 'zod'
import { runChild } from './harness/child.ts'
import { databaseFile, type DeviceInput } from './harness/device.ts'
import type { Benchmark } from './harness/benchmark.ts'
import { largeCourse } from './harness/school.ts'
import type { Stage } from './harness/stage.ts'
import { median, rounded } from './harness/statistics.ts'

export const syncedDevice = z.object({ rows: z.number(), seconds: z.number(), peakMemoryMb: z.number() })
const inserted = z.object({ rows: z.number(), plainSeconds: z.number(), indexedSeconds: z.number() })

/** A device that holds the large course whole, with how its first sync went. */
export function firstSyncedDevice(stage: Stage) {
  return stage.once('synced device', async () => {
    await stage.course(largeCourse)
    stage.say('first sync: the shape log takes its snapshot meanwhile')
    return sync(await stage.device())
  })
}

/**
 * From "keep on this device" to a course of 100,000 lessons being in the mirror and agreeing with the centre's digest.
 * The first device makes the gateway take the shape's snapshot; the second finds it taken.
 */
export const initialSync: Benchmark = {
  name: 'initial-sync',
  target: 'at least 0.4 of the bare insert, under 300 MB',
  async run(stage) {
    const cold = await firstSyncedDevice(stage)
    stage.say('first sync of two more devices, and the bare insert')
    const warm = [await sync(await stage.device()), await sync(await stage.device())]
    const bare = []
    for (let round = 0; round < 3; round++)
      bare.push(
        await runChild(
          new URL('./initial-sync/bare-insert-process.ts', import.meta.url),
          { from: databaseFile(cold.device), to: `${databaseFile(cold.device)}.bare` },
          inserted,
        ),
      )
    const rowsPerSecond = cold.rows / cold.seconds
    const baseline = cold.rows / median(bare.map((round) => round.plainSeconds))
    const indexed = cold.rows / median(bare.map((round) => round.indexedSeconds))
    const warmRate = cold.rows / median(warm.map((round) => round.seconds))
    return {
      result: {
        name: 'initial-sync',
        value: Math.round(rowsPerSecond),
        unit: 'rows/s',
        ratio: rounded(rowsPerSecond / baseline),
        baseline: Math.round(baseline),
        peakMemoryMb: Math.max(cold.peakMemoryMb, ...warm.map((round) => round.peakMemoryMb)),
      },
      notes: [
        `${cold.rows} lessons of one course: from "keep" to whole, the digest compared; the snapshot of the shape is taken meanwhile`,
        `with the snapshot there already: ${Math.round(warmRate)} rows/s (${rounded(warmRate / baseline)} of the baseline)`,
        'memory: the highest resident size of the engine’s process, over three devices',
        `baseline: median of three bare inserts, row by row, one transaction, same columns, WAL, synchronous=FULL, the mirror’s page size, primary key only (with the mirror’s indexes: ${Math.round(indexed)} rows/s)`,
      ],
    }
  },
}

async function sync(device: DeviceInput) {
  const result = await runChild(
    new URL('./initial-sync/sync-process.ts', import.meta.url),
    { device, courseId: largeCourse.id },
    syncedDevice,
  )
  const expected = largeCourse.modules * largeCourse.lessonsPerModule
  if (result.rows !== expected) throw new Error(`${result.rows} of ${expected} lessons arrived`)
  return { ...result, device }
}
