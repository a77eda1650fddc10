import { performance } from 'node:perf_hooks'
import { count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { lessons } from '../../drizzle/schema/sqlite/courses.ts'
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
await until('the course is whole', notices, () => hasContent(read, input.courseId))
const seconds = (performance.now() - startedMs) / 1000
const used = process.cpuUsage(startedCpu)
const peak = peakMemoryMb() // before the rows are counted: that maps them into memory

const [held] = read.select({ rows: count() }).from(lessons).where(eq(lessons.courseId, input.courseId)).all()
answer({
  rows: held?.rows ?? 0,
  seconds,
  cpuSeconds: (used.user + used.system) / 1e6,
  peakMemoryMb: peak,
})
await account.close()
await dismissed()
