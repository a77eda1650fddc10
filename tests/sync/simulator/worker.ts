import { openStage } from './run.ts'
import type { Outcome } from './world.ts'
import { writeStory } from './write-story.ts'

export interface SeedResult {
  seed: number
  outcome: Outcome
}

/** Plays the seeds the parent process sends, one after another, until it sends none. */
export async function serveSeeds(): Promise<void> {
  const stage = await openStage()
  const say = (message: SeedResult | 'ready') => process.send?.(message)
  try {
    await new Promise<void>((resolve, reject) => {
      process.on('disconnect', resolve)
      process.on('message', ({ seed }: { seed: number | null }) => {
        if (seed === null) return resolve()
        Promise.race([stage.play(writeStory(seed)), neverEnds()]).then(
          (outcome) => say({ seed, outcome }),
          reject,
        )
      })
      say('ready')
    })
  } finally {
    // a parent that is gone left a story in the middle: what it holds open must not keep this process
    await Promise.race([stage.close(), new Promise((late) => setTimeout(late, 10_000))])
    process.exit()
  }
}

/** A story that does not come to its end is one that ended badly. Stories take seconds; a busy machine makes it tens. */
function neverEnds(): Promise<Outcome> {
  const outcome: Outcome = {
    told: [],
    requests: 0,
    wrong: [`the story did not end within ${longestMs / 1000} seconds`],
  }
  return new Promise((resolve) => setTimeout(() => resolve(outcome), longestMs).unref())
}

const longestMs = 300_000
