import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UserRole } from '../../../src/shared/contract/enums.ts'
import { type MutationName, mutationArgs } from '../../../src/shared/contract/mutations.ts'
import { contractVersion } from '../../../src/shared/contract/wire.ts'
import { createId } from '../../../src/shared/domain/ids.ts'
import type { TestDatabase } from '../../../tests/support/postgres.ts'
import { createSmallSchool, inTransaction, someoneWaits } from '../../../tests/support/small-school.ts'
import { applyBatch } from '../apply-batch.ts'

let school: TestDatabase
beforeAll(async () => {
  school = await createSmallSchool()
  await school.pool.query(`INSERT INTO users (id, clerk_id, email, name, role) VALUES
    ('adm', 'k-adm', 'adm@school.test', 'Adm', 'ADMIN')`)
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`DELETE FROM modules WHERE course_id = 'sql'; DELETE FROM sync_conflicts;
    UPDATE courses SET title = 'Asking Databases', description = E'one\\ntwo\\nthree' WHERE id = 'sql';
    INSERT INTO modules (id, title, position, course_id) VALUES ('m1', 'M1', 1, 'sql'), ('m2', 'M2', 2, 'sql'), ('m3', 'M3', 2, 'sql');
    INSERT INTO lessons (id, title, content, position, module_id) VALUES
      ('a', 'A', E'one\\ntwo\\nthree', 1, 'm1'), ('b', 'B', NULL, 2, 'm1'), ('c', 'C', NULL, 3, 'm1'), ('d', 'D', NULL, 1, 'm2')`)
})

const roles: Record<string, UserRole> = { ann: 'STUDENT', ida: 'INSTRUCTOR', ivo: 'INSTRUCTOR', adm: 'ADMIN' }
const rows = async (sql: string) => (await school.pool.query(sql)).rows
const conflicts = () =>
  rows('SELECT user_id, table_name, row_id, field, base, mine, theirs FROM sync_conflicts')

/** The lessons of a module, or the modules of the course, in order. */
const order = async (parent: string) =>
  (
    await rows(
      parent === 'sql'
        ? `SELECT id, position FROM modules WHERE course_id = 'sql' ORDER BY position`
        : `SELECT id, position FROM lessons WHERE module_id = '${parent}' ORDER BY position`,
    )
  )
    .map((row) => row.id)
    .join(' ')

async function push(userId: string, name: MutationName, args: unknown): Promise<string[]> {
  const answer = await applyBatch(
    school.pool,
    { userId, role: roles[userId] ?? 'STUDENT' },
    { clientId: createId(), contractVersion, mutations: [{ number: 1, name, args, madeAtMs: Date.now() }] },
  )
  return answer.rejected.map((refusal) => refusal.code)
}

describe('[PS-4] who may do what to a course of ivo', () => {
  const deeds: Record<Extract<MutationName, `studio.${string}`>, unknown> = {
    'studio.editCourse': { courseId: 'sql', field: 'title', base: 'Asking Databases', value: 'SQL' },
    'studio.editLesson': { lessonId: 'a', field: 'content', base: 'one\ntwo\nthree', value: 'one' },
    'studio.createModule': { moduleId: 'm-new', courseId: 'sql', title: 'New', afterModuleId: null },
    'studio.createLesson': {
      lessonId: 'new',
      moduleId: 'm1',
      title: 'New',
      type: 'TEXT',
      afterLessonId: 'a',
    },
    'studio.moveModule': { moduleId: 'm1', afterModuleId: 'm3' },
    'studio.moveLesson': { lessonId: 'a', moduleId: 'm2', afterLessonId: 'd' },
    'studio.deleteLesson': { lessonId: 'b', baseContent: '' },
  }
  const course = () =>
    rows(`SELECT c.title, c.description, m.id AS module, m.position, l.id, l.title AS lesson, l.content, l.position AS at
      FROM courses c JOIN modules m ON m.course_id = c.id LEFT JOIN lessons l ON l.module_id = m.id
      WHERE c.id = 'sql' ORDER BY m.id, l.id`)

  it('names every mutation of the studio', () => {
    const studio = Object.keys(mutationArgs).filter((name) => name.startsWith('studio.'))
    expect(Object.keys(deeds).sort()).toEqual(studio.sort())
  })

  describe.each(Object.entries(deeds))('%s', (name, args) => {
    it.each(['ann', 'ida'])('is refused to %s, and nothing moves', async (userId) => {
      const before = await course()
      expect(await push(userId, name as MutationName, args)).toEqual(['forbidden'])
      expect(await course()).toEqual(before)
    })

    it.each(['ivo', 'adm'])('is done for %s, and again does nothing more', async (userId) => {
      const before = await course()
      expect(await push(userId, name as MutationName, args)).toEqual([])
      const after = await course()
      expect(after).not.toEqual(before)
      expect(await push(userId, name as MutationName, args)).toEqual([])
      expect(await course()).toEqual(after)
      expect(await conflicts()).toEqual([])
    })
  })
})

