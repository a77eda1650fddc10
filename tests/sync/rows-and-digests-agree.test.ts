import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readDigests } from '../../server/shapes/digests.ts'
import { Notices } from '../../src/engine/changes/notices.ts'
import { mirrorTable } from '../../src/engine/db/mirror.ts'
import { openDatabase, type Sqlite } from '../../src/engine/db/open-database.ts'
import { fromWire, parseArray } from '../../src/engine/db/wire-values.ts'
import { WriteDoor } from '../../src/engine/db/write-door.ts'
import { digestOnDevice } from '../../src/engine/sync/shape-digest.ts'
import { shapes } from '../../src/shared/contract/shapes.ts'
import type { WireRow } from '../../src/shared/contract/wire.ts'
import type { TestDatabase } from '../support/postgres.ts'
import { createSmallSchool } from '../support/small-school.ts'

let school: TestDatabase
let folder: string
let sqlite: Sqlite
beforeAll(async () => {
  school = await createSmallSchool()
  folder = mkdtempSync(join(tmpdir(), 'brainix-digest-'))
  sqlite = openDatabase(join(folder, 'db.sqlite'))
  sqlite.pragma('synchronous = OFF')
})
afterAll(async () => {
  sqlite.close()
  rmSync(folder, { recursive: true })
  await school.drop()
})

/** Everything Postgres can hold in a text, and what tends to be taken for something else. */
const hostile = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '',
      'NULL',
      '{}',
      '{a,"b"}',
      '"',
      '\\',
      '\u001f',
      '\u001e',
      '\u0001',
      ' x ',
      '\r\n',
      "'",
      't',
    ),
  )
  .map((text) => text.replaceAll('\0', '').toWellFormed())
const instant = fc.oneof(
  fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T00:00:00Z'),
    noInvalidDate: true,
  }),
  fc.constantFrom(
    new Date(0),
    new Date(1),
    new Date('2024-02-29T23:59:59.999Z'),
    new Date('2026-08-31T00:00:00Z'),
  ),
)

async function asText<T>(query: string, values: unknown[]): Promise<T[]> {
  const client = await school.pool.connect()
  try {
    await client.query("SET TimeZone = 'UTC'")
    const types = { getTypeParser: () => (value: string) => value }
    const { rows } = await client.query({ text: query, values, types })
    return rows as T[]
  } finally {
    client.release()
  }
}

it('lists of texts are read from Postgres as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { maxLength: 6 }), async (texts) => {
      const [row] = await asText<{ list: string }>('SELECT $1::text[] AS list', [texts])
      expect(parseArray(row?.list ?? '')).toEqual(texts)
    }),
    { numRuns: 100 },
  )
})

it('nulls, dimensions and bounds of an array are no texts of a list', async () => {
  for (const [array, texts] of [
    [`ARRAY['a', NULL, 'NULL', 'null', '']`, ['a', 'NULL', 'null', '']],
    [`ARRAY[NULL]::text[]`, []],
    [`ARRAY[['a', '{'], [NULL, '},']]`, ['a', '{', '},']],
    [`'[0:1]={a,"b c"}'::text[]`, ['a', 'b c']],
    [`'[-2:-2][0:1]={{a,[1:1]=}}'::text[]`, ['a', '[1:1]=']],
    [`'{}'::text[]`, []],
  ] as const) {
    const [row] = await asText<{ list: string; joined: string }>(
      `SELECT list, array_to_string(list, '|') AS joined FROM (SELECT ${array} AS list) given`,
      [],
    )
    expect(parseArray(row?.list ?? ''), array).toEqual(texts)
    expect(row?.joined, array).toBe(texts.join('|'))
  }
})

it('instants and whole numbers are read from Postgres exactly', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(instant, { minLength: 1, maxLength: 20 }), async (dates) => {
      const rows = await asText<{ at: string }>(
        `SELECT (to_timestamp(0) + ms * interval '1 millisecond')::timestamptz(3) AS at
         FROM unnest($1::bigint[]) WITH ORDINALITY AS u (ms, n) ORDER BY n`,
        [dates.map((date) => date.getTime())],
      )
      expect(rows.map((row) => fromWire('integer', row.at))).toEqual(dates.map((date) => date.getTime()))
    }),
    { numRuns: 60 },
  )
  for (const number of [0, -1, 2_147_483_647, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
    expect(fromWire('integer', String(number))).toBe(number)
  for (const wrong of ['9007199254740993', 'infinity', '1.5', 'x', '2026-13-45 99:00:00+00'])
    expect(() => fromWire('integer', wrong)).toThrow(RangeError)
})

it('[DG-1] the digest of a table is the same at the centre and on the device, whatever is in its rows', async () => {
  const question = fc.record({
    text: hostile,
    options: fc.array(fc.option(hostile, { freq: 6 }), { maxLength: 4 }),
    createdAt: instant,
    points: fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }),
  })
  const door = new WriteDoor(sqlite, new Notices())
  await fc.assert(
    fc.asyncProperty(fc.array(question, { maxLength: 12 }), async (questions) => {
      await school.pool.query('DELETE FROM answers; DELETE FROM questions')
      for (const [index, row] of questions.entries())
        await school.pool.query(
          `INSERT INTO questions (id, quiz_id, text, options, correct_answer, points, created_at)
           VALUES ($1, 'q-commit', $2, $3, 'key', $4, to_timestamp(0) + $5 * interval '1 millisecond')`,
          [`q${index}`, row.text, row.options, row.points, row.createdAt.getTime()],
        )
      const columns = shapes.questions.columns.join(', ')
      const rows = await asText<WireRow>(`SELECT ${columns} FROM questions`, [])
      door.write((tx) => {
        tx.sqlite.exec('DELETE FROM questions')
        tx.confirmed.upsertWire(mirrorTable('questions'), rows)
      })
      const theirs = await readDigests(school.pool, 'course', { courseId: 'git', userId: 'ann' })
      const ours = await digestOnDevice(sqlite, { name: 'questions', courseId: 'git' })
      expect(ours).toEqual(theirs.shapes.questions)
      expect(ours.count).toBe(questions.length)
    }),
    { numRuns: 40 },
  )
})
