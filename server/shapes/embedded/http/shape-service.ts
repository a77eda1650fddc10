import type pg from 'pg'
import { type RawDefinition, resolveDefinition, type ShapeDefinition } from '../definition.ts'
import { electricSchema } from '../electric-schema.ts'
import type { LogStore } from '../log/log-store.ts'
import { BEFORE_ALL, compareOffsets, formatOffset, type LogOffset, SNAPSHOT_END } from '../log/offset.ts'
import type { Shape } from '../log/shape.ts'
import type { ShapeRegistry } from '../log/shape-registry.ts'
import type { SnapshotFiles } from '../log/snapshot-files.ts'
import type { SnapshotTaker } from '../log/snapshot-taker.ts'
import type { TransactionApplier } from '../log/transaction-applier.ts'
import type { ReplicationStream } from '../replication/replication-stream.ts'
import { invalid, RequestError, unavailable } from '../request-error.ts'
import { nextCursor } from './cursor.ts'
import type { ShapeRequest } from './parameters.ts'
import { logReply, mustRefetch, type ReplySettings } from './replies.ts'

// How long a request waits for what should come soon: the stream, a snapshot's start, an offset not written yet.
const READY_WITHIN_MS = 5000
const SNAPSHOT_WITHIN_MS = 10_000
const REMEMBERED_DEFINITIONS = 10_000

export interface ServiceParts {
  pool: pg.Pool
  publication: string
  stream: ReplicationStream
  store: LogStore
  files: SnapshotFiles
  registry: ShapeRegistry
  applier: TransactionApplier
  snapshots: SnapshotTaker
  settings: ReplySettings & { longPollMs: number }
}

/** Answers requests for shapes out of the log. */
export class ShapeService {
  readonly #parts: ServiceParts
  readonly #definitions = new Map<string, ShapeDefinition>()

  #closed = false

  constructor(parts: ServiceParts) {
    this.#parts = parts
  }

