import { z } from 'zod'
import { appErrorData } from '../errors/app-error.ts'

/**
 * What device and gateway say to each other over HTTP. Every request but `hello` carries
 * `Authorization: Bearer <access token>`. Errors are `{ error: AppErrorData }` with a fitting status.
 *
 *   GET  /v1/hello                 → Hello                 (no token)
 *   GET  /v1/me                    → Me
 *   POST /v1/push   PushRequest    → PushResponse
 *   POST /v1/pull   PullRequest    → PullLine per line     (application/x-ndjson)
 *   GET  /v1/shapes/<name>?courseId=…&offset=…&handle=…    → the shape protocol
 *   GET  /v1/digests/<group>?contract=…&courseId=…         → DigestResponse (of the columns of that version; 1 where left out)
 *   GET  /v1/files/<sha256>        → bytes, with ranges
 */

/** Raised when the meaning of a mutation, a pull or a shape changes: see `contract-versions.ts`. */
export const contractVersion = 3
/** Two versions back are accepted. */
export const oldestAcceptedContract = Math.max(1, contractVersion - 2)

export const maxPushBodyBytes = 8 * 1024 * 1024
export const maxPushBatch = 500

export const hello = z.object({
  product: z.literal('brainix'),
  contractVersion: z.number().int(),
  oldestAcceptedContract: z.number().int(),
  /** OpenID Connect issuer to sign in at, and the public client to sign in as. */
  issuer: z.url(),
  clientId: z.string(),
  /** Value of the OAuth `resource` parameter (RFC 8707), the audience of access tokens. */
  audience: z.string(),
})
export type Hello = z.infer<typeof hello>

export const me = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(['STUDENT', 'INSTRUCTOR', 'ADMIN']),
})
export type Me = z.infer<typeof me>

export const wireMutation = z.object({
  /** Per device, strictly increasing from 1. */
  number: z.number().int().positive(),
  name: z.string(),
  args: z.unknown(),
  /** Wall clock of the device when the person acted: for display only, never for order. */
  madeAtMs: z.number().int(),
})
export type WireMutation = z.infer<typeof wireMutation>

/** Printable ASCII: an id that any database, header or log can hold. */
const plainId = z.string().regex(/^[\x21-\x7e]{8,64}$/)

export const pushRequest = z.object({
  clientId: plainId,
  /** Of this very request: it may be delivered twice. Another with the same numbers comes from a copy of the device. */
  requestId: plainId.optional(),
  contractVersion: z.number().int(),
  /** The device's wall clock as it sends this: tells the centre how far off it is. */
  sentAtMs: z.number().optional(),
  /**
   * The number up to which the centre has confirmed this device's mutations, as the device knows it. A centre that
   * knows less was put back to a backup: it applies nothing, answers with its own number, and gets the rest again first.
   */
  after: z.number().int().nonnegative().optional(),
  mutations: z.array(wireMutation).min(1).max(maxPushBatch),
})
export type PushRequest = z.infer<typeof pushRequest>

export const pushResponse = z.object({
  /** The highest number the centre has applied or refused for this device. */
  lastMutation: z.number().int().nonnegative(),
  /** What that number was before this batch: a device finds out that something else goes by its name. */
  before: z.number().int().nonnegative().optional(),
  rejected: z.array(
    z.object({ number: z.number().int(), code: appErrorData.shape.code, reason: z.string() }),
  ),
})
export type PushResponse = z.infer<typeof pushResponse>

/**
 * Where a device stands in the history of the centre. Opaque to the device; the gateway writes and reads it.
 */
export const pullRequest = z.object({
  clientId: plainId,
  contractVersion: z.number().int(),
  cursor: z.string().max(100_000).nullable(),
})
export type PullRequest = z.infer<typeof pullRequest>

/** A column's value on the wire: Postgres text, or null. The same form as in the shape protocol. */
export const wireRow = z.record(z.string(), z.string().nullable())
export type WireRow = z.infer<typeof wireRow>

/**
 * A pull is a stream of lines: `begin`, any number of `rows`, `end`. Without its `end` it did not happen.
 * `full`: everything the person owns follows, and rows not named are gone. Otherwise only what the lines name moved:
 * `rows` are present states, `gone` the ids of rows that are no more.
 */
export const pullLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), full: z.boolean() }),
  z.object({
    kind: z.literal('rows'),
    table: z.string(),
    rows: z.array(wireRow),
    gone: z.array(z.string()),
    /** In a pull that is not full: this table's rows follow entirely, those not named are gone. */
    whole: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('end'),
    cursor: z.string(),
    /** Highest mutation of this device contained in these rows. */
    lastMutation: z.number().int().nonnegative(),
    /** The centre's clock as it began to answer. */
    takenAtMs: z.number().optional(),
  }),
])
export type PullLine = z.infer<typeof pullLine>

export const digest = z.object({
  /** Rows in the slice. */
  count: z.number().int().nonnegative(),
  /** 16 hex digits: exclusive-or over the rows of the first 64 bits of md5 of the row, see `shared/domain/digest`. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
})
export type Digest = z.infer<typeof digest>

export const digestResponse = z.object({
  /** `content_version` of the course the digests were taken at; null for groups that have none. */
  contentVersion: z.number().int().nullable(),
  shapes: z.record(z.string(), digest),
})
export type DigestResponse = z.infer<typeof digestResponse>

export const errorResponse = z.object({ error: appErrorData })

/**
 * The personal tables, in the order in which they are pulled and applied, with the columns that name their owner
 * (a row is its owner's when any of them is the person's id).
 */
export const personalTables = {
  users: ['id'],
  instructor_profiles: ['user_id'],
  student_profiles: ['user_id'],
  enrollments: ['user_id'],
  progress: ['user_id'],
  notes: ['user_id'],
  quiz_attempts: ['user_id'],
  answers: ['user_id'],
  question_reviews: ['user_id'],
  study_sessions: ['user_id'],
  reviews: ['user_id'],
  cart: ['user_id'],
  wishlist: ['user_id'],
  orders: ['user_id'],
  order_items: ['user_id'],
  messages: ['sender_id', 'receiver_id'],
  sync_rejections: ['user_id'],
  sync_conflicts: ['user_id'],
  sync_clients: ['user_id'],
} as const satisfies Record<string, readonly string[]>
export type PersonalTable = keyof typeof personalTables
export const personalTableNames = Object.keys(personalTables) as PersonalTable[]
