import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, openDevice, startCentreFixture, until } from '../support/device.ts'
import { courseId, type GatewayFixture } from '../support/gateway-fixture.ts'

type Change = (url: string, response: Response) => Response | Promise<Response>
const lessonCount = 40

let centre: GatewayFixture
const devices: Device[] = []
beforeAll(async () => {
  centre = await startCentreFixture()
})
beforeEach(async () => {
  await atCentre(`DELETE FROM lessons WHERE id LIKE 'more-%'`)
  await atCentre(
    `INSERT INTO lessons (id, title, content, position, module_id, course_id, published)
     SELECT 'more-' || n, 'Lesson ' || n, 'Text ' || n, n, 'm-' || $1::text, '', true FROM generate_series(1, $2::int) n`,
    courseId,
    lessonCount - 1,
  )
})
afterEach(async () => {
  for (const device of devices.splice(0)) await device.close()
})
afterAll(() => centre.close())

async function atCentre(sql: string, ...values: unknown[]) {
  return (await centre.database.pool.query(sql, values)).rows
}

async function learn(change?: Change, network: typeof fetch = fetch): Promise<Device> {
  const device = await openDevice(centre, 'enrolled', { fetch: network, ...(change ? { change } : {}) })
  devices.push(device)
  device.account.keep(courseId)
  await whole(device)
  return device
}

/** Waits until the device has found its course to be the centre's present one. */
const whole = (device: Device) => isPresent(device, 'course')
const outlineIsPresent = (device: Device) => isPresent(device, 'outline')

async function isPresent(device: Device, group: 'course' | 'outline'): Promise<void> {
  const [course] = await atCentre('SELECT content_version FROM courses WHERE id = $1', courseId)
  await until(`the ${group}`, () => {
    device.account.sync.kick()
    const [found] = device.rows('SELECT verified_version FROM shape_groups WHERE group_name = ?', group)
    return Number(found?.verified_version) >= Number(course.content_version)
  })
}

async function expectLessonsOfCentre(device: Device): Promise<void> {
  const columns = 'id, title, content, position, module_id, course_id'
  expect(device.rows(`SELECT ${columns} FROM lessons ORDER BY id`)).toEqual(
    await atCentre(
      `SELECT ${columns} FROM lessons WHERE course_id = $1 AND published ORDER BY id COLLATE "C"`,
      courseId,
    ),
  )
}

const isLater = (url: string, shape: string) => {
  const { pathname, searchParams } = new URL(url)
  return pathname === `/v1/shapes/${shape}` && searchParams.get('offset') !== '-1'
}

it('[MR-1] a list that must be fetched anew is swapped as a whole: at no moment is it shorter', async () => {
  let rebuild = false
  let refused = 0
  const seen: number[] = []
  const look = (device: Device) =>
    seen.push(Number(device.rows(`SELECT count(*) AS n FROM lessons WHERE content IS NOT NULL`)[0]?.n))
  const device = await learn(async (url, response) => {
    if (devices[0] && rebuild) look(devices[0])
    if (!rebuild || refused > 0 || !isLater(url, 'lessons')) return response
    refused += 1
    await response.body?.cancel()
    return Response.json([{ headers: { control: 'must-refetch' } }], { status: 409 })
  })
  rebuild = true
  const watching = setInterval(() => look(device), 1)
  await atCentre(`UPDATE lessons SET title = 'Renamed' WHERE id = 'more-1'`)
  await whole(device)
  clearInterval(watching)
  look(device)
  expect(refused).toBe(1)
  expect(seen.length).toBeGreaterThan(10)
  expect(new Set(seen)).toEqual(new Set([lessonCount]))
  expect(device.rows(`SELECT title FROM lessons WHERE id = 'more-1'`)).toEqual([{ title: 'Renamed' }])
  expect(device.rows('SELECT * FROM staged_rows')).toEqual([])
})

