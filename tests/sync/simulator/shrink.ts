import type { Stage } from './run.ts'
import type { Step, Story } from './story.ts'
import type { Outcome } from './world.ts'

/**
 * Looks for a shorter story that still ends badly: leaves out ever smaller runs of steps while that is so. What a step
 * chooses depends on its own seed only, so the steps that stay do what they did.
 */
export async function shrinkStory(
  stage: Stage,
  story: Story,
  withinMs: number,
): Promise<{ story: Story; outcome: Outcome }> {
  const deadline = Date.now() + withinMs
  let best = { story, outcome: await stage.play(story) }
  if (best.outcome.wrong.length === 0) {
    best.outcome.wrong.push('(it ended well this time: what went wrong depends on more than the seed)')
    return best
  }
  for (
    let size = Math.ceil(best.story.steps.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  )
    for (let from = 0; from < best.story.steps.length && Date.now() < deadline; ) {
      const steps: Step[] = best.story.steps.toSpliced(from, size)
      const shorter = { ...best.story, steps }
      const outcome = await stage.play(shorter)
      if (outcome.wrong.length > 0) best = { story: shorter, outcome }
      else from += size
    }
  return best
}
