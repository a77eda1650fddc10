import { afterEach, expect, it } from 'vitest'
import { currentRun } from '../../server/pull/centre-run.ts'
import { encodeCursor } from '../../server/pull/cursor.ts'
import type { PushRequest } from '../../src/shared/contract/wire.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, openDevice, until } from '../support/device.ts'
import { courseId, type Subject } from '../support/gateway-fixture.ts'
import { pause } from '../support/rough-writers.ts'
import { expectSameAsCentre } from '../support/same-as-centre.ts'
import { startSwitchedCentre } from '../support/switched-centre.ts'

const lessonId = `l-${courseId}`
type Centre = Awaited<ReturnType<typeof startSwitchedCentre>>

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function centreWithDevice(subject: Subject = 'enrolled', fetcher = fetch) {
  const centre = await startSwitchedCentre()
  cleanups.push(() => centre.close())
  const pulls: string[] = []
  const device = await openDevice(centre, subject, {
    fetch: fetcher,
    watch: (url, response) => {
      void response.text().then(
        (text) => {
          if (!url.endsWith('/v1/pull') || !response.ok) return
          pulls.push(text.startsWith('{"kind":"begin","full":true}') ? 'full' : 'changes')
        },
        () => {}, // a long poll that was hung up
      )
    },
  })
  cleanups.push(() => device.close())
  device.account.keep(courseId)
  await until(
    'the course',
    () => device.rows("SELECT 1 FROM shape_groups WHERE group_name = 'course'").length,
  )
  await sent(device)
  return { centre, device, pulls }
}

/** A network on which the doorbell never answers. */
const withoutDoorbell: typeof fetch = (input, init) =>
  String(input instanceof Request ? input.url : input).includes('/doorbell')
    ? new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      })
    : fetch(input, init)

const sent = (device: Device) =>
  until('everything confirmed', () => {
    device.account.sync.kick()
    return device.rows('SELECT 1 FROM outbox').length === 0
  })

async function pulledAgain(device: Device): Promise<void> {
  for (let round = 0; round < 2; round++) {
    const before = device.account.status().lastSuccessAtMs
    await pause(3)
    device.account.sync.kick()
    await until('one more pull', () => device.account.status().lastSuccessAtMs !== before)
  }
}

function note(device: Device, content: string): string {
  const noteId = `note-${createId()}`
  device.account.mutate('notes.create', { noteId, lessonId, content, videoSecond: null })
  return noteId
}

async function notesAt(centre: Centre): Promise<string[]> {
  const { rows } = await centre.pool.query(`SELECT content FROM notes ORDER BY content`)
  return rows.map((row) => row.content)
}

function numbers(device: Device): number[] {
  return device
    .rows('SELECT number FROM outbox UNION ALL SELECT number FROM journal ORDER BY number')
    .map((row) => Number(row.number))
}

/** Does to several tables what nobody else may be reading: a pull under way may hold one of them and wait for another. */
async function despiteReaders(centre: Centre, sql: string): Promise<void> {
  for (;;) {
    const deadlock = await centre.pool.query(sql).then(
      () => null,
      (error: unknown) => error,
    )
    if (deadlock === null) return
    if (!(deadlock instanceof Error && 'code' in deadlock && deadlock.code === '40P01')) throw deadlock
  }
}

