import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { boolean, instant } from './columns.ts'

/** What exists on the device only: never a slice of the centre, never refetched, never dropped. */

/** What a person did and the centre has not confirmed yet, in order. */
export const outbox = sqliteTable(
  'outbox',
  {
    /** Strictly increasing per device; never used twice. */
    number: integer('number').primaryKey(),
    name: text('name').notNull(),
    /** JSON. */
    args: text('args').notNull(),
    madeAtMs: instant('made_at_ms').notNull(),
    /** Set before the entry first leaves the device: from then on it must not change any more. */
    sent: boolean('sent').notNull().default(false),
    /** Entries with the same key may fold into the one that waits. */
    foldKey: text('fold_key'),
  },
  (t) => [index('outbox_fold_key_idx').on(t.foldKey)],
)

/** Confirmed mutations of the last 30 days: a centre restored from a backup gets the rest again. */
export const journal = sqliteTable('journal', {
  number: integer('number').primaryKey(),
  name: text('name').notNull(),
  args: text('args').notNull(),
  madeAtMs: instant('made_at_ms').notNull(),
  confirmedAtMs: instant('confirmed_at_ms').notNull(),
})

/** What came out of files of unsent work from other devices, by its number there: importing twice does nothing twice. */
export const importedMutations = sqliteTable(
  'imported_mutations',
  {
    clientId: text('client_id').notNull(),
    number: integer('number').notNull(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.number] })],
)

/** The confirmed version of each row that has unconfirmed local changes. Null: the centre has no such row. */
export const baseRows = sqliteTable(
  'base_rows',
  {
    tableName: text('table_name').notNull(),
    rowId: text('row_id').notNull(),
    /** JSON object: column → SQLite value. */
    confirmed: text('confirmed'),
  },
  (t) => [primaryKey({ columns: [t.tableName, t.rowId] })],
)

/** Where each shape on this device stands. */
export const shapeCursors = sqliteTable(
  'shape_cursors',
  {
    name: text('name').notNull(),
    /** Empty for shapes that belong to no course. */
    courseId: text('course_id').notNull(),
    handle: text('handle'),
    offset: text('offset').notNull(),
    /** The reply reached the end of the log at least once: the rows are a whole. */
    upToDate: boolean('up_to_date').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.name, t.courseId] })],
)

/** Groups of shapes whose digests were found equal to the centre's. */
export const shapeGroups = sqliteTable(
  'shape_groups',
  {
    groupName: text('group_name').notNull(),
    courseId: text('course_id').notNull(),
    /** `content_version` at which the group was last found whole; null before that. */
    verifiedVersion: integer('verified_version'),
    verifiedAtMs: instant('verified_at_ms'),
  },
  (t) => [primaryKey({ columns: [t.groupName, t.courseId] })],
)

/** Rows gathered beside the present ones until all of them are here; swept at start. */
export const stagedRows = sqliteTable(
  'staged_rows',
  {
    scope: text('scope').notNull(),
    tableName: text('table_name').notNull(),
    rowId: text('row_id').notNull(),
    /** JSON object: column → Postgres text. */
    row: text('row').notNull(),
  },
  (t) => [primaryKey({ columns: [t.scope, t.tableName, t.rowId] })],
)

/** Single values: pull cursor, client id, last numbers. */
export const deviceState = sqliteTable('device_state', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

/** Courses a person wants on this device. */
export const keptCourses = sqliteTable('kept_courses', {
  courseId: text('course_id').primaryKey(),
  /** Of its files only those of `kept_lessons` are wanted. */
  partial: boolean('partial').notNull().default(false),
  paused: boolean('paused').notNull().default(false),
  error: text('error'),
  requestedAtMs: instant('requested_at_ms').notNull(),
})

/** Lessons a person wants of a course that is not kept whole. */
export const keptLessons = sqliteTable(
  'kept_lessons',
  { courseId: text('course_id').notNull(), lessonId: text('lesson_id').notNull() },
  (t) => [primaryKey({ columns: [t.courseId, t.lessonId] })],
)

/** The files those lessons need: found anew whenever the wishes or the lessons change. */
export const keptFiles = sqliteTable(
  'kept_files',
  { courseId: text('course_id').notNull(), sha256: text('sha256').notNull() },
  (t) => [primaryKey({ columns: [t.courseId, t.sha256] })],
)

/** Files whose bytes are whole on this device, named by their SHA-256. */
export const blobs = sqliteTable('blobs', {
  sha256: text('sha256').primaryKey(),
  sizeBytes: integer('size_bytes').notNull(),
  mimeType: text('mime_type').notNull(),
  storedAtMs: instant('stored_at_ms').notNull(),
})

/**
 * When each practice question the person ever answered comes back: computed from the log (`question_reviews` and graded
 * practice answers), and computed anew for questions in `review_stale`.
 */
export const reviewCards = sqliteTable(
  'review_cards',
  {
    questionId: text('question_id').primaryKey(),
    /** The question and its key are on this device, and it can be graded here. */
    ready: boolean('ready').notNull(),
    /** `new`: answered in a quiz, never yet in the review; `learning`: comes back within the day. */
    kind: text('kind', { enum: ['new', 'learning', 'review'] }).notNull(),
    dueMs: instant('due_ms').notNull(),
  },
  (t) => [index('review_cards_ready_kind_due_ms_idx').on(t.ready, t.kind, t.dueMs)],
)

/** Questions of which something changed that their place in the review depends on; filled by triggers. */
export const reviewStale = sqliteTable('review_stale', { questionId: text('question_id').primaryKey() })
