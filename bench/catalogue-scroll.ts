import { buildIfStale } from '../scripts/app-build.ts'
import type { Benchmark } from './harness/benchmark.ts'
import { median, quantile, rounded } from './harness/statistics.ts'
import { answersOfLargeDevice } from './large-device.ts'
import { openWindow } from './window/open-window.ts'
import { scrollThrough } from './window/scroll-through.ts'

const frames = 900
/** A person who flicks through: about five rows of courses a second. */
const pxPerFrame = 25

/** How smoothly the list of 100,000 courses scrolls: the time between two frames while it does. */
export const catalogueScroll: Benchmark = {
  name: 'catalogue-scroll',
  target: null,
  async run(stage) {
    const { shellHome } = await answersOfLargeDevice(stage)
    await buildIfStale(stage.say)
    stage.say(`${frames} frames of scrolling, then jumps`)
    const window = await openWindow(shellHome)
    try {
      await window.page.evaluate(() => location.assign('#/catalogue'))
      await window.page.locator('main li article').first().waitFor()
      const how = { frames, pxPerFrame, jumps: [1, 0.5, 0.9, 0.1, 0.7, 0.3] }
      const { gapsMs, unfilled, jumpsMs } = await window.page.evaluate(scrollThrough, how)
      return {
        result: {
          name: 'catalogue-scroll',
          value: rounded(median(gapsMs)),
          unit: 'ms/frame',
          p99: rounded(quantile(gapsMs, 0.99)),
        },
        notes: [
          `between two frames, over ${frames} frames in which the catalogue of 100,000 courses was scrolled by ${pxPerFrame} px each, in Chromium without a graphics card; the slowest took ${rounded(Math.max(...gapsMs))} ms`,
          `${gapsMs.filter((ms) => ms > 34).length} of them took longer than two frames of a screen; in ${unfilled} of them a course in sight was still to come`,
          `after a jump to anywhere in it, all courses in sight were there after ${rounded(median(jumpsMs))} ms (the slowest of ${jumpsMs.length}: ${rounded(Math.max(...jumpsMs))} ms)`,
        ],
      }
    } finally {
      await window.close()
    }
  },
}
