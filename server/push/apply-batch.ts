import pg from 'pg'
import {
  bringForward,
  type Contract,
  contract,
  type NamedArgs,
} from '../../src/shared/contract/contract-versions.ts'
import {
  isMutationName,
  type MutationArgs,
  type MutationName,
  mutationArgs,
} from '../../src/shared/contract/mutations.ts'
import type { PushRequest, PushResponse, WireMutation } from '../../src/shared/contract/wire.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import { readDeviceClock } from './device-clock.ts'
import type { Caller, CentreMutation, MutationContext } from './mutation-context.ts'
import * as attention from './mutations/attention.ts'
import * as courseReviews from './mutations/course-reviews.ts'
import * as enrollment from './mutations/enrollment.ts'
import * as notes from './mutations/notes.ts'
import * as profile from './mutations/profile.ts'
import * as progress from './mutations/progress.ts'
import * as quiz from './mutations/quiz.ts'
import * as review from './mutations/review.ts'
import * as studio from './mutations/studio.ts'
import * as study from './mutations/study.ts'
import * as usage from './mutations/usage.ts'

const centreMutations: { [N in MutationName]: CentreMutation<N> } = {
  'enrollment.enroll': enrollment.enroll,
  'enrollment.visit': enrollment.visit,
  'progress.record': progress.record,
  'progress.complete': progress.complete,
  'notes.create': notes.create,
  'notes.edit': notes.edit,
  'notes.delete': notes.remove,
  'quiz.start': quiz.start,
  'quiz.answer': quiz.answer,
  'quiz.submit': quiz.submit,
  'attention.resolveRejection': attention.resolveRejection,
  'conflicts.resolve': attention.resolveConflict,
  'profile.edit': profile.edit,
  'profile.editTeaching': profile.editTeaching,
  'review.grade': review.grade,
  'review.undo': review.undo,
  'reviews.write': courseReviews.write,
  'reviews.delete': courseReviews.remove,
  'studio.editCourse': studio.editCourse,
  'studio.editLesson': studio.editLesson,
  'studio.createModule': studio.createModule,
  'studio.createLesson': studio.createLesson,
  'studio.moveModule': studio.moveModule,
  'studio.moveLesson': studio.moveLesson,
  'studio.deleteLesson': studio.deleteLesson,
  'study.record': study.record,
  'usage.record': usage.record,
}

/** Mutations that share a savepoint. */
const runLength = 50

/**
 * Applies a device's batch in one transaction, in the order of their numbers, so that a refused mutation leaves nothing
 * behind and everything else stays: a run of mutations shares a savepoint, and one that has a refusal in it is applied
 * again with a savepoint for each. Refusals are rare, and a savepoint costs as much as most mutations.
 *
 * A number at or below the device's last one was applied before and does nothing, so a retry is harmless; the row lock
 * on `sync_clients` makes concurrent retries of the same batch wait for each other. A refused mutation advances the
 * number too and is kept with its payload in `sync_rejections`. What an older app says is brought forward first. A batch that follows on numbers this centre does not
 * know (`after`: the centre was put back to a backup) is not applied, so that nothing is skipped. Clocks decide nothing.
 *
 * @throws AppError `forbidden` when the client id belongs to another person; `unavailable` (retryable, nothing applied)
 * when Postgres cannot do it now.
 */
export async function applyBatch(
  pool: pg.Pool,
  caller: Caller,
  request: PushRequest,
  spoken = contract,
): Promise<PushResponse> {
  const client = await pool.connect().catch((error) => {
    throw temporary(error)
  })
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await applyInTransaction(client, caller, request, spoken)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error instanceof AppError ? error : isTemporary(error) ? temporary(error) : error
  } finally {
    client.release(broken)
  }
}

