import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { pull } from '../../server/pull/pull.ts'
import { applyBatch } from '../../server/push/apply-batch.ts'
import { contractVersion, type PullLine, personalTableNames } from '../../src/shared/contract/wire.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, openDevice, startCentreFixture, until } from '../support/device.ts'
import { courseId, type Subject } from '../support/gateway-fixture.ts'
import { pause, writeRoughly } from '../support/rough-writers.ts'
import { expectSameAsCentre, ownRowsAtCentre } from '../support/same-as-centre.ts'
import { type Random, seededRandom } from '../support/seeded-random.ts'
import { createSmallSchool } from '../support/small-school.ts'

const seed = Number(process.env.TEST_SEED ?? 20_260_801)
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

it('[PL-1] every pull is what Postgres held at that pull’s snapshot, while eight writers overlap in every way', async () => {
  const school = await createSmallSchool()
  cleanups.push(school.drop)
  const people = ['ann', 'ben']
  await school.pool.query(`INSERT INTO enrollments (id, user_id, course_id) VALUES ('e-ben', 'ben', 'git')`)
  await school.pool.query(
    `INSERT INTO wishlist (id, user_id, course_id) VALUES ('w-ann', 'ann', 'sql'), ('w-ben', 'ben', 'sql')`,
  )
  const stop = new AbortController()
  const devices = people.flatMap((userId) =>
    [1, 2].map(() => new PulledCopy(school.url, { userId, role: 'STUDENT' })),
  )
  cleanups.push(() => Promise.all(devices.map((device) => device.close())))

  const writers = [1, 2, 3, 4, 5, 6].map((number) =>
    writeRoughly(school.pool, seededRandom(seed + number), people, stop.signal),
  )
  const pushers = devices
    .slice(1, 3)
    .map((device, index) => pushSteadily(school.pool, device, seededRandom(seed - index), stop.signal))
  const sum = (value: (device: PulledCopy) => number) =>
    devices.reduce((total, device) => total + value(device), 0)
  // A fast machine pulls so often that little happens in between: it goes on until everything there is was met.
  const sawEnough = () =>
    sum((device) => device.incremental) > 300 &&
    sum((device) => device.withRows) > 150 &&
    sum((device) => device.goneRows) > 20 &&
    sum((device) => device.wholeTables) > 5
  const deadlineMs = Date.now() + 90_000
  await Promise.all(
    devices.map(async (device) => {
      while ((device.incremental < 90 || !sawEnough()) && Date.now() < deadlineMs)
        await device.pullAndCompare()
    }),
  ).finally(() => stop.abort())
  const committed = await Promise.all(writers)
  const pushed = await Promise.all(pushers)
  for (const device of devices) await device.pullAndCompare()

  expect(sum((device) => device.full)).toBe(devices.length)
  expect(sum((device) => device.incremental)).toBeGreaterThan(300)
  expect(sum((device) => device.withRows)).toBeGreaterThan(150)
  expect(sum((device) => device.goneRows)).toBeGreaterThan(20)
  expect(sum((device) => device.wholeTables)).toBeGreaterThan(5)
  expect(Math.min(...committed)).toBeGreaterThan(5)
  for (const [index, number] of pushed.entries()) expect(devices[index + 1]?.lastMutation).toBe(number)
})

it('devices with work of their own waiting end as Postgres does, after every kind of overlap', async () => {
  const centre = await startCentreFixture()
  cleanups.push(() => centre.close())
  const subjects = ['enrolled', 'finished'] as const
  const stop = new AbortController()
  const devices: { device: Device; subject: Subject }[] = []
  for (const subject of [...subjects, ...subjects]) {
    const device = await openDevice(centre, subject)
    devices.push({ device, subject })
    cleanups.push(() => device.close())
    device.account.keep(courseId)
  }
  for (const { device } of devices)
    await until(
      'the course',
      () => device.rows("SELECT 1 FROM shape_groups WHERE group_name = 'course'").length,
    )

  const writers = [1, 2, 3, 4].map((number) =>
    writeRoughly(
      centre.database.pool,
      seededRandom(seed + 100 + number),
      ['u-enrolled', 'u-finished'],
      stop.signal,
    ),
  )
  const made = await Promise.all(
    devices.map(({ device }, index) => workOnAndOff(device, seededRandom(seed + 200 + index))),
  ).finally(() => stop.abort())
  await Promise.all(writers)

  for (const { device, subject } of devices) {
    device.online = true
    device.account.sync.kick()
    await until(`everything of ${subject} sent`, () => device.rows('SELECT 1 FROM outbox').length === 0)
  }
  for (const { device, subject } of devices) {
    const before = device.account.status().lastSuccessAtMs
    await pause(2)
    device.account.sync.kick()
    await until('one more pull', () => device.account.status().lastSuccessAtMs !== before)
    await delivered(device).catch(() => {}) // a refusal is "attention"
    await expectSameAsCentre(device, centre.database.pool, `u-${subject}`)
    expect(device.rows('SELECT * FROM base_rows')).toEqual([])
    expect(device.rows('SELECT * FROM staged_rows')).toEqual([])
  }
  // nobody else touches these: what was made on a device is at the centre, in its last words
  for (const notes of made)
    for (const [id, content] of notes)
      expect(
        (await centre.database.pool.query('SELECT content FROM notes WHERE id = $1', [id])).rows,
      ).toEqual([{ content }])
})

