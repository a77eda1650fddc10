import { buildIfStale } from '../scripts/app-build.ts'
import type { Benchmark } from './harness/benchmark.ts'
import type { Stage } from './harness/stage.ts'
import { median, quantile, rounded } from './harness/statistics.ts'
import { answersOfLargeDevice } from './large-device.ts'
import { openWindow } from './window/open-window.ts'

const rounds = 7

function windowStarts(stage: Stage) {
  return stage.once('window starts', async () => {
    const { shellHome } = await answersOfLargeDevice(stage)
    await buildIfStale(stage.say)
    stage.say(`${rounds} cold starts of shell, engine and window`)
    const starts = []
    for (let round = 0; round < rounds; round++) {
      const window = await openWindow(shellHome)
      await window.close()
      starts.push(window)
    }
    return starts
  })
}

const cold = `median of ${rounds} starts (p99: the slowest), each a new shell, a new engine and a new Chromium with an empty cache, offline, on the device with 100,000 courses, 100,000 lessons and 1,000,000 rows of progress; counted from asking for the page`

/** From asking for the page until something of the app is painted. */
export const firstPaint: Benchmark = {
  name: 'first-paint',
  target: null,
  async run(stage) {
    const starts = await windowStarts(stage)
    const times = starts.map((start) => start.firstPaintMs)
    return {
      result: {
        name: 'first-paint',
        value: rounded(median(times)),
        unit: 'ms',
        p99: rounded(quantile(times, 0.99)),
      },
      notes: [
        cold,
        `before that, from starting the shell's process to its address: ${rounded(median(starts.map((start) => start.shellMs)))} ms`,
      ],
    }
  },
}

/** From asking for the page until “My learning” is there and leads on. */
export const timeToInteractive: Benchmark = {
  name: 'time-to-interactive',
  target: 'under 2,000 ms',
  async run(stage) {
    const times = (await windowStarts(stage)).map((start) => start.interactiveMs)
    return {
      result: {
        name: 'time-to-interactive',
        value: rounded(median(times)),
        unit: 'ms',
        p99: rounded(quantile(times, 0.99)),
      },
      notes: [`until “My learning” shows its heading and a lesson to go on with; ${cold}`],
    }
  },
}

/** Scripts the page loads until “My learning” is there. */
export const startJavascript: Benchmark = {
  name: 'start-javascript',
  target: null,
  async run(stage) {
    const [start] = await windowStarts(stage)
    if (!start) throw new Error('no start was measured')
    const { count, rawBytes, gzipBytes } = start.scripts
    return {
      result: { name: 'start-javascript', value: Math.round(gzipBytes / 1000), unit: 'KB' },
      notes: [
        `${count} scripts, ${Math.round(rawBytes / 1000)} KB, of which ${Math.round(gzipBytes / 1000)} KB when compressed (gzip), until “My learning” can be used; other places' scripts come when they are opened`,
      ],
    }
  },
}