it('[CF-2] a centre put back to a backup gets again what a device had told it since, and the device ends as the centre is', async () => {
  const { centre, device, pulls } = await centreWithDevice()
  note(device, 'a: before the backup')
  await sent(device)
  const backup = await centre.dump()

  const later = note(device, 'b: after the backup')
  await sent(device)
  device.account.mutate('notes.edit', {
    noteId: later,
    baseContent: 'b: after the backup',
    content: 'b: edited',
  })
  device.account.mutate('progress.complete', { progressId: createId(), lessonId, completedAtMs: Date.now() })
  await centre.pool.query(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ('lost', 'u-enrolled', $1, '', 'z: from the web')`,
    [lessonId],
  )
  await sent(device)
  await until('the note of the web', () => device.rows(`SELECT 1 FROM notes WHERE id = 'lost'`).length)
  const highest = Math.max(...numbers(device))

  await centre.switchTo(backup)
  expect(await notesAt(centre)).toEqual(['a: before the backup'])
  await pulledAgain(device)
  await sent(device)
  expect(pulls).toContain('full')
  expect(await notesAt(centre)).toEqual(['a: before the backup', 'b: edited'])
  await pulledAgain(device)
  await expectSameAsCentre(device, centre.pool, 'u-enrolled')
  expect(device.rows(`SELECT progress, status FROM enrollments`)).toEqual([
    { progress: '100.00', status: 'COMPLETED' },
  ])

  const next = device.account.mutate('enrollment.visit', { courseId, lessonId })
  expect(next).toBe(highest + 1)
  await sent(device)
  expect(new Set(numbers(device)).size).toBe(numbers(device).length)
})

it('nothing is skipped when new work is waiting at the moment the device meets the restored centre', async () => {
  const { centre, device } = await centreWithDevice()
  note(device, 'a: before the backup')
  await sent(device)
  const backup = await centre.dump()
  note(device, 'b: confirmed, then lost by the centre')
  await sent(device)

  device.online = false
  note(device, 'c: made while away')
  await centre.switchTo(backup)
  device.online = true
  device.account.sync.kick()
  await sent(device)
  await pulledAgain(device)
  expect(await notesAt(centre)).toEqual([
    'a: before the backup',
    'b: confirmed, then lost by the centre',
    'c: made while away',
  ])
  await expectSameAsCentre(device, centre.pool, 'u-enrolled')
})

it('[CF-2] what the restored centre lacks is sent again at once, not at the next round', async () => {
  const { centre, device } = await centreWithDevice('enrolled', withoutDoorbell)
  const backup = await centre.dump()
  note(device, 'b: after the backup')
  await sent(device)
  await until('the device at rest', () => device.account.status().nextTryAtMs !== null)
  await centre.switchTo(backup)
  device.account.sync.kick()
  await until('the note again', async () => (await notesAt(centre)).length === 1, 8000)
})

it('a backup read back into the same database is noticed too', async () => {
  const { centre, device, pulls } = await centreWithDevice()
  note(device, 'a: before the backup')
  await sent(device)
  await centre.pool.query('CREATE TABLE saved_notes AS SELECT * FROM notes')
  await centre.pool.query('CREATE TABLE saved_clients AS SELECT * FROM sync_clients')
  await centre.pool.query('CREATE TABLE saved_feed AS SELECT * FROM change_feed')
  await centre.pool.query(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ('lost', 'u-enrolled', $1, '', 'z: from the web')`,
    [lessonId],
  )
  await until('the note of the web', () => device.rows(`SELECT 1 FROM notes WHERE id = 'lost'`).length)

  // as pg_restore --data-only --disable-triggers does it
  await despiteReaders(
    centre,
    `BEGIN; SET LOCAL session_replication_role = replica;
    TRUNCATE notes; INSERT INTO notes SELECT * FROM saved_notes;
    TRUNCATE sync_clients, sync_requests; INSERT INTO sync_clients SELECT * FROM saved_clients;
    TRUNCATE change_feed; INSERT INTO change_feed OVERRIDING SYSTEM VALUE SELECT * FROM saved_feed;
    COMMIT`,
  )
  pulls.length = 0
  await pulledAgain(device)
  await until('everything anew', () => pulls.includes('full'))
  expect(device.rows('SELECT content FROM notes')).toEqual([{ content: 'a: before the backup' }])
})

it('a personal table that was truncated is empty on the device too, and work that waits survives it', async () => {
  const { centre, device, pulls } = await centreWithDevice()
  for (let count = 0; count < 30; count++) note(device, `note ${count}`)
  await sent(device)
  device.online = false
  const waiting = note(device, 'waiting')
  await centre.pool.query('TRUNCATE notes')
  device.online = true
  pulls.length = 0
  await sent(device)
  await pulledAgain(device)
  expect(device.rows('SELECT id FROM notes')).toEqual([{ id: waiting }])
  expect(pulls).not.toContain('full')
  await expectSameAsCentre(device, centre.pool, 'u-enrolled')
})