it('[RB-3] a list that is fetched anew leaves alone what waits and is about other things', async () => {
  let rebuild = false
  let refused = 0
  const change: Change = async (url, response) => {
    if (!rebuild || refused > 0 || !isLater(url, 'lessons')) return response
    refused += 1
    await response.body?.cancel()
    return Response.json([{ headers: { control: 'must-refetch' } }], { status: 409 })
  }
  const device = await learn(change, (input, init) =>
    String(input).endsWith('/v1/push') ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init),
  )
  const noteId = createId()
  device.account.mutate('notes.create', { noteId, lessonId: 'more-1', content: 'Waits', videoSecond: null })
  device.tamper('CREATE TABLE taken_back (id TEXT)')
  device.tamper(
    'CREATE TRIGGER noted AFTER DELETE ON notes BEGIN INSERT INTO taken_back VALUES (old.id); END',
  )
  rebuild = true
  await atCentre(`UPDATE lessons SET title = 'Renamed' WHERE id = 'more-1'`)
  await whole(device)
  expect(refused).toBe(1)
  expect(device.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([{ content: 'Waits' }])
  expect(device.rows('SELECT id FROM taken_back')).toEqual([])
})

it('rows that were lost, changed or added behind the engine’s back are put right by the digest', async () => {
  const device = await learn()
  device.tamper(`DELETE FROM lessons WHERE id = 'more-2'`)
  device.tamper(`UPDATE lessons SET content = 'forged' WHERE id = 'more-3'`)
  device.tamper(`UPDATE lessons SET content = NULL WHERE id = 'more-4'`)
  device.tamper(
    `INSERT INTO lessons (id, title, position, type, module_id, course_id, published, is_free, created_at, updated_at)
     SELECT 'stray', title, position, type, module_id, course_id, published, is_free, created_at, updated_at
     FROM lessons WHERE id = 'more-5'`,
  )
  await atCentre(`UPDATE lessons SET title = 'Seven' WHERE id = 'more-7'`)
  await whole(device)
  await expectLessonsOfCentre(device)
})

it('[DG-2] a change that the log passed over while its offset moved on is found missing and fetched', async () => {
  let dropped = 0
  const device = await learn(async (url, response) => {
    if (dropped > 0 || !isLater(url, 'lessons')) return response
    const messages = (await response.json()) as { value?: { id?: string } }[]
    const kept = messages.filter((message) => message.value?.id !== 'more-8')
    dropped += messages.length - kept.length
    return new Response(JSON.stringify(kept), { status: response.status, headers: response.headers })
  })
  await atCentre(`UPDATE lessons SET content = 'new text' WHERE id = 'more-8'`)
  await atCentre(`UPDATE lessons SET content = 'other text' WHERE id = 'more-9'`)
  await whole(device)
  expect(dropped).toBeGreaterThan(0)
  await expectLessonsOfCentre(device)
})

