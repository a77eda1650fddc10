import { openStage } from './run.ts'
import { writeStory } from './story.ts'
import type { Outcome } from './world.ts'

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
        stage.play(writeStory(seed)).then((outcome) => say({ seed, outcome }), reject)
      })
      say('ready')
    })
  } finally {
    // a parent that is gone left a story in the middle: what it holds open must not keep this process
    await Promise.race([stage.close(), new Promise((late) => setTimeout(late, 10_000))])
    process.exit()
  }
}