describe('fields of a draft', () => {
  it('that two devices changed in different fields have both changes', async () => {
    await push('ivo', 'studio.editCourse', {
      courseId: 'sql',
      field: 'title',
      base: 'Asking Databases',
      value: 'SQL',
    })
    const text = { courseId: 'sql', field: 'description', base: 'one\ntwo\nthree' }
    await push('ivo', 'studio.editCourse', { ...text, value: 'ONE\ntwo\nthree' })
    await push('ivo', 'studio.editCourse', { ...text, value: 'one\ntwo\nTHREE' })
    expect(await rows(`SELECT title, description FROM courses WHERE id = 'sql'`)).toEqual([
      { title: 'SQL', description: 'ONE\ntwo\nTHREE' },
    ])
    expect(await conflicts()).toEqual([])
  })

  it('that two devices changed alike are a conflict with both texts: the later title, and both long texts', async () => {
    const title = { courseId: 'sql', field: 'title', base: 'Asking Databases' }
    for (const value of ['first', 'second']) await push('ivo', 'studio.editCourse', { ...title, value })
    const content = { lessonId: 'a', field: 'content', base: 'one\ntwo\nthree' }
    for (const value of ['red', 'blue']) await push('ivo', 'studio.editLesson', { ...content, value })
    const common = { user_id: 'ivo' }
    expect(await conflicts()).toEqual([
      {
        ...common,
        table_name: 'courses',
        row_id: 'sql',
        field: 'title',
        base: title.base,
        mine: 'second',
        theirs: 'first',
      },
      {
        ...common,
        table_name: 'lessons',
        row_id: 'a',
        field: 'content',
        base: content.base,
        mine: 'blue',
        theirs: 'red',
      },
    ])
    const [course] = await rows(`SELECT title FROM courses WHERE id = 'sql'`)
    const [lesson] = await rows(`SELECT content FROM lessons WHERE id = 'a'`)
    expect(course.title).toBe('second')
    for (const side of ['red', 'blue']) expect(lesson.content).toContain(side)
  })

  it('fit what holds them', async () => {
    const edit = (field: string, value: string) =>
      push('ivo', 'studio.editLesson', { lessonId: 'a', field, base: '', value })
    expect(await edit('title', ' ')).toEqual(['bad-input'])
    expect(await edit('title', 'x'.repeat(201))).toEqual(['bad-input'])
    expect(await edit('position', '7')).toEqual(['bad-input'])
    expect(await edit('description', '')).toEqual([])
    expect(await rows(`SELECT title, description FROM lessons WHERE id = 'a'`)).toEqual([
      { title: 'A', description: null },
    ])
  })
})

