import { z } from 'zod'
import { outbox } from '../../drizzle/schema/sqlite/local.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { deviceInput, groupIsWhole, openBenchDevice, until } from '../harness/device.ts'

/** Fetches the course, loses the network, and works. */
const input = await receiveInput(
  z.object({ device: deviceInput, courseId: z.string(), mutations: z.number() }),
)
const device = openBenchDevice(input.device)
const { account, notices } = device
account.downloads.keep(input.courseId)
account.sync.start()
await until('the course is whole', notices, () => groupIsWhole(account.context.read, 'course'))
device.online = false
await account.sync.stop()
for (let number = 1; number <= input.mutations; number++) {
  const lessonId = `${input.courseId}-l${number}`
  if (number % 5 === 0)
    account.mutate('progress.record', {
      progressId: createId(),
      lessonId,
      watchedSeconds: 60 + (number % 600),
    })
  else {
    const content = `Offline ${number}. ${'What I want to remember of this lesson. '.repeat(5)}`
    account.mutate('notes.create', { noteId: createId(), lessonId, content, videoSecond: null })
  }
}
answer({ waiting: account.context.read.select().from(outbox).all().length })
await account.close()
await dismissed()
