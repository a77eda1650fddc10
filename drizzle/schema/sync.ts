import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { bigNumber, createdAt, id, instant, updatedAt, xid8 } from './columns.ts'
import { users } from './people.ts'

/** One row per installation of the app: the number of the last mutation of it that was applied here. */
export const syncClients = pgTable(
  'sync_clients',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    lastMutation: bigNumber('last_mutation').notNull().default(0),
    contractVersion: integer('contract_version').notNull(),
    /** How far the device's clock was ahead of the centre's at its last push. Milliseconds; null: not told. */
    clockSkewMs: bigNumber('clock_skew_ms'),
    updatedAt: updatedAt(),
  },
  (t) => [index('sync_clients_user_id_idx').on(t.userId)],
)

/** The request that an installation's last mutations came in: the same one again is no sign of a copy of it. Centre only. */
export const syncRequests = pgTable('sync_requests', {
  clientId: text('client_id')
    .primaryKey()
    .references(() => syncClients.id, { onDelete: 'cascade' }),
  requestId: text('request_id').notNull(),
})

/** What was refused, why, and the whole payload: refusal is not loss. */
export const syncRejections = pgTable(
  'sync_rejections',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    clientId: text('client_id').notNull(),
    number: bigNumber('number').notNull(),
    mutation: text('mutation').notNull(),
    code: text('code').notNull(),
    reason: text('reason').notNull(),
    payload: jsonb('payload').notNull(),
    createdAt: createdAt(),
    resolvedAt: instant('resolved_at'),
    /** What the person decided: 'resent' or 'discarded'. */
    resolution: text('resolution'),
  },
  (t) => [
    unique('sync_rejections_client_id_number_key').on(t.clientId, t.number),
    index('sync_rejections_user_id_idx').on(t.userId),
  ],
)

/** Both sides of what could not be merged, for the person to resolve on any device. */
export const syncConflicts = pgTable(
  'sync_conflicts',
  {
    id: id(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
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

/**
 * Append-only: which personal rows a transaction touched, written by statement-level triggers whoever the writer is.
 * No user means everyone's; no row means the whole table. Centre only.
 */
export const changeFeed = pgTable(
  'change_feed',
  {
    id: bigNumber('id').primaryKey().generatedAlwaysAsIdentity(),
    userId: text('user_id'),
    tableName: text('table_name').notNull(),
    rowId: text('row_id'),
    xid: xid8('xid').notNull().default(sql`pg_current_xact_id()`),
    createdAt: createdAt(),
  },
  (t) => [
    index('change_feed_user_id_xid_idx').on(t.userId, t.xid),
    index('change_feed_created_at_idx').on(t.createdAt),
  ],
)

/** Which database, and which life of it, a pull cursor came from: a restored centre is recognised. Centre only. */
export const centreRuns = pgTable(
  'centre_runs',
  {
    id: text('id').primaryKey(),
    databaseKey: text('database_key').notNull(),
    postmasterStartedAt: instant('postmaster_started_at').notNull(),
    startedXid: xid8('started_xid').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('centre_runs_database_key_postmaster_started_at_key').on(t.databaseKey, t.postmasterStartedAt),
  ],
)

/** Append-only: whose counters moved since they were last folded. No foreign keys: the row may be gone. Centre only. */
export const counterChanges = pgTable('counter_changes', {
  id: bigNumber('id').primaryKey().generatedAlwaysAsIdentity(),
  courseId: text('course_id'),
  instructorId: text('instructor_id'),
  categoryId: text('category_id'),
})

/** Append-only: whose achievements moved since their standing was last computed. Centre only. */
export const standingChanges = pgTable('standing_changes', {
  id: bigNumber('id').primaryKey().generatedAlwaysAsIdentity(),
  userId: text('user_id').notNull(),
})
