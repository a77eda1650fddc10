import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import { outbox } from '../../drizzle/schema/sqlite/local.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { deviceInput, groupIsWhole, openBenchDevice, until } from '../harness/device.ts'

const input = await receiveInput(z.object({ device: deviceInput, courseId: z.string() }))
const device = openBenchDevice(input.device)
const { account, notices } = device
account.downloads.keep(input.courseId)
account.sync.start()
await until('the course is whole', notices, () => groupIsWhole(account.context.read, 'course'))
device.online = false

const lesson = (number: number) => `${input.courseId}-l${number}`
let mutations = 0
const mutate = (...[name, args]: Parameters<typeof account.mutate>) => {
  account.mutate(name, args)
  mutations += 1
}
// As it comes in a week: a lesson, notes in it, sometimes its end, now and then a quiz.
for (let step = 1; step <= 600; step++) {
  mutate('progress.record', { progressId: createId(), lessonId: lesson(step), watchedSeconds: 60 + step })
  if (step % 6 === 0)
    mutate('progress.complete', {
      progressId: createId(),
      lessonId: lesson(step),
      completedAtMs: Date.now(),
    })
  for (let note = 0; note < (step <= 220 ? 2 : 1); note++)
    mutate('notes.create', {
      noteId: createId(),
      lessonId: lesson(step),
      content: `Drained ${step}. ${'What I want to remember of this lesson. '.repeat(5)}`,
      videoSecond: null,
    })
  if (step % 15 === 0) takeQuiz(`${input.courseId}-q${step / 15}`)
}
if (account.status().waiting.total === 0) throw new Error('nothing waits')

const { read } = account.context
const isEmpty = () => read.select({ number: outbox.number }).from(outbox).limit(1).get() === undefined
const startedCpu = process.cpuUsage()
const startedMs = performance.now()
device.online = true
account.sync.kick()
await until('everything confirmed', notices, () => isEmpty())
const seconds = (performance.now() - startedMs) / 1000
const used = process.cpuUsage(startedCpu)
answer({
  mutations,
  seconds,
  cpuSeconds: (used.user + used.system) / 1e6,
  refused: account.status().attentionCount,
})
await account.close()
await dismissed()

function takeQuiz(quizId: string): void {
  const attemptId = createId()
  mutate('quiz.start', { attemptId, quizId, startedAtMs: Date.now() })
  for (let question = 1; question <= 10; question++)
    mutate('quiz.answer', {
      attemptId,
      answerId: createId(),
      questionId: `${quizId}-${question}`,
      selectedAnswer: question % 3 === 0 ? 'b' : 'a',
    })
  mutate('quiz.submit', { attemptId, submittedAtMs: Date.now(), timeSpentSeconds: 60 })
}
