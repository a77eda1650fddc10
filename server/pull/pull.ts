import type pg from 'pg'
import {
  type PersonalTable,
  type PullLine,
  type PullRequest,
  personalTableNames,
  personalTables,
  type WireRow,
} from '../../src/shared/contract/wire.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Caller } from '../push/mutation-context.ts'
import { continuesFrom, currentRun } from './centre-run.ts'
import { decodeCursor, encodeCursor, type PullCursor } from './cursor.ts'

const rowsPerLine = 500

/**
 * What changed of a person's own rows since the cursor, out of one REPEATABLE READ snapshot: the feed rows the cursor's
 * snapshot did not see, the present state of the rows they name, and the device's last mutation. Exact however commits
 * interleave, because visibility, not order, decides what is new.
 *
 * Without a usable cursor everything the person owns follows (`begin.full`).
 * Values are Postgres text. @throws AppError `unavailable` when Postgres cannot be asked.
 */
export async function* pull(pool: pg.Pool, caller: Caller, request: PullRequest): AsyncGenerator<PullLine> {
  const nowMs = Date.now()
  const run = await currentRun(pool).catch(unavailable)
  const client = await pool.connect().catch(unavailable)
  client.on('error', lost)
  let failed: Error | undefined
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL TimeZone = 'UTC'")
    const known = decodeCursor(request.cursor, nowMs)
    const usable = known && known.databaseKey === run.databaseKey && (await continuesFrom(client, known))
    const snapshot = await currentSnapshot(client)
    yield { kind: 'begin', full: !usable }
    if (usable) yield* changedRows(client, caller.userId, known)
    else yield* allRows(client, caller.userId)
    yield {
      kind: 'end',
      cursor: encodeCursor({
        v: 1,
        databaseKey: run.databaseKey,
        run: run.id,
        snapshot,
        takenAtMs: nowMs,
      }),
      lastMutation: await lastMutation(client, request.clientId, caller.userId),
      takenAtMs: nowMs,
    }
    await client.query('COMMIT')
  } catch (error) {
    failed = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    client.off('error', lost)
    // Left early (the device hung up) or broken: the connection is not worth keeping with its transaction open.
    if (failed) client.release(failed)
    else
      await client.query('ROLLBACK').then(
        () => client.release(),
        (error: Error) => client.release(error),
      )
  }
}

interface FeedRow {
  table_name: string
  row_id: string | null
}

async function* changedRows(
  client: pg.ClientBase,
  userId: string,
  cursor: PullCursor,
): AsyncGenerator<PullLine> {
  const { rows } = await client.query<FeedRow>({
    name: 'pull-feed',
    text: `SELECT DISTINCT table_name, row_id FROM (
             SELECT table_name, row_id, xid FROM change_feed
             WHERE user_id = $1 AND xid >= pg_snapshot_xmin($2::pg_snapshot)
             UNION ALL
             SELECT table_name, row_id, xid FROM change_feed
             WHERE user_id IS NULL AND xid >= pg_snapshot_xmin($2::pg_snapshot)
           ) feed WHERE NOT pg_visible_in_snapshot(xid, $2::pg_snapshot)`,
    values: [userId, cursor.snapshot],
  })
  for (const table of personalTableNames) {
    const touched = rows.filter((row) => row.table_name === table)
    if (touched.length === 0) continue
    if (touched.some((row) => row.row_id === null)) {
      yield* wholeTable(client, userId, table)
      continue
    }
    const ids = touched.map((row) => row.row_id ?? '')
    for (let from = 0; from < ids.length; from += rowsPerLine) {
      const batch = ids.slice(from, from + rowsPerLine)
      const found = await textRows(client, `${selectOwn(table)} AND id = ANY ($2)`, [userId, batch])
      const present = new Set(found.map((row) => row.id))
      yield { kind: 'rows', table, rows: found, gone: batch.filter((id) => !present.has(id)) }
    }
  }
}

async function* allRows(client: pg.ClientBase, userId: string): AsyncGenerator<PullLine> {
  for (const table of personalTableNames) yield* pages(client, userId, table)
}

/** One line that says "whole" first, so that the device knows what to forget, then the rest. */
async function* wholeTable(
  client: pg.ClientBase,
  userId: string,
  table: PersonalTable,
): AsyncGenerator<PullLine> {
  yield { kind: 'rows', table, rows: [], gone: [], whole: true }
  yield* pages(client, userId, table)
}

async function* pages(client: pg.ClientBase, userId: string, table: PersonalTable): AsyncGenerator<PullLine> {
  let after = ''
  for (;;) {
    const rows = await textRows(
      client,
      `${selectOwn(table)} AND id COLLATE "C" > $2 ORDER BY id COLLATE "C" LIMIT ${rowsPerLine}`,
      [userId, after],
    )
    if (rows.length > 0) yield { kind: 'rows', table, rows, gone: [] }
    const last = rows.at(-1)?.id
    if (rows.length < rowsPerLine || !last) return
    after = last
  }
}

function selectOwn(table: PersonalTable): string {
  const mine = personalTables[table].map((column) => `${column} = $1`).join(' OR ')
  return `SELECT * FROM ${table} WHERE (${mine})`
}

async function textRows(client: pg.ClientBase, text: string, values: unknown[]): Promise<WireRow[]> {
  const result = await client.query<WireRow>({ text, values, types: { getTypeParser: () => asText } })
  return result.rows
}

/** A connection lost between two queries: the next query says so. Without a listener it would end the process. */
const lost = (): void => {}

const asText = (value: string): string => value

async function currentSnapshot(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot')
  return rows[0]?.snapshot ?? ''
}

async function lastMutation(client: pg.ClientBase, clientId: string, userId: string): Promise<number> {
  const { rows } = await client.query<{ last_mutation: string }>(
    'SELECT last_mutation FROM sync_clients WHERE id = $1 AND user_id = $2',
    [clientId, userId],
  )
  return Number(rows[0]?.last_mutation ?? 0)
}

function unavailable(cause: unknown): never {
  throw new AppError('unavailable', 'The centre cannot be asked right now.', { cause })
}
