import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createId } from '../../../src/shared/domain/ids.ts'
import { betweenMark, mineMark, theirsMark } from '../../../src/shared/domain/merge-text.ts'
import type { TestDatabase } from '../../../tests/support/postgres.ts'
import { PushingDevice } from '../../../tests/support/pushing-device.ts'
import { createSmallSchool, inTransaction, someoneWaits } from '../../../tests/support/small-school.ts'

let school: TestDatabase
let laptop: PushingDevice
let phone: PushingDevice
beforeAll(async () => {
  school = await createSmallSchool()
})
afterAll(() => school.drop())
beforeEach(async () => {
  await school.pool.query(`DELETE FROM notes; DELETE FROM deleted_notes; DELETE FROM sync_conflicts;
    INSERT INTO notes (id, user_id, lesson_id, content, video_second, created_at)
    VALUES ('n', 'ann', 'l-commit', 'Remember', 12, '2026-01-02 03:04:05Z')`)
  laptop = new PushingDevice(school.pool, 'ann')
  phone = new PushingDevice(school.pool, 'ann')
})

const rows = async (sql: string) => (await school.pool.query(sql)).rows
const text = async () => (await rows(`SELECT content FROM notes WHERE id = 'n'`))[0]?.content
const conflicts = () =>
  rows(
    `SELECT field, base, mine, theirs FROM sync_conflicts WHERE resolved_at IS NULL ORDER BY created_at, field`,
  )
const seen = { noteId: 'n', baseContent: 'Remember' }

