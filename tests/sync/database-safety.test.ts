import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import type { AppError } from '../../src/shared/errors/app-error.ts'
import { type Device, delivered, until } from '../support/device.ts'
import { diskOf } from '../support/disk-of.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre, wholeCourse } from '../support/one-centre.ts'
import { expectSameAsCentre } from '../support/same-as-centre.ts'

const lessonId = `l-${courseId}`
const userId = 'u-enrolled'
const pageBytes = 16_384

const school = oneCentre()
const { atCentre } = school
const whole = (device: Device) => wholeCourse(school, device)

/** A device with the course on it and everything delivered. */
async function settledDevice() {
  const device = await school.learn()
  await whole(device)
  await delivered(device)
  return { device, disk: diskOf(device.home, userId) }
}

function note(device: Device, content: string): string {
  const noteId = createId()
  device.account.mutate('notes.create', { noteId, lessonId, content, videoSecond: null })
  return noteId
}

function failureOf(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    return error as AppError
  }
  throw new Error('it did not fail')
}

const count = (device: Device, sql: string) => Number(device.rows(`SELECT count(*) AS n FROM ${sql}`)[0]?.n)

const reasonOf = (device: Device) => {
  device.account.sync.kick()
  return device.account.status().reason ?? ''
}

function leavesOf(file: string, table: string): number[] {
  const sqlite = new Database(file, { readonly: true })
  const pages = sqlite
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
    .pluck()
    .all(table) as number[]
  sqlite.close()
  return pages
}

function damage(file: string, pages: readonly number[]): void {
  const bytes = readFileSync(file)
  for (const page of pages) bytes.fill(0xee, (page - 1) * pageBytes, page * pageBytes)
  writeFileSync(file, bytes)
}

it('[OB-1] on a full disk a change is refused with a clear message and leaves nothing behind; with room again it is done', async () => {
  const { device, disk } = await settledDevice()
  const before = [count(device, 'notes'), count(device, 'outbox')]
  disk.fill()
  const failure = failureOf(() => note(device, 'long '.repeat(10_000)))
  expect(failure).toMatchObject({ code: 'no-space' })
  expect(failure.message).toContain('Nothing was lost')
  expect([count(device, 'notes'), count(device, 'outbox')]).toEqual(before)
  disk.free()
  const id = note(device, 'long '.repeat(10_000))
  await delivered(device)
  expect(await atCentre('SELECT length(content) AS length FROM notes WHERE id = $1', id)).toEqual([
    { length: 50_000 },
  ])
})

