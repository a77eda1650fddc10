import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { bigNumber, createdAt, id, instant, json, updatedAt } from './columns.ts'

/** One row per installation of the app: the number of the last mutation of it that was applied here. */
export const syncClients = sqliteTable(
  'sync_clients',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    lastMutation: bigNumber('last_mutation').notNull().default(0),
    contractVersion: integer('contract_version').notNull(),
    /** How far the device's clock was ahead of the centre's at its last push. Milliseconds; null: not told. */
    clockSkewMs: bigNumber('clock_skew_ms'),
    updatedAt: updatedAt(),
  },
  (t) => [index('sync_clients_user_id_idx').on(t.userId)],
)

/** What was refused, why, and the whole payload: refusal is not loss. */
export const syncRejections = sqliteTable(
  'sync_rejections',
  {
    id: id(),
    userId: text('user_id').notNull(),
    clientId: text('client_id').notNull(),
    number: bigNumber('number').notNull(),
    mutation: text('mutation').notNull(),
    code: text('code').notNull(),
    reason: text('reason').notNull(),
    payload: json('payload').notNull(),
    createdAt: createdAt(),
    resolvedAt: instant('resolved_at'),
    /** What the person decided: 'resent' or 'discarded'. */
    resolution: text('resolution'),
  },
  (t) => [
    index('sync_rejections_client_id_number_key').on(t.clientId, t.number),
    index('sync_rejections_user_id_idx').on(t.userId),
  ],
)

/** Both sides of what could not be merged, for the person to resolve on any device. */
export const syncConflicts = sqliteTable(
  'sync_conflicts',
  {
    id: id(),
    userId: text('user_id').notNull(),
    tableName: text('table_name').notNull(),
    rowId: text('row_id').notNull(),
    field: text('field').notNull(),
    base: text('base'),
    mine: text('mine').notNull(),
    theirs: text('theirs').notNull(),
    createdAt: createdAt(),
    resolvedAt: instant('resolved_at'),
  },
  (t) => [index('sync_conflicts_user_id_idx').on(t.userId)],
)
