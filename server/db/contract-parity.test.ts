import { getTableColumns, getTableName } from 'drizzle-orm'
import { type SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import * as analytics from '../../drizzle/schema/sqlite/analytics.ts'
import * as community from '../../drizzle/schema/sqlite/community.ts'
import * as courses from '../../drizzle/schema/sqlite/courses.ts'
import * as learning from '../../drizzle/schema/sqlite/learning.ts'
import * as people from '../../drizzle/schema/sqlite/people.ts'
import { shapes } from '../../src/shared/contract/shapes.ts'

const mirror = new Map<string, Map<string, SQLiteColumn>>()
for (const module of [people, courses, learning, community, analytics])
  for (const table of Object.values(module))
    if (table instanceof SQLiteTable) {
      const columns: SQLiteColumn[] = Object.values(getTableColumns(table))
      mirror.set(getTableName(table), new Map(columns.map((column) => [column.name, column])))
    }

describe('the named shapes and the mirror', () => {
  // the doorbell only rings: its rows are never stored
  it.each(Object.entries(shapes).filter(([, shape]) => shape.table !== 'change_feed'))(
    '%s brings columns the mirror has, and needs no others',
    (_, shape) => {
      const columns = mirror.get(shape.table)
      const known = [...(columns?.keys() ?? [])]
      expect(known).toEqual(expect.arrayContaining([...shape.columns, ...Object.keys(shape.filter)]))
      const needed = [...(columns?.values() ?? [])].filter((column) => column.notNull && !column.hasDefault)
      expect(shape.columns).toEqual(expect.arrayContaining(needed.map((column) => column.name)))
    },
  )
})
