import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import { Notices } from '../../src/engine/changes/notices.ts'
import { mirrorTable } from '../../src/engine/db/mirror.ts'
import { openDatabase } from '../../src/engine/db/open-database.ts'
import { type Tx, WriteDoor } from '../../src/engine/db/write-door.ts'
import { applyOnDevice, parseMutation } from '../../src/engine/mutations/device-mutations.ts'
import { applyConfirmed, type Replay } from '../../src/engine/sync/rebase.ts'
import { mutationArgs } from '../../src/shared/contract/mutations.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { answer, dismissed, receiveInput } from '../harness/child-side.ts'
import { databaseFile, deviceInput, groupIsWhole, openBenchDevice, until } from '../harness/device.ts'

const input = await receiveInput(
  z.object({
    device: deviceInput,
    courseId: z.string(),
    /** A new device, that is to hold this course and no other. */
    only: z.boolean(),
    pending: z.number(),
    commits: z.number(),
  }),
)
const { userId } = input.device
const noteIds = await workOffline()

const sqlite = openDatabase(databaseFile(input.device))
if (input.only) {
  // What came with other courses of the learner's (outlines) does not belong on a small mirror.
  for (const table of ['lessons', 'modules'])
    sqlite.prepare(`DELETE FROM ${table} WHERE course_id <> ?`).run(input.courseId)
  sqlite.exec('VACUUM')
}
const door = new WriteDoor(sqlite, new Notices())
const waiting = () => sqlite.prepare('SELECT count(*) FROM outbox').pluck().get()
if (waiting() !== input.pending) throw new Error(`${String(waiting())} mutations wait`)
const nameOf = z.enum(Object.keys(mutationArgs) as [keyof typeof mutationArgs])
const replay: Replay = (tx, entry) =>
  applyOnDevice(
    { tx, userId, madeAtMs: entry.madeAtMs },
    parseMutation(nameOf.parse(entry.name), JSON.parse(entry.args)),
  )

const concernedMs = measure((round) => {
  const id = noteIds[round % noteIds.length] ?? ''
  return { table: 'notes', id, apply: (tx) => changeNote(tx, id, round) }
})
const besideMs = measure((round) => {
  const id = `${input.courseId}-l${700 + (round % 50)}`
  const title = `Lesson, commit ${round}`
  return {
    table: 'lessons',
    id,
    apply: (tx) => void tx.confirmed.update(mirrorTable('lessons'), id, { title }),
  }
})
const kept = sqlite.prepare(`SELECT count(*) FROM notes WHERE user_id = ?`).pluck().get(userId)
if (waiting() !== input.pending || Number(kept) < noteIds.length)
  throw new Error('something waiting was lost')
const lessons = z.number().parse(sqlite.prepare('SELECT count(*) FROM lessons').pluck().get())
sqlite.close()
answer({ lessons, concernedMs, besideMs })
await dismissed()

function measure(
  change: (round: number) => { table: string; id: string; apply: (tx: Tx) => void },
): number[] {
  const took: number[] = []
  // The first ones are not counted: code is still cold.
  for (let round = -10; round < input.commits; round++) {
    const { table, id, apply } = change(round + 10)
    const startedMs = performance.now()
    door.write((tx) =>
      applyConfirmed(
        tx,
        { lastMutation: null, touches: (name, row) => name === table && row === id, apply },
        replay,
        Date.now(),
      ),
    )
    if (round >= 0) took.push(performance.now() - startedMs)
  }
  return took
}

/** As if the centre had the note, with another text. */
function changeNote(tx: Tx, id: string, round: number): void {
  tx.confirmed.upsert(mirrorTable('notes'), {
    id,
    user_id: userId,
    lesson_id: `${input.courseId}-l1`,
    course_id: input.courseId,
    content: `At the centre, ${round}`,
    created_at: 0,
    updated_at: round,
  })
}

/** @returns the ids of the notes among what waits. */
async function workOffline(): Promise<string[]> {
  const device = openBenchDevice(input.device)
  const { account, notices } = device
  if (input.only) {
    account.downloads.keep(input.courseId)
    account.sync.start()
    await until('the course is whole', notices, () => groupIsWhole(account.context.read, 'course'))
    device.online = false
    await account.sync.stop()
  }
  const notes: string[] = []
  for (let number = 1; number <= input.pending; number++) {
    const lessonId = `${input.courseId}-l${1 + (number % 600)}`
    if (number <= input.pending * 0.6) {
      const noteId = createId()
      notes.push(noteId)
      const content = `${number}. ${'What I want to remember of this lesson. '.repeat(5)}`
      account.mutate('notes.create', { noteId, lessonId, content, videoSecond: null })
    } else if (number % 4 > 0)
      account.mutate('progress.record', { progressId: createId(), lessonId, watchedSeconds: 60 + number })
    else account.mutate('progress.complete', { progressId: createId(), lessonId, completedAtMs: Date.now() })
  }
  await account.close()
  return notes
}