describe('moves keep what was meant', () => {
  it('of two people at once, in either order', async () => {
    const moves = [
      () => push('ivo', 'studio.moveLesson', { lessonId: 'c', moduleId: 'm1', afterLessonId: null }),
      () => push('adm', 'studio.moveLesson', { lessonId: 'b', moduleId: 'm2', afterLessonId: 'd' }),
    ]
    for (const sequence of [moves, [...moves].reverse()]) {
      await school.pool.query(
        `UPDATE lessons SET module_id = 'm1', position = ascii(id) WHERE id IN ('a', 'b', 'c')`,
      )
      for (const move of sequence) expect(await move()).toEqual([])
      expect(await order('m1')).toBe('c a')
      expect(await order('m2')).toBe('d b')
    }
  })

  it('behind a lesson that went elsewhere: at the end', async () => {
    await push('adm', 'studio.moveLesson', { lessonId: 'b', moduleId: 'm2', afterLessonId: null })
    await push('ivo', 'studio.moveLesson', { lessonId: 'a', moduleId: 'm1', afterLessonId: 'b' })
    expect(await order('m1')).toBe('c a')
  })

  it('one after the other, where both arrive in the same moment', async () => {
    await inTransaction(school.pool, async (client) => {
      await client.query(`SELECT 1 FROM courses WHERE id = 'sql' FOR UPDATE`)
      const both = Promise.all([
        push('ivo', 'studio.moveModule', { moduleId: 'm1', afterModuleId: 'm3' }),
        push('adm', 'studio.moveModule', { moduleId: 'm2', afterModuleId: null }),
      ])
      await someoneWaits(school.pool)
      await client.query('COMMIT')
      expect(await both).toEqual([[], []])
      await client.query('BEGIN')
    })
    expect(await order('sql')).toBe('m2 m3 m1')
    expect(await rows(`SELECT position FROM modules WHERE course_id = 'sql' ORDER BY position`)).toEqual(
      [1, 2, 3].map((position) => ({ position })),
    )
  })

  it('never out of the course', async () => {
    expect(
      await push('adm', 'studio.moveLesson', { lessonId: 'a', moduleId: 'm-git', afterLessonId: null }),
    ).toEqual(['bad-input'])
    expect(
      await push('ivo', 'studio.moveLesson', { lessonId: 'a', moduleId: 'm-git', afterLessonId: null }),
    ).toEqual(['forbidden'])
  })
})

describe('a lesson that is deleted', () => {
  it('stays where somebody wrote on meanwhile, and they are asked', async () => {
    const edit = { lessonId: 'a', field: 'content', base: 'one\ntwo\nthree', value: 'one\ntwo\nthree\nfour' }
    await push('ivo', 'studio.editLesson', edit)
    expect(await push('ivo', 'studio.deleteLesson', { lessonId: 'a', baseContent: edit.base })).toEqual([])
    expect(await conflicts()).toMatchObject([
      { field: 'deleted', base: edit.base, mine: edit.value, theirs: '' },
    ])
    expect(await order('m1')).toBe('a b c')
  })

  it('stays where learners have worked in it, with everything of theirs', async () => {
    expect(await push('ida', 'studio.deleteLesson', { lessonId: 'l-commit', baseContent: '' })).toEqual([
      'forbidden',
    ])
    expect(await rows(`SELECT id FROM notes WHERE id = 'n-ann'`)).toHaveLength(1)
  })

  it('takes later edits with their text into the refusals', async () => {
    await push('ivo', 'studio.deleteLesson', { lessonId: 'b', baseContent: '' })
    const edit = { lessonId: 'b', field: 'content', base: '', value: 'my chapter' }
    expect(await push('ivo', 'studio.editLesson', edit)).toEqual(['not-found'])
    expect(
      await rows(
        `SELECT payload -> 'args' ->> 'value' AS text FROM sync_rejections WHERE user_id = 'ivo' AND code = 'not-found'`,
      ),
    ).toEqual([{ text: 'my chapter' }])
  })
})
