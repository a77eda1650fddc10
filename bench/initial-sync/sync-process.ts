import { performance } from 'node:perf_hooks'
import { and, count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { lessons } from '../../drizzle/schema/sqlite/courses.ts'
import { shapeCursors } from '../../drizzle/schema/sqlite/local.ts'
import { hasContent } from '../../src/engine/queries/query.ts'
import { answer, dismissed, peakMemoryMb, receiveInput } from '../harness/child-side.ts'
import { deviceInput, openBenchDevice, until } from '../harness/device.ts'

/** A new device, from its first contact with the centre until the course it keeps is whole. */
const input = await receiveInput(z.object({ device: deviceInput, courseId: z.string() }))
const { account, notices } = openBenchDevice(input.device)
const { read } = account.context
account.downloads.keep(input.courseId) // as after signing in on a new device: the wish is there, nothing else
const startedCpu = process.cpuUsage()
const startedMs = performance.now()
account.sync.start()
const isHere = and(
  eq(shapeCursors.name, 'lessons'),
  eq(shapeCursors.courseId, input.courseId),
  eq(shapeCursors.upToDate, true),
)
const sinceStart = () => (performance.now() - startedMs) / 1000
await until(
  'all rows are here',
  notices,
  () => read.select({ name: shapeCursors.name }).from(shapeCursors).where(isHere).all().length > 0,
)
const secondsToRows = sinceStart()
await until('the course is whole', notices, () => hasContent(read, input.courseId))
const seconds = sinceStart()
const used = process.cpuUsage(startedCpu)
const peak = peakMemoryMb() // before the rows are counted: that maps them into memory

const [held] = read.select({ rows: count() }).from(lessons).where(eq(lessons.courseId, input.courseId)).all()
answer({
  rows: held?.rows ?? 0,
  seconds,
  secondsToRows,
  cpuSeconds: (used.user + used.system) / 1e6,
  peakMemoryMb: peak,
})
await account.close()
await dismissed()
