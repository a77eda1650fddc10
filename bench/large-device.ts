import { join } from 'node:path'
import { z } from 'zod'
import { runEngine } from './harness/child.ts'
import type { Stage } from './harness/stage.ts'

const times = z.array(z.number())

/**
 * What a device with 100,000 courses, 100,000 lessons and 1,000,000 rows of progress answered, and how quickly.
 * `shellHome` is what its browser shell is started with.
 */
export function answersOfLargeDevice(stage: Stage) {
  return stage.once('large device', async () => {
    // Nobody is there to answer: what is asked is answered from the device.
    const { home: shellHome, ...person } = await stage.device()
    const device = { ...person, home: join(shellHome, 'device'), gatewayUrl: 'http://127.0.0.1:9/' }
    stage.say(
      'filling a device with 100,000 courses, 100,000 lessons and 1,000,000 rows of progress; asking it',
    )
    const answers = await runEngine(
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
      }),
    )
    return { ...answers, shellHome }
  })
}

/** How the numbers of a large device come about. */
export const askedOverTheApi =
  'asked over the API by a message channel, as a window does, on a device with 100,000 courses, 100,000 lessons of 1 KB in 1,000 courses, 1,000,000 rows of own progress and 2,000 notes; offline'