it('a lesson that is unpublished leaves the device, comes back when it is published, and its note stays throughout', async () => {
  const device = await learn()
  const noteId = createId()
  device.account.mutate('notes.create', { noteId, lessonId: 'more-10', content: 'mine', videoSecond: null })
  await until('the note sent', () => device.rows('SELECT 1 FROM outbox').length === 0)
  for (const published of [false, true]) {
    await atCentre(`UPDATE lessons SET published = $1 WHERE id = 'more-10'`, published)
    await whole(device)
    await expectLessonsOfCentre(device)
    expect(device.rows(`SELECT 1 FROM lessons WHERE id = 'more-10'`)).toHaveLength(published ? 1 : 0)
    expect(device.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([{ content: 'mine' }])
  }
})

it('[OV-1] a course taken off the device leaves its outline and the person’s own work, and comes back whole', async () => {
  const device = await learn()
  device.account.sync.wantCourse(courseId)
  await until(
    'the outline',
    () => device.rows(`SELECT 1 FROM shape_groups WHERE group_name = 'outline'`).length > 0,
  )
  const noteId = createId()
  device.account.mutate('notes.create', { noteId, lessonId: 'more-1', content: 'mine', videoSecond: null })
  device.account.mutate('progress.record', {
    progressId: createId(),
    lessonId: 'more-1',
    watchedSeconds: 3,
  })
  await device.account.removeFromDevice(courseId)
  expect(device.rows('SELECT count(*) AS n, count(content) AS texts FROM lessons')).toEqual([
    { n: lessonCount, texts: 0 },
  ])
  expect(device.rows('SELECT 1 FROM questions')).toEqual([])
  expect(device.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([{ content: 'mine' }])
  expect(device.rows(`SELECT watched_seconds FROM progress WHERE lesson_id = 'more-1'`)).toEqual([
    { watched_seconds: 3 },
  ])
  await until('the note sent', () => device.rows('SELECT 1 FROM outbox').length === 0)

  device.account.keep(courseId)
  await whole(device)
  await expectLessonsOfCentre(device)
  expect(device.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([{ content: 'mine' }])
})

it('a lesson unpublished and published again keeps its text, whichever shape hears of it last', async () => {
  const device = await learn()
  await outlineIsPresent(device)
  device.online = false
  for (const published of [false, true])
    await atCentre(`UPDATE lessons SET published = $1 WHERE id LIKE 'more-%'`, published)
  device.online = true
  await whole(device)
  await outlineIsPresent(device)
  await expectLessonsOfCentre(device)
})

it('[OV-2] a list that comes later and tells the past first makes nothing old again, not for a moment', async () => {
  await learn() // its outline begins the log before the change
  await atCentre(`UPDATE lessons SET title = 'Renamed' WHERE id = 'more-1'`)
  await atCentre(`UPDATE lessons SET title = 'As it is now' WHERE id = 'more-1'`)
  const titles = new Set<unknown>()
  const look = (device: Device) => {
    if (device.rows(`SELECT 1 FROM shape_groups WHERE group_name = 'course'`).length > 0)
      titles.add(device.rows(`SELECT title FROM lessons WHERE id = 'more-1'`)[0]?.title)
  }
  const device = await learn((_url, response) => {
    if (devices[1]) look(devices[1])
    return response
  })
  await outlineIsPresent(device)
  look(device)
  expect([...titles]).toEqual(['As it is now'])
  await expectLessonsOfCentre(device)
})

it('[OV-2] a list that is behind and takes a lesson away does not cost the course the lesson’s text', async () => {
  let asked: { url: string; init: RequestInit | undefined } | undefined
  let behind: Response | undefined
  const device = await openDevice(centre, 'enrolled', {
    fetch: async (input, init) => {
      const url = String(input)
      if (!isLater(url, 'outlineLessons')) return fetch(input, init)
      asked = { url, init }
      const cached = behind
      behind = undefined
      return cached ?? fetch(input, init)
    },
  })
  devices.push(device)
  device.account.keep(courseId)
  await whole(device)
  await outlineIsPresent(device)
  device.online = false
  await atCentre(`UPDATE lessons SET published = false WHERE id = 'more-11'`)
  const [cursor] = device.rows(`SELECT handle, "offset" FROM shape_cursors WHERE name = 'outlineLessons'`)
  const url = new URL(String(asked?.url))
  for (const name of ['handle', 'offset'] as const) url.searchParams.set(name, String(cursor?.[name]))
  await until('the log tells that the lesson has left', async () => {
    behind = await fetch(url, asked?.init)
    return (await behind.clone().text()).includes('"operation":"delete"')
  })
  await atCentre(`UPDATE lessons SET published = true WHERE id = 'more-11'`)
  device.online = true
  await until('the reply that is behind was given', () => {
    device.account.sync.kick()
    return behind === undefined
  })
  await until('the lesson has its text again', () => {
    device.account.sync.kick()
    return device.rows(`SELECT content FROM lessons WHERE id = 'more-11'`)[0]?.content === 'Text 11'
  })
  await whole(device)
  await expectLessonsOfCentre(device)
})

it('a course page that is gone at the centre does not keep kept courses from arriving', async () => {
  const device = await openDevice(centre, 'enrolled')
  devices.push(device)
  device.account.sync.wantCourse('course-that-never-was')
  device.account.keep(courseId)
  await whole(device)
  await expectLessonsOfCentre(device)
})