  /** Ends every request that waits; they may ask again when the log is back. */
  close(): void {
    this.#closed = true
    for (const shape of this.#parts.registry.all()) shape.wake()
  }

  /** @throws RequestError */
  async serve(asked: ShapeRequest, request: Request, url: URL): Promise<Response> {
    const deadline = Date.now() + this.#parts.settings.longPollMs
    for (;;) {
      const shape = await this.#find(asked)
      if (asked.handle !== undefined && asked.handle !== shape.handle) return mustRefetch(shape.handle, url)
      shape.usedAt = Date.now()
      const response = await this.#read(shape, asked, request, deadline)
      if (response) return response
      // The shape ended while we read it. What it failed of is told; otherwise there is another by now.
      if (shape.failure) throw shape.failure
    }
  }

  /** Ends a shape. @throws RequestError (404 when there is none, 400 when definition and handle disagree) */
  async remove(definition: RawDefinition | undefined, handle: string | undefined): Promise<void> {
    const { registry } = this.#parts
    const shape = definition
      ? registry.byKey((await this.#resolve(definition)).key)
      : registry.byHandle(handle ?? '')
    if (!shape) throw new RequestError(404, 'No existing shape found')
    if (handle !== undefined && handle !== shape.handle)
      throw new RequestError(
        400,
        'The specified shape definition and handle do not match. Please ensure the shape definition is correct or omit the shape handle from the request to obtain a new one.',
      )
    registry.end(shape)
  }

  /** The live shape of the definition; a new one is made if there is none. */
  async #find(asked: ShapeRequest): Promise<Shape> {
    const { registry, snapshots, stream } = this.#parts
    const known = asked.handle === undefined ? undefined : registry.byHandle(asked.handle)
    // Whoever continues is answered without asking Postgres: tables are watched for changes.
    if (known && this.#definitions.get(JSON.stringify(asked.definition))?.key === known.definition.key)
      return known
    if (!(await stream.untilActive(READY_WITHIN_MS)))
      throw unavailable('The shape log is not following the database yet. Try again.')
    const definition = await this.#resolve(asked.definition)
    const found = registry.byKey(definition.key)
    if (found) return found
    const created = registry.create(definition)
    snapshots.start(created)
    return created
  }

  async #resolve(raw: RawDefinition): Promise<ShapeDefinition> {
    const { pool, publication, registry } = this.#parts
    const cacheKey = JSON.stringify(raw)
    const definition = await resolveDefinition(pool, publication, raw, () => this.#definitions.get(cacheKey))
    registry.endIfTableChanged(definition.table)
    this.#definitions.delete(cacheKey)
    this.#definitions.set(cacheKey, definition)
    if (this.#definitions.size > REMEMBERED_DEFINITIONS)
      for (const oldest of this.#definitions.keys()) {
        this.#definitions.delete(oldest)
        break
      }
    return definition
  }

  /** Undefined when the shape ended meanwhile. */
  async #read(
    shape: Shape,
    asked: ShapeRequest,
    request: Request,
    deadline: number,
  ): Promise<Response | undefined> {
    const startedAt = Date.now()
    while (!shape.gone) {
      if (this.#closed) throw unavailable('The shape log is closing. Try again.')
      if (!shape.snapshot) {
        if (Date.now() > startedAt + SNAPSHOT_WITHIN_MS)
          throw unavailable('Snapshot timed out while waiting for a table lock')
        await waitFor(shape, startedAt + SNAPSHOT_WITHIN_MS, request.signal)
        continue
      }
      if (asked.offset === 'now') return this.#reply(shape, asked, request, shape.last, [])
      const index = snapshotIndex(asked.offset)
      const sizeBytes = index === undefined ? undefined : shape.chunkSizes[index]
      if (index !== undefined && sizeBytes !== undefined)
        return this.#snapshotReply(shape, asked, request, index, sizeBytes)
      if (index !== undefined && !shape.snapshotDone) {
        await waitFor(shape, Date.now() + SNAPSHOT_WITHIN_MS, request.signal)
        continue
      }
      const from = index === undefined ? asked.offset : SNAPSHOT_END
      const order = compareOffsets(from, shape.last)
      if (order < 0) {
        const end = shape.chunkEndAfter(from)
        return this.#reply(shape, asked, request, end, this.#parts.store.read(shape.id, from, end))
      }
      if (order > 0) {
        const patience = startedAt + Math.min(READY_WITHIN_MS, this.#parts.settings.longPollMs)
        if (Date.now() >= patience) throw invalid('offset', 'out of bounds for this shape')
        await waitFor(shape, patience, request.signal)
        continue
      }
      if (!asked.live || Date.now() >= deadline) return this.#reply(shape, asked, request, shape.last, [])
      await waitFor(shape, deadline, request.signal)
    }
    return undefined
  }

  #reply(shape: Shape, asked: ShapeRequest, request: Request, end: LogOffset, entries: string[]): Response {
    const upToDate = compareOffsets(end, shape.last) === 0
    const { lastSeenLsn } = this.#parts.applier.progress
    // Of a live reply with changes only those are sure to be all there was.
    const seen = asked.live && entries.length > 0 ? end.lsn : Math.max(lastSeenLsn, end.lsn)
    const control = `{"headers":{"control":"up-to-date","global_last_seen_lsn":"${seen}"}}`
    const messages = upToDate ? [...entries, control] : entries
    return logReply(
      {
        ...this.#common(shape, asked),
        offset: formatOffset(end),
        body: `[${messages.join(',\n')}]`,
        cache: asked.live ? 'live' : 'log',
        upToDate,
        hasData: entries.length > 0,
        timedOut: asked.live && entries.length === 0,
      },
      this.#parts.settings,
      request,
    )
  }

  async #snapshotReply(
    shape: Shape,
    asked: ShapeRequest,
    request: Request,
    index: number,
    sizeBytes: number,
  ): Promise<Response | undefined> {
    let body: Awaited<ReturnType<SnapshotFiles['body']>>
    try {
      body = await this.#parts.files.body(shape.handle, index, sizeBytes)
    } catch (error) {
      if (shape.gone) return undefined
      throw error
    }
    return logReply(
      {
        ...this.#common(shape, asked),
        offset: formatOffset({ lsn: 0, op: index }),
        body,
        bodyBytes: sizeBytes,
        cache: asked.offset === BEFORE_ALL ? 'initial' : asked.live ? 'live' : 'log',
        upToDate: false,
        hasData: !isControlOnly(body),
      },
      this.#parts.settings,
      request,
    )
  }

  #common(shape: Shape, asked: ShapeRequest) {
    const { registry, settings } = this.#parts
    const { oid } = shape.definition.table
    const table = registry.onTable(oid)?.table ?? shape.definition.table
    return {
      handle: shape.handle,
      askedOffset: asked.offsetText,
      ...(asked.live
        ? { cursor: nextCursor(Date.now(), settings.longPollMs, asked.cursor) }
        : { schema: electricSchema(table, shape.definition.columns) }),
    }
  }
}

// Changes begin with their key; only the mark at the end of a snapshot has nothing but headers.
function isControlOnly(body: unknown): boolean {
  return body instanceof Uint8Array && Buffer.from(body.subarray(0, 10)).toString() === '[{"headers'
}

/** Which chunk of the snapshot follows the offset; undefined when the log itself does. */
function snapshotIndex(offset: LogOffset): number | undefined {
  if (offset === BEFORE_ALL) return 0
  return offset.lsn === 0 && Number.isFinite(offset.op) ? offset.op + 1 : undefined
}

/** Waits for a change of the shape, at most until a time. @throws when the asker has gone away */
function waitFor(shape: Shape, untilMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error) => {
      clearTimeout(timer)
      stop()
      signal.removeEventListener('abort', onAbort)
      if (error) reject(error)
      else resolve()
    }
    const onAbort = () => done(new RequestError(499, 'The request was cancelled'))
    const stop = shape.onChange(() => done())
    const timer = setTimeout(() => done(), Math.max(0, untilMs - Date.now()))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
  })
}
