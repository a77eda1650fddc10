import pg from 'pg'
import {
  isMutationName,
  type MutationArgs,
  type MutationName,
  mutationArgs,
} from '../../src/shared/contract/mutations.ts'
import type { PushRequest, PushResponse, WireMutation } from '../../src/shared/contract/wire.ts'
import { createId } from '../../src/shared/domain/ids.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Caller, CentreMutation, MutationContext } from './mutation-context.ts'
import * as enrollment from './mutations/enrollment.ts'
import * as notes from './mutations/notes.ts'
import * as progress from './mutations/progress.ts'
import * as quiz from './mutations/quiz.ts'

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
}

/**
 * Applies a device's batch in one transaction, one savepoint a mutation, in the order of their numbers.
 *
 * A number at or below the device's last one was applied before and does nothing, so a retry is harmless; the row lock
 * on `sync_clients` makes concurrent retries of the same batch wait for each other. A refused mutation advances the
 * number too and is kept with its payload in `sync_rejections`. A batch that follows on numbers this centre does not
 * know (`after`: the centre was put back to a backup) is not applied, so that nothing is skipped.
 *
 * @throws AppError `forbidden` when the client id belongs to another person; `unavailable` (retryable, nothing applied)
 * when Postgres cannot do it now.
 */
export async function applyBatch(pool: pg.Pool, caller: Caller, request: PushRequest): Promise<PushResponse> {
  const client = await pool.connect().catch((error) => {
    throw temporary(error)
  })
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await applyInTransaction(client, caller, request)
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
): Promise<PushResponse> {
  let last = await lockClient(client, caller, request)
  if (last < (request.after ?? 0)) return { lastMutation: last, rejected: [] }
  const rejected: PushResponse['rejected'] = []
  const nowMs = Date.now()
  const ordered = [...request.mutations].sort((left, right) => left.number - right.number)
  await client.query('SAVEPOINT mutation')
  for (const mutation of ordered) {
    if (mutation.number <= last) continue
    const context = { client, caller, madeAtMs: Math.min(mutation.madeAtMs, nowMs) }
    try {
      await applyOne(context, mutation)
      await client.query('RELEASE SAVEPOINT mutation; SAVEPOINT mutation')
    } catch (error) {
      if (isTemporary(error)) throw error
      await client.query('ROLLBACK TO SAVEPOINT mutation')
      const refusal = asRefusal(error)
      await keepRejection(client, caller, request.clientId, mutation, refusal)
      await client.query('RELEASE SAVEPOINT mutation; SAVEPOINT mutation')
      rejected.push({ number: mutation.number, code: refusal.code, reason: refusal.message })
    }
    last = mutation.number
  }
  await client.query(
    `UPDATE sync_clients SET last_mutation = $2, contract_version = $3, updated_at = now()
     WHERE id = $1 AND last_mutation < $2`,
    [request.clientId, last, request.contractVersion],
  )
  return { lastMutation: last, rejected }
}

async function lockClient(client: pg.PoolClient, caller: Caller, request: PushRequest): Promise<number> {
  await client.query(
    `INSERT INTO sync_clients (id, user_id, contract_version) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`,
    [request.clientId, caller.userId, request.contractVersion],
  )
  const { rows } = await client.query<{ user_id: string; last_mutation: string }>(
    `SELECT user_id, last_mutation FROM sync_clients WHERE id = $1 FOR UPDATE`,
    [request.clientId],
  )
  const known = rows[0]
  if (known?.user_id !== caller.userId)
    throw new AppError('forbidden', 'This device is registered for another person.')
  return Number(known.last_mutation)
}

async function applyOne(context: MutationContext, mutation: WireMutation): Promise<void> {
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
  clientId: string,
  mutation: WireMutation,
  refusal: AppError,
): Promise<void> {
  const payload = { name: mutation.name, args: mutation.args ?? null, madeAtMs: mutation.madeAtMs }
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
