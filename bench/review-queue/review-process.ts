import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import { createId } from '../../src/shared/domain/ids.ts'
import { openAskedEngine } from '../harness/asked-engine.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { deviceInput } from '../harness/device.ts'
import { fillWithQuestions } from './fill.ts'

const { device, questions, answers } = await receiveInput(
  z.object({ device: deviceInput, questions: z.number(), answers: z.number() }),
)
const reviews = fillWithQuestions(device, questions, Date.now())
const { client, close } = openAskedEngine(device)
const timeZone = 'UTC'

const startedMs = performance.now()
let asked = await client.review.next({ timeZone })
const fromNothingMs = performance.now() - startedMs
const { due } = asked

const queueMs: number[] = []
const answerMs: number[] = []
// The first twenty are not counted: code is still cold.
for (let round = -20; round < answers; round++) {
  const { card } = asked
  if (!card) throw new Error('nothing is left to review')
  const answeredMs = performance.now()
  await client.mutate({
    name: 'review.grade',
    args: {
      reviewId: createId(),
      questionId: card.question.id,
      courseId: card.courseId,
      rating: round % 9 === 0 ? 1 : 3,
      reviewedAtMs: Date.now(),
      timeZone,
      elapsedMs: 4000,
    },
  })
  const recordedMs = performance.now()
  asked = await client.review.next({ timeZone })
  if (round < 0) continue
  answerMs.push(recordedMs - answeredMs)
  queueMs.push(performance.now() - recordedMs)
}
if (asked.doneToday !== answers + 20) throw new Error(`${asked.doneToday} reviews of today are counted`)
answer({ queueMs, answerMs, fromNothingMs, due, reviews })
await close()
await dismissed()
