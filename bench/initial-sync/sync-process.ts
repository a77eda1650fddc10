import { performance } from 'node:perf_hooks'
import { count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { lessons } from '../../drizzle/schema/sqlite/courses.ts'
import { hasContent } from '../../src/engine/queries/query.ts'
import { answer, dismissed, peakMemoryMb, receiveInput } from '../harness/child-side.ts'
import { deviceInput, holdsCatalogue, openBenchDevice, until } from '../harness/device.ts'

/** A new device: signs on, then keeps a course. */
const input = await receiveInput(z.object({ device: deviceInput, courseId: z.string() }))
const { account, notices } = openBenchDevice(input.device)
const { read } = account.context
account.sync.start()
await until('signed on', notices, () => {
  const status = account.status()
  if (status.state === 'attention') throw new Error(status.reason ?? 'attention')
  return status.state === 'delivered' && holdsCatalogue(read)
})

const startedMs = performance.now()
account.keep(input.courseId)
await until('the course is whole', notices, () => hasContent(read, input.courseId))
const seconds = (performance.now() - startedMs) / 1000

const [held] = read
  .select({ rows: count() })
  .from(lessons)
  .where(eq(lessons.courseId, input.courseId))
  .all()
answer({ rows: held?.rows ?? 0, seconds, peakMemoryMb: peakMemoryMb() })
await account.close()
await dismissed()
