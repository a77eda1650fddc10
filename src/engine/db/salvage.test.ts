import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { salvageTable } from './salvage.ts'

const folder = mkdtempSync(join(tmpdir(), 'brainix-salvage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pageBytes = 4096
let path: string
let leaves: { page: number; rows: number }[]

/** 1,000 rows over some 60 leaves, from rowid 1 on with a gap of a million after the 500th. */
beforeEach((context) => {
  path = join(folder, `${context.task.id}.sqlite`)
  const sqlite = new Database(path)
  sqlite.pragma(`page_size = ${pageBytes}`)
  sqlite.exec('CREATE TABLE things (number integer PRIMARY KEY, name text NOT NULL)')
  const insert = sqlite.prepare('INSERT INTO things VALUES (?, ?)')
  sqlite.transaction(() => {
    for (let at = 1; at <= 1000; at++) insert.run(at <= 500 ? at : 1_000_000 + at, `thing ${at} `.repeat(20))
  })()
  leaves = sqlite
    .prepare(
      `SELECT pageno AS page, ncell AS rows FROM dbstat
       WHERE name = 'things' AND pagetype = 'leaf' ORDER BY path`,
    )
    .all() as typeof leaves
  sqlite.close()
})

/** @returns how many rows were on them. */
function breakLeaves(...which: number[]): number {
  const bytes = readFileSync(path)
  let lost = 0
  for (const at of which) {
    const leaf = leaves.at(at)
    if (leaf === undefined) throw new Error(`no leaf ${at}`)
    bytes.fill(0xee, (leaf.page - 1) * pageBytes, leaf.page * pageBytes)
    lost += leaf.rows
  }
  writeFileSync(path, bytes)
  return lost
}

function salvage() {
  const sqlite = new Database(path, { readonly: true })
  try {
    return salvageTable(sqlite, 'things', ['number', 'name', 'not there'])
  } finally {
    sqlite.close()
  }
}

describe('salvageTable', () => {
  it('reads a sound table whole, in order, without columns it does not have', () => {
    const { rows, whole } = salvage()
    expect(whole).toBe(true)
    expect(rows).toHaveLength(1000)
    expect(rows[499]).toEqual({ number: 500, name: 'thing 500 '.repeat(20) })
    expect(rows.map((row) => Number(row.number))).toEqual(
      rows.map((row) => Number(row.number)).toSorted((left, right) => left - right),
    )
  })

  it.each([
    ['the first page', [0]],
    ['the last page', [-1]],
    ['a page in the middle', [20]],
    ['the pages around the gap in the numbers', [29, 30, 31]],
    ['the last page and one in the middle', [10, -1]],
    ['pages here and there', [3, 4, 17, 33, 50]],
  ])('loses only the rows of a page that cannot be read: %s', (_, broken) => {
    const lost = breakLeaves(...broken)
    const { rows, whole } = salvage()
    expect(whole).toBe(false)
    expect(lost).toBeGreaterThan(0)
    expect(rows).toHaveLength(1000 - lost)
    expect(new Set(rows.map((row) => row.number)).size).toBe(rows.length)
  })

  it('takes a table the file never had for whole and without rows', () => {
    const sqlite = new Database(path, { readonly: true })
    expect(salvageTable(sqlite, 'later', ['number'])).toEqual({ rows: [], whole: true })
    sqlite.close()
  })
})
