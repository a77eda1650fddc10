import { getTableColumns } from 'drizzle-orm'
import { type PgColumn, PgTable, getTableConfig as postgresConfig } from 'drizzle-orm/pg-core'
import { type SQLiteColumn, SQLiteTable, getTableConfig as sqliteConfig } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import * as analytics from './schema/analytics.ts'
import * as commerce from './schema/commerce.ts'
import * as community from './schema/community.ts'
import * as courses from './schema/courses.ts'
import * as learning from './schema/learning.ts'
import * as people from './schema/people.ts'
import * as mirrorAnalytics from './schema/sqlite/analytics.ts'
import * as mirrorCommerce from './schema/sqlite/commerce.ts'
import * as mirrorCommunity from './schema/sqlite/community.ts'
import * as mirrorCourses from './schema/sqlite/courses.ts'
import * as mirrorLearning from './schema/sqlite/learning.ts'
import * as mirrorPeople from './schema/sqlite/people.ts'
import * as mirrorSync from './schema/sqlite/sync.ts'
import * as sync from './schema/sync.ts'

/** What never leaves the centre. */
const CENTRE_ONLY = [
  'changeFeed',
  'centreRuns',
  'counterChanges',
  'standingChanges',
  'quizVersions',
  'deletedNotes',
  'syncRequests',
]

/** Columns that not every slice carries: null on a device that holds another slice, and so without a default there. */
const NOT_IN_EVERY_SLICE = new Set([
  'users.clerk_id',
  'users.email',
  'users.role',
  'users.created_at',
  'users.updated_at',
  'instructor_profiles.total_revenue',
  'courses.total_revenue',
  'questions.text',
  'questions.correct_answer',
  'questions.created_at',
])

const centre = tablesOf(PgTable, people, courses, learning, commerce, community, analytics, sync)
const mirror = tablesOf(
  SQLiteTable,
  mirrorPeople,
  mirrorCourses,
  mirrorLearning,
  mirrorCommerce,
  mirrorCommunity,
  mirrorAnalytics,
  mirrorSync,
)
const mirrored = [...centre.keys()].filter((name) => !CENTRE_ONLY.includes(name))

function tablesOf<T>(kind: abstract new (...args: never[]) => T, ...modules: object[]): Map<string, T> {
  const found = new Map<string, T>()
  for (const module of modules)
    for (const [name, value] of Object.entries(module)) if (value instanceof kind) found.set(name, value)
  return found
}

describe('the SQLite mirror', () => {
  it('has every table of the centre but those that stay there, under the same names', () => {
    expect([...mirror.keys()].sort()).toEqual(mirrored.sort())
    expect(centre.size).toBe(24 + 2 + 1 + 2 + 10) // primary, analytics, media files, reviews of questions and study, sync
    for (const name of mirrored)
      expect(sqliteConfig(table(mirror, name)).name).toBe(postgresConfig(table(centre, name)).name)
  })

  describe.each(mirrored)('of %s', (name) => {
    const theirs: Record<string, PgColumn> = getTableColumns(table(centre, name))
    const ours: Record<string, SQLiteColumn> = getTableColumns(table(mirror, name))
    const sqlName = postgresConfig(table(centre, name)).name

    it('has the same columns in the same order', () => {
      expect(Object.entries(ours).map(([property, column]) => [property, column.name])).toEqual(
        Object.entries(theirs).map(([property, column]) => [property, column.name]),
      )
    })

    it.each(Object.keys(theirs))('says the same of %s', (property) => {
      const centreColumn = column(theirs, property)
      const mirrorColumn = column(ours, property)
      const partial = NOT_IN_EVERY_SLICE.has(`${sqlName}.${centreColumn.name}`)
      expect(mirrorColumn.getSQLType()).toBe(storedAs(centreColumn))
      expect(mirrorColumn.dataType).toBe(readAs(centreColumn))
      expect(mirrorColumn.primary).toBe(centreColumn.primary)
      expect(mirrorColumn.notNull).toBe(centreColumn.notNull && !partial)
      expect(mirrorColumn.enumValues).toEqual(centreColumn.enumValues)
      expect(mirrorColumn.default).toEqual(partial ? undefined : literalDefault(centreColumn))
    })

    it('refuses no row the centre has: nothing unique but the key, no foreign keys, no checks', () => {
      const config = sqliteConfig(table(mirror, name))
      expect(config.foreignKeys).toEqual([])
      expect(config.uniqueConstraints).toEqual([])
      expect(config.checks).toEqual([])
      expect(config.indexes.filter((index) => index.config.unique)).toEqual([])
      expect(Object.values(ours).filter((one) => one.isUnique)).toEqual([])
    })
  })

  it('lists no exception that is none', () => {
    const columns = mirrored.flatMap((name) => {
      const theirs: Record<string, PgColumn> = getTableColumns(table(centre, name))
      const prefix = postgresConfig(table(centre, name)).name
      return Object.values(theirs).flatMap((one) => (one.notNull ? [`${prefix}.${one.name}`] : []))
    })
    expect([...NOT_IN_EVERY_SLICE].filter((one) => !columns.includes(one))).toEqual([])
  })
})

function table<T>(tables: Map<string, T>, name: string): T {
  const found = tables.get(name)
  if (!found) throw new Error(`no table ${name}`)
  return found
}

function column<T>(columns: Record<string, T>, property: string): T {
  const found = columns[property]
  if (!found) throw new Error(`no column ${property}`)
  return found
}

function storedAs(column: PgColumn): string {
  const type = column.getSQLType()
  const length = /^varchar\((\d+)\)$/.exec(type)?.[1]
  if (length !== undefined) return `text(${length})`
  if (/^(integer|bigint|boolean|timestamp.*)$/.test(type)) return 'integer'
  if (column.enumValues || /^(text|text\[\]|jsonb|numeric.*|date)$/.test(type)) return 'text'
  throw new Error(`no mapping for ${type}`)
}

/** How TypeScript sees the stored value; instants alone differ: a Date at the centre, milliseconds on the device. */
function readAs(column: PgColumn): string {
  if (column.dataType === 'date') return 'number'
  if (column.dataType === 'array') return 'json'
  return column.dataType
}

/** A literal is repeated on the device; now() and what functions make are not: the row's maker says it. */
function literalDefault(column: PgColumn): unknown {
  return typeof column.default === 'object' && !Array.isArray(column.default) ? undefined : column.default
}
