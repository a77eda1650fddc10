import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { listNotes } from '../../src/engine/queries/notes.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { type BenchDevice, deviceInput, groupIsWhole, openBenchDevice, until } from '../harness/device.ts'

const input = await receiveInput(
  z.object({ devices: z.tuple([deviceInput, deviceInput]), courseId: z.string(), notes: z.number() }),
)
const lesson = (number: number) => `${input.courseId}-l${number}`
const devices = input.devices.map(openBenchDevice)
for (const { account, notices } of devices) {
  account.downloads.keep(input.courseId)
  account.sync.start()
  await until('the course is whole', notices, () => groupIsWhole(account.context.read, 'course'))
}
await pause(1000) // doorbells connect

const seenMs: number[] = []
// The first ones are not counted: code is still cold.
for (let round = -20; round < input.notes; round++) {
  const [from, to] = round % 2 === 0 ? devices : devices.toReversed()
  if (!from || !to) throw new Error('two devices are needed')
  const took = await writeAndSee(from, to, lesson(1 + ((round + 20) % 100)))
  if (round >= 0) seenMs.push(took)
  await pause(20 + Math.random() * 40)
}
answer({ seenMs })
for (const { account } of devices) await account.close()
await dismissed()

async function writeAndSee(from: BenchDevice, to: BenchDevice, lessonId: string): Promise<number> {
  const noteId = createId()
  const shows = () => listNotes(to.account.context, { lessonId }).some((note) => note.id === noteId)
  const seen = new Promise<number>((resolve) => {
    const stop = to.notices.subscribe((notice) => {
      if (!notice.tables.includes('notes') || !shows()) return
      stop()
      resolve(performance.now())
    })
  })
  const startedMs = performance.now()
  from.account.mutate('notes.create', { noteId, lessonId, content: 'Seen there?', videoSecond: null })
  return (await seen) - startedMs
}
