import {
  contractVersion,
  type PullLine,
  type PullRequest,
  personalTableNames,
  pullLine,
} from '../../shared/contract/wire.ts'
import { AppError } from '../../shared/errors/app-error.ts'
import type { Sqlite } from '../db/open-database.ts'
import type { WriteDoor } from '../db/write-door.ts'
import { readState, writeState } from '../outbox/device-state.ts'
import { outboxSize } from '../outbox/outbox.ts'
import { pruneJournal } from '../outbox/prune-journal.ts'
import type { GatewayClient } from './gateway-client.ts'
import { ndjson } from './ndjson.ts'
import {
  applyLines,
  countOwn,
  countPulled,
  dropPulled,
  type RowsLine,
  stageLine,
  swapInPulled,
} from './personal-rows.ts'
import { applyConfirmed, type Replay } from './rebase.ts'
import { StagedBytes } from './staged-rows.ts'

export interface PullDeps {
  client: GatewayClient
  sqlite: Sqlite
  door: WriteDoor
  replay: Replay
  userId: string
  clientId: string
  nowMs: () => number
}

/** Rows of a personal table above which losing most of them in a full pull is not believed at once. */
const suspiciousFrom = 10

/**
 * Tables with at most one row about a thing (a lesson, a course). What was made here may be what comes, under another id:
 * so whatever comes concerns everything of the table that waits.
 */
const foundByMeaning: ReadonlySet<string> = new Set([
  'progress',
  'enrollments',
  'answers',
  'question_reviews',
  'student_profiles',
  'reviews',
])

/**
 * Brings the person's own rows up to the centre's present. The rows, the cursor and what leaves the outbox are one
 * transaction. A pull that broke off changed nothing.
 * @returns whether any rows came.
 * @throws AppError when the centre cannot be reached or its answer is incomplete.
 */
export async function pullOnce(deps: PullDeps): Promise<boolean> {
  const cursor = readState(deps.sqlite, 'cursor')
  const answer = await receive(deps, cursor)
  if (!answer.full) {
    const touched = new Set(
      answer.lines.flatMap((line) => [
        ...line.rows.map((row) => `${line.table}/${row.id}`),
        ...line.gone.map((id) => `${line.table}/${id}`),
      ]),
    )
    const wholeTables = new Set(
      answer.lines
        .filter((line) => line.whole || (line.rows.length > 0 && foundByMeaning.has(line.table)))
        .map((line) => line.table),
    )
    commit(
      deps,
      answer.end,
      (tx) => applyLines(tx, answer.lines, deps.userId),
      (table, id) => wholeTables.has(table) || touched.has(`${table}/${id}`),
    )
    return answer.lines.length > 0
  }
  if (wouldEmptyMuch(deps) && !(await saysTheSameAgain(deps))) {
    deps.door.write(dropPulled)
    throw new AppError(
      'unavailable',
      'The centre gave two different answers about your work; nothing was changed.',
    )
  }
  const { end } = answer
  commit(
    deps,
    end,
    (tx) => swapInPulled(tx, deps.userId),
    () => true,
  )
  return true
}

type End = Extract<PullLine, { kind: 'end' }>

function commit(
  deps: PullDeps,
  end: End,
  apply: Parameters<typeof applyConfirmed>[1]['apply'],
  touches: (table: string, id: string) => boolean,
): void {
  deps.door.write((tx) => {
    const nowMs = deps.nowMs()
    applyConfirmed(tx, { lastMutation: end.lastMutation, touches, apply }, deps.replay, nowMs)
    pruneJournal(tx, end.takenAtMs ?? nowMs)
    writeState(tx, 'cursor', end.cursor)
    writeState(tx, 'lastSuccessAtMs', String(nowMs))
    if (outboxSize(tx.sqlite) === 0) writeState(tx, 'deliveredAtMs', String(nowMs))
  })
}

/** Reads one pull to its end. Rows of a full pull are staged as they come; others are gathered in memory. */
async function receive(
  deps: PullDeps,
  cursor: string | null,
): Promise<{ full: boolean; lines: RowsLine[]; end: End }> {
  const request: PullRequest = { clientId: deps.clientId, contractVersion, cursor }
  const response = await deps.client.request('v1/pull', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const lines: RowsLine[] = []
  const staged = new StagedBytes()
  let full = false
  if (response.body)
    try {
      for await (const value of ndjson(response.body)) {
        const line = pullLine.parse(value)
        if (line.kind === 'end') return { full, lines, end: line }
        if (line.kind === 'begin') {
          full = line.full
          if (full) deps.door.write(dropPulled)
        } else if (full) deps.door.write((tx) => stageLine(tx, line, staged), 'refetchable')
        else lines.push(line)
      }
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      throw new AppError('offline', 'The connection broke while receiving.', { cause })
    }
  throw new AppError('offline', 'The connection broke while receiving.')
}

function wouldEmptyMuch({ sqlite, userId }: PullDeps): boolean {
  return personalTableNames.some((table) => {
    const own = countOwn(sqlite, table, userId)
    return own >= suspiciousFrom && countPulled(sqlite, table) < own / 2
  })
}

async function saysTheSameAgain(deps: PullDeps): Promise<boolean> {
  const counts = () => personalTableNames.map((table) => countPulled(deps.sqlite, table)).join()
  const first = counts()
  const again = await receive(deps, null)
  return again.full && counts() === first
}
