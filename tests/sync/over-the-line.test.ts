import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { type Device, delivered, openDevice, startCentreFixture, until } from '../support/device.ts'
import { courseId, type GatewayFixture } from '../support/gateway-fixture.ts'

let centre: GatewayFixture
let device: Device | undefined
beforeAll(async () => {
  centre = await startCentreFixture()
  await centre.database.pool.query(
    `INSERT INTO lessons (id, title, content, position, module_id, course_id, published)
     SELECT 'long-' || n, 'Lesson ' || n, repeat('A sentence that is read in a village. ', 100), n, 'm-' || $1::text, '', true
     FROM generate_series(1, 200) n`,
    [courseId],
  )
})
afterEach(async () => device?.close())
afterAll(() => centre.close())

/** Asks as a device does whose centre is not on the same computer. */
const fromElsewhere: typeof fetch = (input, init) =>
  fetch(input, { ...init, headers: { ...init?.headers, 'accept-encoding': 'zstd, gzip' } })

it('a course, the person’s own rows and what they do pass a line on which texts are compressed', async () => {
  const packed = new Set<string>()
  device = await openDevice(centre, 'enrolled', {
    fetch: fromElsewhere,
    watch: (url, response) => {
      if (response.headers.get('content-encoding') === 'zstd') packed.add(new URL(url).pathname)
      void response.arrayBuffer().catch(() => {})
    },
  })
  device.account.keep(courseId)
  const { rows } = device
  await until(
    'the whole course',
    () => rows("SELECT 1 FROM shape_groups WHERE group_name = 'course'").length > 0,
  )
  expect(rows('SELECT count(*) AS n FROM lessons WHERE length(content) > 3000')).toEqual([{ n: 200 }])
  const noteId = createId()
  device.account.mutate('notes.create', { noteId, lessonId: 'long-1', content: 'mine', videoSecond: null })
  await delivered(device)
  const { rows: notes } = await centre.database.pool.query('SELECT content FROM notes WHERE id = $1', [
    noteId,
  ])
  expect(notes).toEqual([{ content: 'mine' }])
  for (const path of ['/v1/shapes/lessons', '/v1/digests/course', '/v1/pull', '/v1/push'])
    expect(packed).toContain(path)
})
