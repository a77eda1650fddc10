import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * What the search index (a file of its own, made from this one) has to look at again. Triggers write it, so no change of a
 * searched row can miss it, whoever makes it.
 */

/** Rows that changed or left after they had been indexed, by SQLite's own row number. */
export const searchQueue = sqliteTable(
  'search_queue',
  {
    /** `courses`, `lessons` or `notes`. */
    kind: text('kind').notNull(),
    row: integer('row').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.row] })],
)

/** How far each kind is indexed (up to which row number), and `generation`: the index's number at that time. */
export const searchState = sqliteTable('search_state', {
  name: text('name').primaryKey(),
  value: integer('value').notNull(),
})
