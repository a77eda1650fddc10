import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import type { Sqlite } from './open-database.ts'

/** A handle that only reads: there is no insert, update or delete on it, so a query that writes does not compile. */
export type ReadDb = Pick<BetterSQLite3Database, 'select' | 'selectDistinct' | 'all' | 'get' | 'with'>

export function readDb(sqlite: Sqlite): ReadDb {
  return drizzle(sqlite)
}
