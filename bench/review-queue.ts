import { z } from 'zod'
import type { Benchmark } from './harness/benchmark.ts'
import { runEngine } from './harness/child.ts'
import type { Stage } from './harness/stage.ts'
import { median, quantile, rounded } from './harness/statistics.ts'

const questions = 20_000
const answers = 500
const times = z.array(z.number())

function reviewed(stage: Stage) {
  return stage.once('review queue', async () => {
    stage.say(`a device with ${questions} practice questions to come back, ${answers} of them reviewed`)
    return runEngine(
      new URL('./review-queue/review-process.ts', import.meta.url),
      { device: { ...(await stage.device()), gatewayUrl: 'http://127.0.0.1:9/' }, questions, answers },
      z.object({
        queueMs: times,
        answerMs: times,
        fromNothingMs: z.number(),
        due: z.number(),
        reviews: z.number(),
      }),
    )
  })
}

const how = ({ due, reviews }: { due: number; reviews: number }) =>
  `${answers} times, over the API by a message channel, as a window does, on a device with 20,000 practice questions, ${reviews.toLocaleString('en')} earlier reviews and ${due.toLocaleString('en')} questions due today; offline`

/** After an answer: what of the review is due now, and the question to ask next. */
export const reviewQueue: Benchmark = {
  name: 'review-queue',
  target: 'under 50 ms (p99)',
  async run(stage) {
    const run = await reviewed(stage)
    return {
      result: {
        name: 'review-queue',
        value: rounded(median(run.queueMs)),
        unit: 'ms',
        p99: rounded(quantile(run.queueMs, 0.99)),
      },
      notes: [
        how(run),
        `all 20,000 computed from nothing, as after a first sync, and the first question: ${rounded(run.fromNothingMs)} ms, in steps between which others have their turn`,
      ],
    }
  },
}

/** An answer put down on the device: its line in the log and its outbox entry, safe on the disk. */
export const reviewAnswer: Benchmark = {
  name: 'review-answer',
  target: 'under 50 ms (p99)',
  async run(stage) {
    const run = await reviewed(stage)
    return {
      result: {
        name: 'review-answer',
        value: rounded(median(run.answerMs)),
        unit: 'ms',
        p99: rounded(quantile(run.answerMs, 0.99)),
      },
      notes: [how(run)],
    }
  },
}