async function applyInTransaction(
  client: pg.PoolClient,
  caller: Caller,
  request: PushRequest,
  spoken: Contract,
): Promise<PushResponse> {
  const apply = (mutation: WireMutation) =>
    applyOne(contextOf(mutation), bringForward(mutation, request.contractVersion, spoken))
  // of an older version it is not known before what a mutation comes to
  const overlap = client.pipeline && request.contractVersion === spoken.version
  const { before, sinceMs } = await lockClient(client, caller, request)
  if (before < (request.after ?? 0)) return { lastMutation: before, before, rejected: [] }
  const rejected: PushResponse['rejected'] = []
  const { skewMs, atCentre } = readDeviceClock(request.sentAtMs, Date.now(), sinceMs)
  const contextOf = ({ madeAtMs }: WireMutation): MutationContext => ({
    client,
    caller,
    madeAtMs: atCentre(madeAtMs),
    atCentre,
  })
  const fresh = [...request.mutations]
    .sort((left, right) => left.number - right.number)
    .filter(({ number }, at, all) => number > before && number !== all[at - 1]?.number)
  for (let from = 0; from < fresh.length; from += runLength) {
    const run = fresh.slice(from, from + runLength)
    const refusal = await tryAll(client, () => applyRun(overlap, run, apply))
    if (!refusal) continue
    for (const mutation of run) {
      const refusal = await tryAll(client, () => apply(mutation))
      if (!refusal) continue
      await keepRejection(client, caller, request, mutation, refusal)
      rejected.push({ number: mutation.number, code: refusal.code, reason: refusal.message })
    }
  }
  // This very request was applied already: a proxy delivered it twice. What was known before the first time is not told
  // any more; the device must not take its own work for that of a copy of itself.
  if (fresh.length === 0 && (await wasLast(client, request))) return { lastMutation: before, rejected }
  const last = fresh.at(-1)?.number ?? before
  await client.query(
    `WITH advanced AS (
       UPDATE sync_clients SET last_mutation = $2, contract_version = $3, updated_at = now(), clock_skew_ms = $4
       WHERE id = $1 AND last_mutation < $2 RETURNING id
     )
     INSERT INTO sync_requests (client_id, request_id) SELECT id, $5 FROM advanced WHERE $5::text IS NOT NULL
     ON CONFLICT (client_id) DO UPDATE SET request_id = excluded.request_id`,
    [request.clientId, last, request.contractVersion, skewMs, request.requestId ?? null],
  )
  return { lastMutation: last, before, rejected }
}

/**
 * Mutations whose centre half is a single statement. On a connection that pipelines, such statements are sent without waiting
 * for each other's answers; Postgres still applies them in the order in which they were sent.
 */
const singleStatement: ReadonlySet<string> = new Set<MutationName>([
  'enrollment.visit',
  'progress.record',
  'notes.create',
  'quiz.start',
  'quiz.answer',
  'review.grade',
  'review.undo',
  'study.record',
  'usage.record',
])

/**
 * Applies a run in order.
 * @param overlap on a connection that pipelines, single statements overlap on their way; work of several has it to itself.
 */
async function applyRun(
  overlap: boolean,
  run: readonly WireMutation[],
  apply: (mutation: WireMutation) => Promise<void>,
): Promise<void> {
  let underWay: Promise<void>[] = []
  const settle = async () => {
    const outcomes = await Promise.allSettled(underWay)
    underWay = []
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }
  for (const mutation of run) {
    if (overlap && singleStatement.has(mutation.name)) {
      underWay.push(apply(mutation))
      continue
    }
    await settle()
    await apply(mutation)
  }
  await settle()
}

/** Does all of the work or, when it is refused, nothing of it. @returns the refusal. @throws what may pass by itself. */
async function tryAll(client: pg.PoolClient, work: () => Promise<void>): Promise<AppError | undefined> {
  await client.query('SAVEPOINT run')
  try {
    await work()
  } catch (error) {
    if (isTemporary(error)) throw error
    await client.query('ROLLBACK TO SAVEPOINT run; RELEASE SAVEPOINT run')
    return asRefusal(error)
  }
  await client.query('RELEASE SAVEPOINT run')
  return undefined
}

