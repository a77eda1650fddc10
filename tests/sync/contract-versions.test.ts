import { afterEach, expect, it } from 'vitest'
import { readDigests } from '../../server/shapes/digests.ts'
import { personalRowsAgree } from '../../src/engine/sync/personal-digest.ts'
import { type Contract, columnsAt } from '../../src/shared/contract/contract-versions.ts'
import { contractVersion as versionOfThisApp } from '../../src/shared/contract/wire.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, openDevice, startCentreFixture, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'

const lessonId = `l-${courseId}`
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A contract three versions ahead of the first one, in which a note was once "written", and its text once its "body". */
const ahead = (): Contract => ({
  version: 4,
  oldestAccepted: 2,
  steps: [
    {
      to: 2,
      mutations: { 'notes.create': (args) => ({ name: 'notes.write', args: bodyOf(args) }) },
      added: { lessons: ['content', 'updated_at'] },
    },
    {
      to: 3,
      mutations: { 'notes.write': (args) => ({ name: 'notes.create', args }) },
      added: { notes: ['color'] },
    },
    {
      to: 4,
      mutations: { 'notes.create': (args) => ({ name: 'notes.create', args: contentOf(args) }) },
      added: {},
    },
  ],
})
function bodyOf(args: unknown): unknown {
  const { content, ...rest } = Object(args)
  return { ...rest, body: content }
}
function contentOf(args: unknown): unknown {
  const { body, ...rest } = Object(args)
  return { ...rest, content: body }
}

async function centreOf(contract: Contract) {
  const centre = await startCentreFixture(contract)
  cleanups.push(() => centre.close())
  const push = async (contractVersion: number, name: string, args: object, clientId = createId()) => {
    const response = await centre.ask('/v1/push', 'enrolled', {
      method: 'POST',
      body: JSON.stringify({
        clientId,
        contractVersion,
        mutations: [{ number: 1, name, args, madeAtMs: 1 }],
      }),
    })
    return { status: response.status, body: JSON.parse(await response.text()) }
  }
  const notes = async () =>
    (await centre.database.pool.query('SELECT content FROM notes ORDER BY content')).rows.map(
      ({ content }) => content,
    )
  return { centre, push, notes }
}

const noteOf = () => ({ noteId: createId(), lessonId, videoSecond: null })

it('what apps of the last two versions did is taken as this version says it', async () => {
  const { push, notes } = await centreOf(ahead())
  const accepted = { status: 200, body: { lastMutation: 1, before: 0, rejected: [] } }
  expect(await push(2, 'notes.write', { ...noteOf(), body: 'of the second' })).toEqual(accepted)
  expect(await push(3, 'notes.create', { ...noteOf(), body: 'of the third' })).toEqual(accepted)
  expect(await push(4, 'notes.create', { ...noteOf(), content: 'of the fourth' })).toEqual(accepted)
  expect(await notes()).toEqual(['of the fourth', 'of the second', 'of the third'])
})

it('what an older app did and the centre refuses is kept as that app said it, with its version', async () => {
  const { push, centre } = await centreOf(ahead())
  const args = { ...noteOf(), lessonId: 'nowhere', body: 'mine' }
  expect((await push(2, 'notes.write', args)).body.rejected).toMatchObject([{ number: 1, code: 'not-found' }])
  const kept = await centre.database.pool.query('SELECT mutation, payload FROM sync_rejections')
  expect(kept.rows).toEqual([
    {
      mutation: 'notes.write',
      payload: { name: 'notes.write', args, madeAtMs: expect.any(Number), contractVersion: 2 },
    },
  ])
})

it('an app that is too old is told to update, and one that is too new to wait: neither loses anything', async () => {
  const { push, centre, notes } = await centreOf(ahead())
  const args = { ...noteOf(), content: 'x' }
  expect(await push(1, 'notes.create', args)).toMatchObject({
    status: 426,
    body: { error: { code: 'contract-too-old', message: expect.stringMatching(/update.*kept/) } },
  })
  expect(await push(5, 'notes.create', args)).toMatchObject({
    status: 503,
    body: { error: { code: 'unavailable', message: expect.stringMatching(/updated first.*kept/) } },
  })
  for (const contract of [1, 5, 'x', '']) {
    const response = await centre.ask(`/v1/digests/personal?contract=${contract}`, 'enrolled')
    expect([400, 426, 503]).toContain(response.status)
  }
  expect(await notes()).toEqual([])
  expect((await centre.database.pool.query('SELECT 1 FROM sync_clients')).rowCount).toBe(0)
})

it('[BO-3] a device whose app became too old says so and keeps its work, and delivers it once it is accepted', async () => {
  const spoken: Contract = { version: 4, oldestAccepted: 1, steps: [] }
  const { centre, notes } = await centreOf(spoken)
  const device = await openDevice(centre, 'enrolled')
  cleanups.push(() => device.close())
  device.account.keep(courseId)
  await until(
    'the course',
    () => device.rows("SELECT 1 FROM shape_groups WHERE group_name = 'outline'").length,
    60_000,
  )
  await delivered(device)
  spoken.oldestAccepted = versionOfThisApp + 1
  device.account.mutate('notes.create', { ...noteOf(), content: 'before the update' })
  await until('the word of the centre', () => /update/.test(device.account.status().reason ?? ''), 60_000)
  expect(device.account.status()).toMatchObject({ state: 'attention', waiting: { total: 1 } })
  expect(device.account.sync.signInExpired).toBe(false)
  await device.restart()
  expect(device.account.status().waiting.total).toBe(1)

  spoken.oldestAccepted = 1
  device.account.sync.kick()
  await until('everything delivered', () => device.account.status().waiting.total === 0, 60_000)
  expect(await notes()).toEqual(['before the update'])
})

it('[SK-1] columns a device cannot know are in none of its digests', async () => {
  const spoken = { ...ahead(), oldestAccepted: 1 }
  const { centre } = await centreOf(spoken)
  const { pool } = centre.database
  const device: Device = await openDevice(centre, 'enrolled')
  cleanups.push(() => device.close())
  await delivered(device)
  // a newer centre has it in its contract, another program just added one
  await pool.query(`
    ALTER TABLE notes ADD COLUMN color text; ALTER TABLE notes ADD COLUMN "of another program" int DEFAULT 7`)
  await pool.query(
    `INSERT INTO notes (id, user_id, lesson_id, content, color) VALUES ('n', 'u-enrolled', $1, 'x', 'red')`,
    [lessonId],
  )
  await until(
    'the note',
    () => {
      device.account.sync.kick()
      return device.rows('SELECT 1 FROM notes').length === 1
    },
    60_000,
  )
  await delivered(device)
  const { default: Database } = await import('better-sqlite3')
  const sqlite = new Database(`${device.home}/people/u-enrolled/brainix.sqlite`, { readonly: true })
  try {
    expect(await personalRowsAgree(device.account.sync.client, sqlite, 'u-enrolled')).toBe(true)
  } finally {
    sqlite.close()
  }

  const lessonsAt = async (version: number) => {
    const columnsOf = (table: string, columns: readonly string[]) =>
      columnsAt(version, table, columns, spoken)
    const { shapes } = await readDigests(pool, 'course', { courseId, userId: 'u-enrolled', columnsOf })
    return shapes.lessons?.hash
  }
  const before = [await lessonsAt(1), await lessonsAt(2)]
  await pool.query(`UPDATE lessons SET content = 'something else' WHERE id = $1`, [lessonId])
  expect([await lessonsAt(1), await lessonsAt(2)]).toEqual([
    before[0],
    expect.not.stringMatching(before[1] ?? ''),
  ])
})
