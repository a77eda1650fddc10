import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { openStage } from './run.ts'
import { shrinkStory } from './shrink.ts'
import type { SeedResult } from './worker.ts'
import type { Outcome } from './world.ts'
import { writeStory } from './write-story.ts'

export interface Wishes {
  seeds: number[]
  workers: number
  verbose: boolean
  brokenRule: string | null
  stopAtFirst: boolean
}

const shrinkAtMostMs = 60_000
const shrinkAtMost = 3

/** Plays the stories of many seeds and reports. @returns whether any ended badly. */
export async function simulate(wishes: Wishes): Promise<boolean> {
  const startedMs = Date.now()
  const failed: number[] = []
  let played = 0
  const report = (seed: number, outcome: Outcome) => {
    played += 1
    if (wishes.verbose) tell(seed, outcome)
    if (outcome.wrong.length > 0) {
      failed.push(seed)
      console.log(`seed ${seed} ended badly: ${outcome.wrong[0]}`)
    } else if (played % 50 === 0) console.log(`${played} of ${wishes.seeds.length} stories ended well`)
    return wishes.stopAtFirst && failed.length > 0
  }
  if (wishes.workers <= 1) await playHere(wishes.seeds, report)
  else await playInWorkers(wishes, report)
  const minutes = (Date.now() - startedMs) / 60_000
  if (failed.length > 0 && !wishes.stopAtFirst) await explain(failed.slice(0, shrinkAtMost), wishes)
  console.log(
    `${played} stories, ${failed.length} ended badly, ${Math.round(played / minutes)} seeds a minute` +
      (failed.length > 0 ? `: ${failed.join(', ')}` : ''),
  )
  return failed.length > 0
}

async function playHere(
  seeds: readonly number[],
  report: (seed: number, outcome: Outcome) => boolean,
): Promise<void> {
  const stage = await openStage()
  try {
    for (const seed of seeds) if (report(seed, await stage.play(writeStory(seed)))) return
  } finally {
    await stage.close()
  }
}

/** Each worker is a process of its own with a Postgres of its own, and asks for the next seed when it is done. */
async function playInWorkers(
  wishes: Wishes,
  report: (seed: number, outcome: Outcome) => boolean,
): Promise<void> {
  const queue = [...wishes.seeds]
  const args = wishes.brokenRule === null ? [] : ['--break', wishes.brokenRule]
  const workers: ChildProcess[] = []
  const run = () =>
    new Promise<void>((resolve, reject) => {
      const worker = fork(join(import.meta.dirname, 'main.ts'), ['--worker', ...args])
      workers.push(worker)
      const next = () => worker.send({ seed: queue.shift() ?? null })
      worker.on('message', (message: SeedResult | 'ready') => {
        if (message !== 'ready' && report(message.seed, message.outcome)) queue.length = 0
        next()
      })
      worker.on('error', reject)
      worker.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`a worker of the simulator ended with ${code}`)),
      )
    })
  await Promise.all(Array.from({ length: wishes.workers }, run))
}

/** Tells the shortest form of a story that still ends badly. */
async function explain(seeds: readonly number[], wishes: Wishes): Promise<void> {
  const stage = await openStage()
  try {
    for (const seed of seeds) {
      const { story, outcome } = await shrinkStory(stage, writeStory(seed), shrinkAtMostMs / seeds.length)
      console.log(
        `\nThe story of seed ${seed}, told with ${story.steps.length} steps (${story.devices.join(', ')}):`,
      )
      tell(seed, outcome)
      const broken = wishes.brokenRule === null ? '' : ` --break ${wishes.brokenRule}`
      console.log(`Tell it again: npm run simulate -- --seed ${seed} --verbose${broken}\n`)
    }
  } finally {
    await stage.close()
  }
}

function tell(seed: number, outcome: Outcome): void {
  for (const line of outcome.told) console.log(`  ${line}`)
  const ended = outcome.wrong.length === 0 ? 'well' : 'badly'
  console.log(`seed ${seed} ended ${ended}, after ${outcome.requests} requests`)
  for (const line of outcome.wrong.slice(0, 20)) console.log(`  ✗ ${line}`)
}
