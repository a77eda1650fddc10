import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, openDevice, startCentreFixture, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { expectSameAsCentre } from '../support/same-as-centre.ts'

const lessonId = `l-${courseId}`
type Centre = Awaited<ReturnType<typeof startCentreFixture>>

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function newCentre(): Promise<Centre> {
  const centre = await startCentreFixture()
  cleanups.push(() => centre.close())
  return centre
}

async function open(centre: Centre, home: string, online = true): Promise<Device> {
  const device = await openDevice(centre, 'enrolled', { home, online })
  cleanups.push(() => device.close())
  return device
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brainix-copied-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function hasCourse(device: Device): Promise<void> {
  device.account.keep(courseId)
  await until(
    'the course',
    () => device.rows("SELECT 1 FROM shape_groups WHERE group_name = 'course'").length,
    60_000,
  )
}

function note(device: Device, content: string): void {
  device.account.mutate('notes.create', { noteId: createId(), lessonId, content, videoSecond: null })
}

async function settled(device: Device): Promise<void> {
  await until(
    'everything confirmed',
    () => {
      device.account.sync.kick()
      return device.rows('SELECT 1 FROM outbox').length === 0
    },
    60_000,
  )
  await delivered(device)
}

async function notesAt(centre: Centre): Promise<string[]> {
  const { rows } = await centre.database.pool.query('SELECT content FROM notes ORDER BY content')
  return rows.map((row) => row.content)
}

const nameOf = (device: Device) =>
  device.rows(`SELECT value FROM device_state WHERE key = 'clientId'`)[0]?.value

it('[CP-1] a data folder put back from an older copy loses nothing that is done with it, and doubles nothing', async () => {
  const centre = await newCentre()
  const home = await newFolder()
  const backup = await newFolder()
  const device = await open(centre, home)
  await hasCourse(device)
  note(device, 'a: sent before the copy')
  await settled(device)
  device.online = false
  note(device, 'b: waiting when the copy was made')
  await device.account.close()
  await cp(home, backup, { recursive: true })
  await device.restart()
  device.online = true
  for (let count = 0; count < 5; count++) note(device, `c: made by the original ${count}`)
  await settled(device)
  const before = nameOf(device)
  await device.account.close()

  const restored = await open(centre, backup, false)
  for (let count = 0; count < 9; count++) note(restored, `d: made with the copy ${count}`)
  restored.online = true
  await settled(restored)
  expect(nameOf(restored)).not.toBe(before)
  expect(await notesAt(centre)).toEqual([
    'a: sent before the copy',
    'b: waiting when the copy was made',
    ...Array.from({ length: 5 }, (_, at) => `c: made by the original ${at}`),
    ...Array.from({ length: 9 }, (_, at) => `d: made with the copy ${at}`),
  ])
  expect(restored.rows('SELECT 1 FROM sync_rejections UNION ALL SELECT 1 FROM sync_conflicts')).toEqual([])
  await expectSameAsCentre(restored, centre.database.pool, 'u-enrolled')
  expect(centre.failures).toEqual([])
})

it('[CP-1] two machines that go on with the same folder at once become two devices, and lose nothing', async () => {
  const centre = await newCentre()
  const home = await newFolder()
  const second = await newFolder()
  const first = await open(centre, home)
  await hasCourse(first)
  note(first, 'before the copy')
  await settled(first)
  await first.account.close()
  await cp(home, second, { recursive: true })
  await first.restart()
  const twin = await open(centre, second)
  await Promise.all([delivered(first), delivered(twin)])

  const written = ['before the copy']
  for (let round = 0; round < 8; round++) {
    // no pull between: neither has heard of the other's when it sends its own
    for (const [name, device] of [
      ['first', first],
      ['twin', twin],
    ] as const) {
      note(device, `${name} ${round}`)
      written.push(`${name} ${round}`)
    }
    if (round % 2 === 0) await Promise.all([settled(first), settled(twin)])
  }
  await Promise.all([settled(first), settled(twin)])
  expect(await notesAt(centre)).toEqual(written.toSorted())
  expect(nameOf(first)).not.toBe(nameOf(twin))
  for (const device of [first, twin])
    await until(
      'the notes of both',
      async () => {
        device.account.sync.kick()
        return device.rows('SELECT 1 FROM notes').length === written.length
      },
      60_000,
    )
  expect(centre.failures).toEqual([])
})