describe('a deletion', () => {
  it('deletes what the person saw', async () => {
    expect(await laptop.push('notes.delete', seen)).toEqual([])
    expect(await text()).toBeUndefined()
    expect(await conflicts()).toEqual([])
  })

  it('without the text that was seen, from an older app, deletes as it always did', async () => {
    await phone.push('notes.edit', { ...seen, content: 'Remember more' })
    expect(await laptop.push('notes.delete', { noteId: 'n' })).toEqual([])
    expect(await text()).toBeUndefined()
  })

  it('and an edit that did not know of each other keep the note and ask, whichever arrives first', async () => {
    const deletion = () => laptop.push('notes.delete', seen)
    const edit = () => phone.push('notes.edit', { ...seen, content: 'Remember more' })
    for (const order of [
      [deletion, edit],
      [edit, deletion],
    ]) {
      await school.pool.query(`DELETE FROM sync_conflicts; UPDATE notes SET content = 'Remember'`)
      for (const act of order) expect(await act()).toEqual([])
      expect(await text()).toBe('Remember more')
      expect(await conflicts()).toEqual([
        { field: 'deleted', base: 'Remember', mine: 'Remember more', theirs: '' },
      ])
    }
  })

  it('is undone as a whole: the note keeps its place, its second, its birthday and its later edits', async () => {
    await laptop.push('notes.delete', seen)
    await phone.push('notes.edit', { ...seen, content: 'Remember more' })
    await phone.push('notes.edit', { noteId: 'n', baseContent: 'Remember more', content: 'Remember most' })
    expect(
      await rows(`SELECT content, lesson_id, course_id, enrollment_id, video_second,
        created_at = '2026-01-02 03:04:05Z' AS born, updated_at > created_at AS touched FROM notes`),
    ).toEqual([
      {
        content: 'Remember most',
        lesson_id: 'l-commit',
        course_id: 'git',
        enrollment_id: 'e-ann',
        video_second: 12,
        born: true,
        touched: true,
      },
    ])
  })

  it('stands against an edit whose text it had seen', async () => {
    await laptop.push('notes.edit', { ...seen, content: 'Remember more' })
    await laptop.push('notes.delete', { noteId: 'n', baseContent: 'Remember more' })
    expect(await phone.push('notes.edit', { ...seen, content: 'Remember more' })).toEqual([])
    expect(await text()).toBeUndefined()
  })

  it('ends the conflicts of the note, and keeps both their sides', async () => {
    await laptop.push('notes.edit', { ...seen, content: 'red' })
    await phone.push('notes.edit', { ...seen, content: 'blue' })
    expect(await conflicts()).toHaveLength(1)
    await laptop.push('notes.delete', { noteId: 'n', baseContent: String(await text()) })
    expect(await conflicts()).toEqual([])
    expect(await rows('SELECT mine, theirs FROM sync_conflicts')).toEqual([{ mine: 'blue', theirs: 'red' }])
  })

  it('is undone by two devices at once, and both edits stay', async () => {
    await laptop.push('notes.delete', seen)
    const tablet = new PushingDevice(school.pool, 'ann')
    await inTransaction(school.pool, async (client) => {
      await client.query(`SELECT 1 FROM deleted_notes WHERE id = 'n' FOR UPDATE`)
      const both = Promise.all([
        phone.push('notes.edit', { ...seen, content: 'Remember\nphone' }),
        tablet.push('notes.edit', { ...seen, content: 'tablet\nRemember' }),
      ])
      await someoneWaits(school.pool)
      await new Promise((resolve) => setTimeout(resolve, 100))
      await client.query('COMMIT')
      expect(await both).toEqual([[], []])
      await client.query('BEGIN')
    })
    expect(await text()).toBe('tablet\nRemember\nphone')
    expect(await conflicts()).toMatchObject([{ field: 'deleted' }])
  })

  it('of a note grown longer than anybody may write is still possible', async () => {
    const grown = 'x'.repeat(300_000)
    await school.pool.query('UPDATE notes SET content = $1', [grown])
    expect(await laptop.push('notes.delete', { noteId: 'n', baseContent: grown })).toEqual([])
    expect(await text()).toBeUndefined()
  })

  it('made by another program is undone as well', async () => {
    await school.pool.query(`DELETE FROM notes WHERE id = 'n'`)
    expect(await phone.push('notes.edit', { ...seen, content: 'Remember more' })).toEqual([])
    expect(await text()).toBe('Remember more')
  })

  it('stands when the note that was carried to another device arrives once more', async () => {
    const made = { noteId: 'carried', lessonId: 'l-commit', content: 'Carried', videoSecond: null }
    await phone.push('notes.create', made)
    await phone.push('notes.delete', { noteId: 'carried', baseContent: 'Carried' })
    expect(await laptop.push('notes.create', made)).toEqual([])
    expect(await rows(`SELECT 1 FROM notes WHERE id = 'carried'`)).toEqual([])
    expect(await laptop.push('notes.create', { ...made, content: 'Carried\nand more' })).toEqual([])
    expect(await rows(`SELECT content FROM notes WHERE id = 'carried'`)).toEqual([
      { content: 'Carried\nand more' },
    ])
    expect(await conflicts()).toMatchObject([{ field: 'deleted', mine: 'Carried\nand more', theirs: '' }])
  })

  it('of the lesson alone leaves the note: it can be edited as before', async () => {
    await school.pool.query(`INSERT INTO lessons (id, title, position, module_id) VALUES ('l-gone', 'Gone', 9, 'm-git');
      UPDATE notes SET lesson_id = 'l-gone' WHERE id = 'n'; DELETE FROM lessons WHERE id = 'l-gone'`)
    expect(await phone.push('notes.edit', { ...seen, content: 'Remember more' })).toEqual([])
    expect(await rows(`SELECT content, lesson_title AS lesson FROM notes WHERE id = 'n'`)).toEqual([
      { content: 'Remember more', lesson: 'Gone' },
    ])
  })

  it('followed by that of its lesson cannot be undone: the edit is refused and kept', async () => {
    await school.pool.query(`INSERT INTO lessons (id, title, position, module_id) VALUES ('l-gone', 'Gone', 9, 'm-git');
      UPDATE notes SET lesson_id = 'l-gone' WHERE id = 'n'; DELETE FROM notes WHERE id = 'n';
      DELETE FROM lessons WHERE id = 'l-gone'`)
    expect(await phone.push('notes.edit', { ...seen, content: 'Remember more' })).toEqual(['not-found'])
    expect(await rows(`SELECT payload -> 'args' ->> 'content' AS text, reason FROM sync_rejections`)).toEqual(
      [{ text: 'Remember more', reason: 'The lesson of this note is no longer part of its course.' }],
    )
  })

  it('leaves nothing of a person who goes', async () => {
    await school.pool.query(`INSERT INTO users (id, clerk_id, email, name) VALUES ('tom', 'k-tom', 'tom@school.test', 'Tom');
      INSERT INTO notes (id, user_id, lesson_id, content) VALUES ('n-tom', 'tom', 'l-commit', 'a'), ('n-tom-2', 'tom', 'l-commit', 'b');
      DELETE FROM notes WHERE id = 'n-tom'`)
    await school.pool.query(`DELETE FROM users WHERE id = 'tom'`)
    expect(await rows(`SELECT id FROM deleted_notes WHERE user_id = 'tom'`)).toEqual([])
  })
})

