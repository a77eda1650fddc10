import { setTimeout as sleep } from 'node:timers/promises'
import { buildIfStale } from '../scripts/app-build.ts'
import type { Benchmark } from './harness/benchmark.ts'
import { rounded } from './harness/statistics.ts'
import { answersOfLargeDevice } from './large-device.ts'
import { heapMb, tour } from './window/click-around.ts'
import { openWindow } from './window/open-window.ts'

/** Somebody who is quick: a click every six seconds. */
const clicksAMinute = 10
const pauseMs = 60_000 / clicksAMinute

/**
 * What the window's scripts hold after an hour of clicking around. The clicks come one after another, or, in real time, as
 * they do from a person: then whatever the app does by itself meanwhile is in it too.
 */
export const memoryHour: Benchmark = {
  name: 'memory-hour',
  target: null,
  async run(stage) {
    const { shellHome } = await answersOfLargeDevice(stage)
    await buildIfStale(stage.say)
    const clicks = Math.ceil(stage.minutes * clicksAMinute)
    stage.say(`${clicks} clicks${stage.realTime ? `, in ${stage.minutes} minutes` : ''}`)
    const window = await openWindow(shellHome)
    try {
      const steps = tour(window.page)
      for (const step of steps) await step()
      const beforeMb = await heapMb(window.page)
      let highestMb = beforeMb
      const startedMs = performance.now()
      for (let click = 0; click < clicks; click++) {
        if (stage.realTime) await sleep(Math.max(0, startedMs + click * pauseMs - performance.now()))
        await steps[click % steps.length]?.()
        if (click % 150 === 149) highestMb = Math.max(highestMb, await heapMb(window.page))
      }
      const afterMb = await heapMb(window.page)
      return {
        result: {
          name: 'memory-hour',
          value: rounded(afterMb),
          unit: 'MB',
          baseline: rounded(beforeMb),
          ratio: rounded(afterMb / beforeMb),
        },
        notes: [
          `heap of the window's scripts after ${stage.minutes} minutes of clicking around (${clicks} clicks through ${steps.length} steps: catalogue, course, search, notes, progress, review, downloads, activity, settings, lesson, palette), garbage collected; ${stage.realTime ? 'in real time' : 'the pauses between clicks are left out'}`,
          `baseline: after the first round; highest seen between: ${rounded(Math.max(highestMb, afterMb))} MB`,
        ],
      }
    } finally {
      await window.close()
    }
  },
}