/** What a device would hold after its pulls, as plain rows of text, compared at every pull with its own snapshot. */
class PulledCopy {
  readonly clientId = createId()
  readonly caller: { userId: string; role: 'STUDENT' }
  lastMutation = 0
  full = 0
  incremental = 0
  withRows = 0
  goneRows = 0
  wholeTables = 0
  readonly #pool: pg.Pool
  readonly #tables = new Map(personalTableNames.map((table) => [table, new Map<string, object>()]))
  #transaction: pg.PoolClient | undefined
  #cursor: string | null = null

  constructor(url: string, caller: { userId: string; role: 'STUDENT' }) {
    this.caller = caller
    this.#pool = new pg.Pool({ connectionString: url, max: 1 })
    this.#pool.on('error', () => {})
    this.#pool.on('acquire', (client) => {
      this.#transaction = client
    })
  }

  async pullAndCompare(): Promise<void> {
    const request = { clientId: this.clientId, contractVersion, cursor: this.#cursor }
    for await (const line of pull(this.#pool, this.caller, request)) {
      this.#apply(line)
      if (line.kind === 'end') await this.#compare() // its transaction is still open: the very same snapshot
    }
  }

  close(): Promise<void> {
    return this.#pool.end()
  }

  #apply(line: PullLine): void {
    if (line.kind === 'begin') {
      if (line.full) {
        this.full += 1
        for (const rows of this.#tables.values()) rows.clear()
      } else this.incremental += 1
    } else if (line.kind === 'end') {
      this.#cursor = line.cursor
      this.lastMutation = line.lastMutation
    } else {
      const rows = this.#tables.get(personalTableNames.find((name) => name === line.table) ?? 'users')
      if (!rows) throw new Error(`unexpected table ${line.table}`)
      if (line.whole) {
        rows.clear()
        this.wholeTables += 1
      }
      for (const row of line.rows) rows.set(row.id ?? '', row)
      for (const id of line.gone) rows.delete(id)
      if (line.rows.length > 0) this.withRows += 1
      this.goneRows += line.gone.length
    }
  }

  async #compare(): Promise<void> {
    const client = this.#transaction
    if (!client) throw new Error('the pull took no connection')
    for (const [table, rows] of this.#tables) {
      const held = [...rows.entries()]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([, row]) => row)
      const present = await ownRowsAtCentre(client, table, this.caller.userId)
      if (JSON.stringify(held) !== JSON.stringify(present)) expect(held, table).toEqual(present)
    }
    const { rows } = await client.query('SELECT last_mutation FROM sync_clients WHERE id = $1', [
      this.clientId,
    ])
    expect(this.lastMutation).toBe(Number(rows[0]?.last_mutation ?? 0))
  }
}

/** Pushes small batches with refusals among them. @returns the number of the last mutation. */
async function pushSteadily(
  pool: pg.Pool,
  device: PulledCopy,
  random: Random,
  signal: AbortSignal,
): Promise<number> {
  let number = 0
  while (!signal.aborted) {
    const mutations = Array.from({ length: 1 + random.below(5) }, () => ({
      number: ++number,
      name: random.pick(['progress.record', 'notes.create', 'enrollment.visit', 'notes.edit']),
      args: {
        progressId: createId(),
        lessonId: random.pick(['l-commit', 'l-merge', 'l-join']),
        watchedSeconds: random.below(900),
        noteId: createId(),
        content: 'pushed',
        videoSecond: null,
        courseId: 'git',
      },
      madeAtMs: Date.now(),
    }))
    const request = { clientId: device.clientId, contractVersion, mutations }
    // a deadlock with the other writers is "try again", as it is for a device
    for (let sent = false; !sent; )
      sent = await applyBatch(pool, device.caller, request).then(
        () => true,
        (error: { code: string }) => {
          if (error.code !== 'unavailable') throw error
          return false
        },
      )
    await pause(random.below(30))
  }
  return number
}

/** A person at work for a few seconds, with a connection that comes and goes. @returns their notes' last texts. */
async function workOnAndOff(device: Device, random: Random): Promise<Map<string, string>> {
  const notes = new Map<string, string>()
  const lessonId = `l-${courseId}`
  for (let step = 0; step < 60; step++) {
    if (random.chance(0.15)) {
      device.online = !device.online
      if (device.online) device.account.sync.kick()
    }
    const known = [...notes.keys()]
    if (known.length > 0 && random.chance(0.6)) {
      const noteId = random.pick(known)
      const baseContent = notes.get(noteId) ?? ''
      const content = `${baseContent}\nline ${step}`
      device.account.mutate('notes.edit', { noteId, baseContent, content })
      notes.set(noteId, content)
    } else if (random.chance(0.5)) {
      const noteId = `mine-${createId()}`
      device.account.mutate('notes.create', { noteId, lessonId, content: `note ${step}`, videoSecond: null })
      notes.set(noteId, `note ${step}`)
    } else
      device.account.mutate('progress.record', { progressId: createId(), lessonId, watchedSeconds: step })
    await pause(random.below(60))
    for (const [id, content] of notes) // whatever arrives meanwhile, the person sees their own words
      expect(device.rows('SELECT content FROM notes WHERE id = ?', id)).toEqual([{ content }])
  }
  return notes
}
