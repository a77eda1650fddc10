import { performance } from 'node:perf_hooks'
import { and, count, eq, like } from 'drizzle-orm'
import { z } from 'zod'
import { courses, lessons } from '../../drizzle/schema/sqlite/courses.ts'
import { notes } from '../../drizzle/schema/sqlite/learning.ts'
import { outbox, shapeGroups } from '../../drizzle/schema/sqlite/local.ts'
import { syncRejections } from '../../drizzle/schema/sqlite/sync.ts'
import { answer, dismissed, peakMemoryMb, receiveInput } from '../harness/child-side.ts'
import { deviceInput, openBenchDevice, until } from '../harness/device.ts'

/** The same device, started again with a network. */
const input = await receiveInput(
  z.object({
    device: deviceInput,
    courseId: z.string(),
    changedLessons: z.number(),
    changedOwnRows: z.number(),
  }),
)
const { account, notices } = openBenchDevice(input.device)
const { read } = account.context
const isEmpty = () => read.select({ number: outbox.number }).from(outbox).limit(1).get() === undefined

/** Cheap things first: this is asked after every notice. */
function isReconciled(): boolean {
  if (!isEmpty()) return false
  const group = read
    .select({ version: shapeGroups.verifiedVersion })
    .from(shapeGroups)
    .where(and(eq(shapeGroups.groupName, 'course'), eq(shapeGroups.courseId, input.courseId)))
    .get()
  const course = read
    .select({ version: courses.contentVersion })
    .from(courses)
    .where(eq(courses.id, input.courseId))
    .get()
  if (!group || !course || group.version !== course.version) return false
  const changed = read
    .select({ rows: count() })
    .from(lessons)
    .where(like(lessons.content, 'Changed meanwhile.%'))
    .get()
  const elsewhere = read
    .select({ rows: count() })
    .from(notes)
    .where(like(notes.content, 'Written elsewhere,%'))
    .get()
  return changed?.rows === input.changedLessons && elsewhere?.rows === input.changedOwnRows
}

const startedCpu = process.cpuUsage()
const startedMs = performance.now()
account.sync.start()
await until('everything confirmed', notices, isEmpty)
const confirmedSeconds = (performance.now() - startedMs) / 1000
await until('everything reconciled', notices, isReconciled)
const seconds = (performance.now() - startedMs) / 1000
const used = process.cpuUsage(startedCpu)
answer({
  seconds,
  confirmedSeconds,
  cpuSeconds: (used.user + used.system) / 1e6,
  peakMemoryMb: peakMemoryMb(),
  refused: read.select().from(syncRejections).all().length,
})
await account.close()
await dismissed()
