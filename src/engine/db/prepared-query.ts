import type { ReadDb } from './read-db.ts'

/**
 * A query that is built and prepared once for each database handle, for what runs again for every mutation that waits:
 * building a statement takes many times as long as running it. Values come in through `sql.placeholder`.
 */
export function preparedQuery<Query>(prepare: (read: ReadDb) => Query): (read: ReadDb) => Query {
  const prepared = new WeakMap<ReadDb, Query>()
  return (read) => {
    const known = prepared.get(read)
    if (known) return known
    const query = prepare(read)
    prepared.set(read, query)
    return query
  }
}
