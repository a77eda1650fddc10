import { expect, it } from 'vitest'
import { type Device, until } from '../support/device.ts'
import { courseId } from '../support/gateway-fixture.ts'
import { oneCentre } from '../support/one-centre.ts'

const lessonId = `l-${courseId}`

const { learn } = oneCentre({
  prepare: async ({ database: { pool } }) => {
    await pool.query(`UPDATE lessons SET content = E'one\\ntwo\\nthree', position = 1 WHERE id = $1`, [
      lessonId,
    ])
    await pool.query(
      `INSERT INTO lessons (id, title, position, module_id, course_id, published)
       SELECT id, upper(id), ascii(id), (SELECT module_id FROM lessons WHERE id = $1), '', true
       FROM unnest(ARRAY['x', 'y', 'z']) AS id`,
      [lessonId],
    )
  },
})

const draft = (on: Device) =>
  on.rows(
    'SELECT id, title, content, position, module_id FROM lessons WHERE course_id = ? ORDER BY position, id',
    courseId,
  )
const order = (on: Device) => draft(on).map((row) => row.id)

it('two devices of a teacher, both offline, come out with both edits and both moves, and equal', async () => {
  const [laptop, phone] = [await learn('teacher'), await learn('teacher')]
  const both = [laptop, phone]
  for (const one of both) one.online = false
  const base = 'one\ntwo\nthree'
  const moduleId = String(draft(laptop)[0]?.module_id)
  const edit = { lessonId, field: 'content' as const }
  laptop.account.mutate('studio.editLesson', { ...edit, base, value: 'ONE\ntwo\nthree' })
  laptop.account.mutate('studio.moveLesson', { lessonId: 'z', moduleId, afterLessonId: lessonId })
  phone.account.mutate('studio.editLesson', { ...edit, base, value: 'one\ntwo\nthr' })
  phone.account.mutate('studio.editLesson', { ...edit, base: 'one\ntwo\nthr', value: 'one\ntwo\nTHREE' })
  phone.account.mutate('studio.moveLesson', { lessonId: 'y', moduleId, afterLessonId: null })
  expect(laptop.account.status().waiting).toMatchObject({ drafts: 2, total: 2 })
  expect(order(laptop)).toEqual([lessonId, 'z', 'x', 'y'])
  expect(order(phone)).toEqual(['y', lessonId, 'x', 'z'])
  for (const one of both) {
    one.online = true
    one.account.sync.kick()
    await until('what waited', () => one.account.status().waiting.total === 0)
  }
  // What was sent is confirmed a moment before the course brings it: a device may show the older draft in between.
  await until('both to be as the centre', () => {
    for (const one of both) one.account.sync.kick()
    return both.every(
      (one) =>
        order(one).join() === `y,${lessonId},z,x` &&
        draft(one).some((row) => row.content === 'ONE\ntwo\nTHREE') &&
        JSON.stringify(draft(one)) === JSON.stringify(draft(laptop)),
    )
  })
  expect(laptop.rows('SELECT 1 FROM sync_conflicts')).toEqual([])
})
