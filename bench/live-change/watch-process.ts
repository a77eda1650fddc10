import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { listNotes } from '../../src/engine/queries/notes.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { deviceInput, groupIsWhole, openBenchDevice, until } from '../harness/device.ts'

/** One process commits and looks, so that one clock tells both. */
const input = await receiveInput(
  z.object({
    device: deviceInput,
    databaseUrl: z.string(),
    courseId: z.string(),
    changes: z.number(),
  }),
)
const other = new pg.Client({ connectionString: input.databaseUrl })
await other.connect()
const lessonId = `${input.courseId}-l1`
const { userId } = input.device
await other.query(
  `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ('live', $1, $2, '', '') ON CONFLICT (id) DO NOTHING`,
  [userId, lessonId],
)

const { account, notices } = openBenchDevice(input.device)
const shown = () => listNotes(account.context, { lessonId }).find((note) => note.id === 'live')?.content
account.sync.start()
await until(
  'signed on',
  notices,
  () => groupIsWhole(account.context.read, 'catalogue') && shown() !== undefined,
)

const visibleMs: number[] = []
const commitMs: number[] = []
// The first ones are not counted: the doorbell may still be connecting, and code is still cold.
for (let change = -20; change < input.changes; change++) {
  const content = `change ${change}`
  const seen = new Promise<number>((resolve) => {
    const stop = notices.subscribe((notice) => {
      if (!notice.tables.includes('notes') || shown() !== content) return
      stop()
      resolve(performance.now())
    })
  })
  await other.query('BEGIN')
  await other.query('UPDATE notes SET content = $1 WHERE id = $2', [content, 'live'])
  const committingMs = performance.now()
  await other.query('COMMIT')
  const committedMs = performance.now()
  const seenMs = await seen
  if (change >= 0) {
    visibleMs.push(Math.max(0, seenMs - committedMs))
    commitMs.push(committedMs - committingMs)
  }
  await pause(20 + Math.random() * 40)
}
answer({ visibleMs, commitMs })
await account.close()
await other.end()
await dismissed()