it('[PL-3] a cursor that is too old, of another database, or plain garbage leads to a full pull, never to silence or an error', async () => {
  const { centre, device, pulls } = await centreWithDevice()
  const run = await currentRun(centre.pool)
  const good = {
    v: 1,
    databaseKey: run.databaseKey,
    run: run.id,
    snapshot: '700:900:',
    takenAtMs: Date.now(),
  } as const
  const day = 86_400_000
  const cursors = [
    'garbage',
    '',
    Buffer.from('{}').toString('base64url'),
    encodeCursor({ ...good, takenAtMs: Date.now() - 90 * day }),
    encodeCursor({ ...good, databaseKey: 'another' }),
    encodeCursor({ ...good, run: 'unknown' }),
    encodeCursor({ ...good, run: 'nul\0' }),
    encodeCursor({ ...good, snapshot: '900:700:' }),
    encodeCursor({ ...good, snapshot: '700:900:5' }),
    encodeCursor({ ...good, snapshot: '700:900:800,,' }),
    encodeCursor({ ...good, snapshot: '99999999999999999999999:99999999999999999999999:' }),
    encodeCursor({ ...good, snapshot: '8000000000000:9000000000000:' }),
  ]
  const clientId = createId()
  for (const cursor of cursors) {
    const response = await fetch(`${centre.url}/v1/pull`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await centre.token('enrolled')}` },
      body: JSON.stringify({ clientId, contractVersion: 1, cursor }),
    })
    expect(response.status, cursor).toBe(200)
    const lines = (await response.text()).trim().split('\n')
    expect(lines[0], cursor).toBe('{"kind":"begin","full":true}')
    expect(lines.at(-1), cursor).toContain('"kind":"end"')
  }

  const waiting = note(device, 'made on the device')
  await device.account.close()
  device.tamper(`UPDATE device_state SET value = 'garbage' WHERE key = 'cursor'`)
  pulls.length = 0
  await device.restart()
  await sent(device)
  await until('a full pull', () => pulls.includes('full'))
  expect(device.rows('SELECT id FROM notes')).toEqual([{ id: waiting }])
  expect(centre.failures).toEqual([])
})

it('[PL-6] a full pull that would empty a personal table is asked a second time before it is believed', async () => {
  const { centre, device } = await centreWithDevice()
  for (let count = 0; count < 30; count++) note(device, `note ${count}`)
  await sent(device)
  const notes = () => device.rows('SELECT id FROM notes').length

  // an answer that is wrong once: no note in it
  await device.account.close()
  device.tamper(`DELETE FROM device_state WHERE key = 'cursor'`)
  let wrongAnswers = 1
  const flaky = await openDevice(
    {
      url: centre.url,
      token: centre.token,
    },
    'enrolled',
    {
      home: device.home,
      change: async (url, response) => {
        if (!url.endsWith('/v1/pull') || wrongAnswers === 0) return response
        wrongAnswers -= 1
        const text = await response.text()
        return new Response(text.replace(/^.*"table":"notes".*$\n?/gm, ''), response)
      },
    },
  )
  cleanups.push(() => flaky.close())
  await until('the refusal to believe it', () =>
    flaky.account.status().reason?.includes('two different answers'),
  )
  expect(notes()).toBe(30)
  flaky.account.sync.kick()
  await until('the right answer', () => flaky.account.status().state === 'delivered')
  expect(notes()).toBe(30)

  // the same answer twice is the truth
  await centre.pool.query(`DELETE FROM notes`)
  await centre.pool.query(`DELETE FROM change_feed`)
  await centre.pool.query(`UPDATE centre_runs SET id = id || '-of-before'`)
  await pulledAgain(flaky)
  expect(notes()).toBe(0)
})

it('[PL-4] a restart of Postgres is no reason for a full pull', async () => {
  const { centre, device, pulls } = await centreWithDevice()
  await pulledAgain(device)
  pulls.length = 0
  // the run that was current has ended; the next pull records the one that is
  await centre.pool.query(
    `UPDATE centre_runs SET postmaster_started_at = postmaster_started_at - interval '1 hour'`,
  )
  await centre.pool.query(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content) VALUES ('after', 'u-enrolled', $1, '', 'after the restart')`,
    [lessonId],
  )
  await pulledAgain(device)
  expect((await centre.pool.query('SELECT 1 FROM centre_runs')).rowCount).toBe(2)
  expect(pulls).not.toContain('full')
  expect(device.rows('SELECT content FROM notes')).toEqual([{ content: 'after the restart' }])
})

it('a database wound back within a run of its server is noticed', async () => {
  const { centre, device, pulls } = await centreWithDevice()
  await pulledAgain(device)
  pulls.length = 0
  // after a rewind, a new run begins at a transaction the device's cursor believes to be past
  await centre.pool.query(
    `INSERT INTO centre_runs (id, database_key, postmaster_started_at, started_xid)
     SELECT 'rewound', database_key, postmaster_started_at + interval '1 hour',
            ((started_xid::text::bigint + 1)::text)::xid8 FROM centre_runs`,
  )
  await pulledAgain(device)
  expect(pulls).toContain('full')
})

it('a centre that knows less than the device says applies nothing behind the gap', async () => {
  const { centre } = await centreWithDevice()
  const clientId = createId()
  const push = async (request: Omit<PushRequest, 'clientId' | 'contractVersion'>) => {
    const response = await fetch(`${centre.url}/v1/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await centre.token('enrolled')}` },
      body: JSON.stringify({ clientId, contractVersion: 1, ...request }),
    })
    return response.json()
  }
  const visit = (number: number) => ({
    number,
    name: 'enrollment.visit',
    args: { courseId, lessonId },
    madeAtMs: Date.now(),
  })
  expect(await push({ after: 7, mutations: [visit(8)] })).toEqual({
    lastMutation: 0,
    before: 0,
    rejected: [],
  })
  expect(await push({ after: 0, mutations: [visit(1)] })).toEqual({
    lastMutation: 1,
    before: 0,
    rejected: [],
  })
  expect(await push({ mutations: [visit(5)] })).toEqual({ lastMutation: 5, before: 1, rejected: [] })
})
