import { expect, it } from 'vitest'
import { createId } from '../../src/shared/domain/ids.ts'
import { delivered, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { keepCourse, oneCentre, wholeCourse } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`

const school = oneCentre()
const { atCentre } = school
const device = (options?: Parameters<typeof school.open>[1]) => school.open('enrolled', options)

it('[OB-6] what fails its schema or its rules changes nothing and queues nothing', async () => {
  const mine = await device()
  await delivered(mine)
  const before = mine.rows('SELECT * FROM notes')
  const note = { noteId: createId(), lessonId, content: 'x', videoSecond: null }
  expect(() => mine.account.mutate('notes.create', { ...note, videoSecond: 'soon' })).toThrow(/videoSecond/)
  expect(() => mine.account.mutate('notes.create', { ...note, lessonId: 'nowhere' })).toThrow(
    /not on this device/,
  )
  expect(mine.rows('SELECT * FROM notes')).toEqual(before)
  expect(mine.rows('SELECT * FROM outbox')).toEqual([])
})

it('[SG-2] a first fetch that is cut goes on where it stopped, and is whole only when its digests agree', async () => {
  await atCentre(
    `INSERT INTO lessons (id, title, content, position, module_id, course_id, published)
     SELECT 'long-' || n, 'Long ' || n, repeat('x', 20000), n, $1, '', true FROM generate_series(1, 800) n`,
    `m-${courseId}`,
  )
  const asked: string[] = []
  let cut = true
  const mine = await device({
    change: (url, response) => {
      const { pathname, searchParams } = new URL(url)
      if (pathname !== '/v1/shapes/lessons') return response
      asked.push(searchParams.get('offset') ?? '')
      // the pages after the first are cut off until the connection is good again
      return cut && searchParams.get('offset') !== '-1'
        ? new Response('[', { headers: response.headers })
        : response
    },
  })
  mine.account.keep(courseId)
  await until('the first page', () => mine.rows('SELECT 1 FROM lessons WHERE content IS NOT NULL').length > 0)
  await until('the cut', () => asked.some((offset) => offset !== '-1'))
  expect(mine.rows("SELECT 1 FROM shape_groups WHERE group_name = 'course'")).toEqual([])
  cut = false
  mine.account.sync.kick()
  await wholeCourse(school, mine)
  expect(mine.rows('SELECT count(*) AS n FROM lessons WHERE content IS NOT NULL')).toEqual([{ n: 801 }])
  expect(asked.filter((offset) => offset === '-1')).toHaveLength(1)
  await atCentre(`DELETE FROM lessons WHERE id LIKE 'long-%'`)
})

it('[SG-3] a group is asked again when its version moved, and otherwise left alone', async () => {
  const asked: string[] = []
  const mine = await device({
    watch: (url, response) => {
      asked.push(new URL(url).pathname)
      void response.arrayBuffer().catch(() => {})
    },
  })
  await keepCourse(mine)
  const rounds = () => asked.filter((path) => path === '/v1/shapes/courses').length
  const lessons = () => asked.filter((path) => path === '/v1/shapes/lessons').length
  await until('a round that leaves the course alone', async () => {
    const before = { rounds: rounds(), lessons: lessons() }
    await until('two more rounds', () => {
      mine.account.sync.kick()
      return rounds() > before.rounds + 1
    })
    return lessons() === before.lessons
  })
  await atCentre(`UPDATE lessons SET content = 'Rewritten' WHERE id = $1`, lessonId)
  mine.account.sync.kick()
  await until('the new text', () => mine.rows("SELECT 1 FROM lessons WHERE content = 'Rewritten'").length)
})

it('[SK-1] columns and tables of a newer centre are ignored, and everything else goes on', async () => {
  await atCentre(`ALTER TABLE notes ADD COLUMN mood text NOT NULL DEFAULT 'calm'`)
  const mine = await device({
    change: async (url, response) => {
      if (!url.endsWith('/v1/pull')) return response
      const unknown = { kind: 'rows', table: 'from_the_future', rows: [{ id: 'f1', x: '1' }], gone: [] }
      const lines = (await response.text()).split('\n').filter(Boolean)
      lines.splice(1, 0, JSON.stringify(unknown))
      return new Response(`${lines.join('\n')}\n`, response)
    },
  })
  await delivered(mine)
  await until('the catalogue', () => mine.rows('SELECT 1 FROM courses').length)
  await keepCourse(mine)
  const noteId = createId()
  mine.account.mutate('notes.create', { noteId, lessonId, content: 'still here', videoSecond: null })
  await delivered(mine)
  expect(mine.rows('SELECT content FROM notes WHERE id = ?', noteId)).toEqual([{ content: 'still here' }])
})

it('[RC-2] the waiting count is what a person would count, and zero only when all is confirmed', async () => {
  let cut = true
  const mine = await device({
    change: async (url, response) => {
      if (!cut || !url.endsWith('/v1/push')) return response
      mine.online = false
      throw new TypeError('terminated: the line broke before the answer came')
    },
  })
  await keepCourse(mine)
  const noteId = createId()
  mine.account.mutate('notes.create', { noteId, lessonId, content: '1', videoSecond: null })
  await until('the entry may have left', () => mine.rows('SELECT 1 FROM outbox WHERE sent').length)
  mine.account.mutate('notes.edit', { noteId, baseContent: '1', content: '1 2' })
  mine.account.mutate('notes.edit', { noteId, baseContent: '1 2', content: '1 2 3' })
  expect(mine.account.status().waiting).toMatchObject({ notes: 1, total: 1 })
  expect(mine.account.status().state).not.toBe('delivered')
  cut = false
  mine.online = true
  mine.account.sync.kick()
  await delivered(mine)
  expect(mine.account.status().waiting.total).toBe(0)
})
