import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import * as analytics from '../../drizzle/schema/analytics.ts'
import * as commerce from '../../drizzle/schema/commerce.ts'
import * as community from '../../drizzle/schema/community.ts'
import * as courses from '../../drizzle/schema/courses.ts'
import * as learning from '../../drizzle/schema/learning.ts'
import * as people from '../../drizzle/schema/people.ts'
import * as sync from '../../drizzle/schema/sync.ts'

const columns: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  [analytics, commerce, community, courses, learning, people, sync]
    .flatMap((area) => Object.values(area) as unknown[])
    .filter((value): value is PgTable => is(value, PgTable))
    .map((table) => [
      getTableName(table),
      new Map(Object.values(getTableColumns(table)).map((column) => [column.name, column.getSQLType()])),
    ]),
)

/** The columns of a table this build knows: what others add to the table is on no device, and in no digest. */
export function schemaColumns(table: string): readonly string[] {
  return [...(columns.get(table)?.keys() ?? [])]
}

/** A column's type as SQL spells it, `text[]` for one; undefined for a column this build does not know. */
export function schemaType(table: string, column: string): string | undefined {
  return columns.get(table)?.get(column)
}
