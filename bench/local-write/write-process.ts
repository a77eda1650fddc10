import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setImmediate as otherWork } from 'node:timers/promises'
import { z } from 'zod'
import { openDatabase } from '../../src/engine/db/open-database.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { deviceInput, groupIsWhole, openBenchDevice, until } from '../harness/device.ts'

const input = await receiveInput(z.object({ device: deviceInput, courseId: z.string(), writes: z.number() }))
const device = openBenchDevice(input.device)
const { account, notices } = device
account.downloads.keep(input.courseId)
account.sync.start()
await until('the course is whole', notices, () => groupIsWhole(account.context.read, 'course'))
device.online = false

const bare = openDatabase(join(input.device.home, 'bare.sqlite'))
const insertNote = bare.prepare(
  `INSERT INTO notes (id, user_id, lesson_id, course_id, enrollment_id, content, video_second, created_at, updated_at)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
)
const insertEntry = bare.prepare(
  'INSERT INTO outbox (number, name, args, made_at_ms, sent, fold_key) VALUES (?, ?, ?, ?, 0, ?)',
)
const content = 'A note of two hundred characters. '.repeat(6).slice(0, 200)
const lessonId = `${input.courseId}-l1`
let number = 0
const writeBare = bare.transaction((noteId: string, now: number) => {
  insertNote.run(
    noteId,
    input.device.userId,
    lessonId,
    input.courseId,
    `enrolled-${input.courseId}`,
    content,
    null,
    now,
    now,
  )
  number += 1
  const args = JSON.stringify({ noteId, lessonId, content, videoSecond: null })
  insertEntry.run(number, 'notes.create', args, now, `note:${noteId}`)
})

const writeMs: number[] = []
const bareMs: number[] = []
// The first hundred are not counted: code is still cold.
for (let round = -100; round < input.writes; round++) {
  const noteId = createId()
  const startedMs = performance.now()
  account.mutate('notes.create', { noteId, lessonId, content, videoSecond: null })
  const writtenMs = performance.now()
  await otherWork() // what the write set in motion is not the bare one's to pay
  const bareStartedMs = performance.now()
  writeBare.immediate(createId(), Date.now())
  const bareWrittenMs = performance.now()
  if (round >= 0) {
    writeMs.push(writtenMs - startedMs)
    bareMs.push(bareWrittenMs - bareStartedMs)
  }
  await otherWork()
}
answer({ writeMs, bareMs })
bare.close()
await account.close()
await dismissed()