it('[PL-2] a pull the disk has no room for changes nothing and says why; sync goes on when there is room', async () => {
  const { device, disk } = await settledDevice()
  disk.fill()
  await atCentre(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content)
     SELECT 'web-' || n, $1, $2, '', repeat('from the web ', 2000) FROM generate_series(1, 20) n`,
    userId,
    lessonId,
  )
  await until('the reason', () => reasonOf(device).includes('The disk is full'))
  expect(count(device, `notes WHERE id LIKE 'web-%'`)).toBe(0)
  disk.free()
  await until('the notes', () => {
    device.account.sync.kick()
    return count(device, `notes WHERE id LIKE 'web-%'`) === 20
  })
  await delivered(device)
  await expectSameAsCentre(device, school.centre.database.pool, userId)
})

it('[PL-5] a full pull that is gathered on a full disk changes nothing, leaves nothing, and is whole when there is room', async () => {
  const { device, disk } = await settledDevice()
  const before = count(device, 'notes')
  device.online = false
  device.account.sync.kick()
  await until('no round under way', () => device.account.status().state === 'offline')
  device.tamper(`DELETE FROM device_state WHERE key = 'cursor'`)
  disk.fill(1)
  device.online = true
  await until('the reason', () => reasonOf(device).includes('The disk is full'))
  expect(count(device, 'notes')).toBe(before)
  disk.free()
  await until('the cursor', () => {
    device.account.sync.kick()
    return count(device, `device_state WHERE key = 'cursor'`) === 1
  })
  await delivered(device)
  expect(count(device, 'staged_rows')).toBe(0)
  await expectSameAsCentre(device, school.centre.database.pool, userId)
})

it('[SG-1] a change of a course the disk has no room for comes whole when there is room', async () => {
  const { device, disk } = await settledDevice()
  disk.fill()
  await atCentre(
    `INSERT INTO lessons (id, title, content, position, module_id, course_id, published)
     SELECT 'more-' || n, 'Lesson ' || n, repeat('text ', 5000), n, 'm-' || $1::text, '', true FROM generate_series(1, 20) n`,
    courseId,
  )
  await until('an attempt', async () => {
    device.account.sync.kick()
    await new Promise((resolve) => setTimeout(resolve, 300))
    return true
  })
  expect(count(device, `lessons WHERE id LIKE 'more-%' AND content IS NOT NULL`)).toBe(0)
  disk.free()
  await until('the lessons', () => {
    device.account.sync.kick()
    return count(device, `lessons WHERE id LIKE 'more-%' AND content IS NOT NULL`) === 20
  })
  await whole(device)
})

it('[OB-5] a database damaged while the device was off is rebuilt: what waits reaches the centre, once, and all the rest comes back', async () => {
  const { device, disk } = await settledDevice()
  const contents = Array.from({ length: 60 }, (_, at) => `offline ${at} ${'word '.repeat(400)}`)
  device.online = false
  const ids = contents.map((content) => note(device, content))
  device.account.mutate('progress.complete', { progressId: createId(), lessonId, completedAtMs: Date.now() })
  await device.account.close()
  damage(disk.file, leavesOf(disk.file, 'notes').slice(1, 4))
  damage(disk.file, leavesOf(disk.file, 'quizzes'))
  writeFileSync(`${disk.file}.in-use`, 'in use')
  await device.restart()

  expect(readdirSync(dirname(disk.file)).filter((name) => /damaged-.*\.sqlite$/.test(name))).toHaveLength(1)
  expect(device.account.status()).toMatchObject({ state: 'attention', attentionCount: 1 })
  expect(device.account.status().waiting).toMatchObject({ notes: 60 })
  // Offline still: what waits is to be seen, whether or not its rows could be read.
  expect(device.rows('SELECT content FROM notes WHERE id = ?', ids[30])).toEqual([{ content: contents[30] }])
  expect(count(device, `notes WHERE content LIKE 'offline %'`)).toBe(60)
  device.account.dismissIncident()
  expect(device.account.status().attentionCount).toBe(0)

  device.online = true
  device.account.sync.kick()
  await until('everything confirmed', () => {
    device.account.sync.kick()
    return count(device, 'outbox') === 0
  })
  expect(
    (await atCentre('SELECT content FROM notes WHERE id = ANY($1) ORDER BY array_position($1, id)', ids)).map(
      (row) => row.content,
    ),
  ).toEqual(contents)
  await whole(device)
  await expectSameAsCentre(device, school.centre.database.pool, userId)
  expect(await atCentre('SELECT count(*)::int AS n FROM sync_rejections')).toEqual([{ n: 0 }])
  expect(
    await atCentre(
      'SELECT count(*)::int AS n FROM sync_clients WHERE user_id = $1 AND id = $2',
      userId,
      clientOf(device),
    ),
  ).toEqual([{ n: 1 }])

  const next = device.account.mutate('enrollment.visit', { courseId, lessonId })
  expect(next).toBeGreaterThan(1_000_000)
  await delivered(device)
})

const clientOf = (device: Device) =>
  device.rows(`SELECT value FROM device_state WHERE key = 'clientId'`)[0]?.value

it('[OB-2] work the centre had already, but this device no longer knows to be confirmed, is not done twice', async () => {
  const { device, disk } = await settledDevice()
  device.online = false
  const id = note(device, 'once')
  device.account.mutate('notes.edit', { noteId: id, baseContent: 'once', content: 'once and for all' })
  await device.account.close()
  const old = readFileSync(disk.file)
  device.online = true
  await device.restart()
  await delivered(device)
  const later = note(device, 'numbered later')
  await delivered(device)
  await device.account.close()
  // The disk had never written any of that.
  writeFileSync(disk.file, old)
  writeFileSync(`${disk.file}.in-use`, 'in use')
  device.online = false
  await device.restart()
  const fresh = note(device, 'made before the centre is met again')
  device.online = true
  await until('everything confirmed', () => {
    device.account.sync.kick()
    return count(device, 'outbox') === 0
  })
  expect(
    await atCentre('SELECT id, content FROM notes WHERE id = ANY($1) ORDER BY content', [id, later, fresh]),
  ).toEqual([
    { id: fresh, content: 'made before the centre is met again' },
    { id: later, content: 'numbered later' },
    { id, content: 'once and for all' },
  ])
  await delivered(device)
  await expectSameAsCentre(device, school.centre.database.pool, userId)
})

it('the file stops growing however often everything is pulled anew', async () => {
  const { device, disk } = await settledDevice()
  let largest = 0
  // It may need room for a round once, whenever other work of the engine falls into one.
  for (let round = 0, since = 0; since < 6; round++) {
    expect(round, 'rounds, of which the last six needed no more room').toBeLessThan(30)
    device.tamper(`DELETE FROM device_state WHERE key = 'cursor'`)
    device.account.sync.kick()
    await until('the cursor', () => count(device, `device_state WHERE key = 'cursor'`) === 1)
    await delivered(device)
    disk.settle()
    const { size } = statSync(disk.file)
    since = size > largest ? 0 : since + 1
    largest = Math.max(largest, size)
  }
})