describe('edits of two devices', () => {
  /** What a person does to a text offline: every new line is one nobody else writes. */
  const act = fc.record({
    at: fc.nat(20),
    what: fc.constantFrom('insert', 'change', 'remove'),
  })
  type Act = { at: number; what: 'insert' | 'change' | 'remove' }
  const edited = (before: string, { at, what }: Act, line: string): string => {
    const lines = before.split('\n')
    const index = at % (lines.length + 1)
    if (what === 'insert') lines.splice(index, 0, line)
    else if (what === 'change') lines.splice(index, 1, line)
    else lines.splice(index, 1)
    return lines.join('\n')
  }
  const base = ['one', 'two', 'three', 'four', 'five'].join('\n')

  it('lose no line of either, in whatever order they arrive', async () => {
    const script = fc.array(act, { maxLength: 5 })
    const order = fc.array(fc.boolean(), { minLength: 10, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(script, script, order, async (onLaptop, onPhone, turns) => {
        await school.pool.query('DELETE FROM sync_conflicts')
        await school.pool.query(`UPDATE notes SET content = $1`, [base])
        const sides = [
          { device: laptop, waiting: onLaptop, text: base, name: 'L' },
          { device: phone, waiting: onPhone, text: base, name: 'P' },
        ].map((side) => ({ ...side, waiting: [...side.waiting] }))
        let line = 0
        const schedule = [...turns, ...Array.from({ length: 10 }, (_, index) => index % 2 === 0)]
        for (const turn of schedule) {
          const side = sides[turn ? 0 : 1]
          const next = side?.waiting.shift()
          if (!side || !next) continue
          const content = edited(side.text, next, `${side.name}${line++}`)
          expect(
            await side.device.push('notes.edit', { noteId: 'n', baseContent: side.text, content }),
          ).toEqual([])
          side.text = content
        }
        const held = String(await text()).split('\n')
        for (const side of sides)
          for (const written of side.text.split('\n').filter((one) => /^[LP]\d/.test(one)))
            expect(held, `${written} of ${JSON.stringify(side)}`).toContain(written)
        const marked = held.some((one) => [mineMark, betweenMark, theirsMark].includes(one))
        expect(marked ? (await conflicts()).length > 0 : true).toBe(true)
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('that touch different lines merge to the same text in either order, without a conflict', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.integer({ min: 3, max: 4 }), fc.boolean(), async (low, high, swap) => {
        const results: string[] = []
        const lines = base.split('\n')
        const mine = lines.map((line, at) => (at === low ? 'mine' : line)).join('\n')
        const theirs = lines.map((line, at) => (at === high ? 'theirs' : line)).join('\n')
        for (const order of [
          [mine, theirs],
          [theirs, mine],
        ]) {
          const noteId = createId()
          await laptop.push('notes.create', {
            noteId,
            lessonId: 'l-commit',
            content: base,
            videoSecond: null,
          })
          for (const [index, content] of order.entries())
            await ((index === 0) === swap ? laptop : phone).push('notes.edit', {
              noteId,
              baseContent: base,
              content,
            })
          const found = await school.pool.query('SELECT content FROM notes WHERE id = $1', [noteId])
          results.push(found.rows[0].content)
        }
        expect(results[0]).toBe(results[1])
        expect(results[0]).toContain('mine')
        expect(results[0]).toContain('theirs')
        expect(await conflicts()).toEqual([])
      }),
      { numRuns: 10 },
    )
  })
})