/** @returns the device's last number, and since when the person is known here (UTC milliseconds). */
async function lockClient(
  client: pg.PoolClient,
  caller: Caller,
  request: PushRequest,
): Promise<{ before: number; sinceMs: number }> {
  await client.query(
    `INSERT INTO sync_clients (id, user_id, contract_version) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`,
    [request.clientId, caller.userId, request.contractVersion],
  )
  const { rows } = await client.query<{ user_id: string; last_mutation: string; since: Date }>(
    `SELECT c.user_id, c.last_mutation, u.created_at AS since
     FROM sync_clients c JOIN users u ON u.id = c.user_id WHERE c.id = $1 FOR UPDATE OF c`,
    [request.clientId],
  )
  const known = rows[0]
  if (known?.user_id !== caller.userId)
    throw new AppError('forbidden', 'This device is registered for another person.')
  return { before: Number(known.last_mutation), sinceMs: known.since.getTime() }
}

/** Whether what was applied last came in this request. Asked under the lock: whoever was waited for is seen. */
async function wasLast(client: pg.PoolClient, { clientId, requestId }: PushRequest): Promise<boolean> {
  const { rows } = await client.query(
    'SELECT 1 FROM sync_requests WHERE client_id = $1 AND request_id = $2',
    [clientId, requestId ?? null],
  )
  return rows.length > 0
}

async function applyOne(context: MutationContext, mutation: NamedArgs): Promise<void> {
  if (!isMutationName(mutation.name))
    throw new AppError('bad-input', `This centre does not know the action "${mutation.name.slice(0, 200)}".`)
  await applyNamed(context, mutation.name, mutation.args)
}

async function applyNamed<N extends MutationName>(
  context: MutationContext,
  name: N,
  args: unknown,
): Promise<void> {
  const parsed = mutationArgs[name].safeParse(args)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new AppError(
      'bad-input',
      `${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`,
    )
  }
  await centreMutations[name](context, parsed.data as MutationArgs<N>)
}

async function keepRejection(
  client: pg.PoolClient,
  caller: Caller,
  { clientId, contractVersion }: PushRequest,
  mutation: WireMutation,
  refusal: AppError,
): Promise<void> {
  const { name, args, madeAtMs } = mutation
  const payload = { name, args: args ?? null, madeAtMs, contractVersion }
  await client.query(
    `INSERT INTO sync_rejections (id, user_id, client_id, number, mutation, code, reason, payload)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb) ON CONFLICT (client_id, number) DO NOTHING`,
    [
      createId(),
      caller.userId,
      clientId,
      mutation.number,
      holdable(mutation.name.slice(0, 200)),
      refusal.code,
      holdable(refusal.message),
      JSON.stringify(payload, holdableValue),
    ],
  )
}

/** Postgres holds neither NUL nor half a surrogate pair; every other text survives as it is. */
function holdable(text: string): string {
  return text.replaceAll('\0', '\u2400').toWellFormed()
}

function holdableValue(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return holdable(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [holdable(key), held]))
}

/** Tables only the centre's own triggers write: what fails there is never the fault of a mutation. */
const ownBooks = ['change_feed', 'counter_changes']

/** Errors of Postgres that say "not now": connection, deadlock, serialisation, resources, shutdown, its own books. */
function isTemporary(error: unknown): boolean {
  if (error instanceof AppError || error instanceof TypeError || error instanceof RangeError) return false
  if (!(error instanceof pg.DatabaseError)) return true
  return /^(08|40|53|55P03|57|58|XX)/.test(error.code ?? '') || ownBooks.includes(error.table ?? '')
}

function temporary(cause: unknown): AppError {
  return new AppError('unavailable', 'The centre cannot save this right now. It will be tried again.', {
    cause,
  })
}

function asRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof pg.DatabaseError && error.code === '23505')
    return new AppError('already-exists', 'The centre already has this under the same id.', { cause: error })
  return new AppError('bad-input', 'The centre could not accept this as it is.', { cause: error })
}
