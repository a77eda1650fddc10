import { z } from 'zod'
import { runEngine } from './harness/child.ts'
import type { Stage } from './harness/stage.ts'

const times = z.array(z.number())

/** What a device with 100,000 courses, 100,000 lessons and 1,000,000 rows of progress answered, and how quickly. */
export function answersOfLargeDevice(stage: Stage) {
  return stage.once('large device', async () => {
    const device = await stage.device()
    stage.say(
      'filling a device with 100,000 courses, 100,000 lessons and 1,000,000 rows of progress; asking it',
    )
    return runEngine(
      new URL('./large-device/questions-process.ts', import.meta.url),
      device,
      z.object({
        dashboardMs: times,
        cataloguePages: z.array(z.object({ what: z.string(), times })),
        searchMs: times,
        slowestQuestion: z.string(),
        catalogueSearchMs: times,
        indexingSeconds: z.number(),
        longestBlockMs: z.number(),
        peakMemoryMb: z.number(),
      }),
    )
  })
}

/** How the numbers of a large device come about. */
export const askedOverTheApi =
  'asked over the API by a message channel, as a window does, on a device with 100,000 courses, 100,000 lessons of 1 KB in 1,000 courses, 1,000,000 rows of own progress and 2,000 notes; offline'
