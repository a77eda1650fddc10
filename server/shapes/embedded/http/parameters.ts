import type { RawDefinition } from '../definition.ts'
import { BEFORE_ALL, type LogOffset, parseOffset } from '../log/offset.ts'
import { invalid } from '../request-error.ts'

/** A valid request for a part of a shape. */
export interface ShapeRequest {
  definition: RawDefinition
  offset: LogOffset | 'now'
  offsetText: string
  /** Absent when the offset says where to begin without one. */
  handle: string | undefined
  live: boolean
  cursor: string | undefined
}

/** @throws RequestError (400) naming the first parameter at fault, in the order Electric looks at them */
export function parseShapeRequest(query: URLSearchParams): ShapeRequest {
  refuseSubsets([...query.keys()])
  const offsetText = query.get('offset')
  if (!offsetText) throw invalid('offset', "can't be blank")
  const replica = oneOf(query, 'replica', ['default', 'full'])
  const log = oneOf(query, 'log', ['full', 'changes_only'])
  const offset = parseOffset(offsetText)
  if (offset === undefined) throw invalid('offset', 'has invalid format')
  const fromScratch = offset === 'now' || offset === BEFORE_ALL
  const handle = fromScratch ? undefined : query.get('handle') || undefined
  if (!fromScratch && !handle) throw invalid('handle', "can't be blank when offset != -1")
  const live = isTrue(query, 'live')
  if (live && offset === BEFORE_ALL) throw invalid('live', "can't be true when offset == -1")
  if (live && offset === 'now') throw invalid('live', "can't be true when offset is 'now'")
  if (isTrue(query, 'live_sse') || isTrue(query, 'experimental_live_sse'))
    throw invalid(
      'live_sse',
      live ? 'is not supported here; use long polling' : "can't be true unless live is also true",
    )
  const definition = parseDefinition(query, replica, log)
  return { definition, offset, offsetText, handle, live, cursor: query.get('cursor') ?? undefined }
}

/** What DELETE names: a definition, a handle, or both. @throws RequestError (400) when it names neither */
export function parseDeletion(query: URLSearchParams): {
  definition?: RawDefinition
  handle: string | undefined
} {
  const handle = query.get('handle') || undefined
  if (!query.get('table')) {
    if (!handle) throw invalid('handle', "can't be blank when shape definition is missing")
    return { handle }
  }
  const replica = oneOf(query, 'replica', ['default', 'full'])
  const log = oneOf(query, 'log', ['full', 'changes_only'])
  return { definition: parseDefinition(query, replica, log), handle }
}

/** @throws RequestError (400) when a POST body asks for a subset */
export function refuseSubsetBody(body: string): void {
  if (body.trim() === '' || body.trim() === '{}') return
  throw invalid('subset', 'subsets are not supported here; follow the whole shape')
}

function parseDefinition(
  query: URLSearchParams,
  replica: RawDefinition['replica'],
  log: RawDefinition['log'],
): RawDefinition {
  const table = query.get('table')
  if (!table) throw invalid('table', "can't be blank")
  const where = query.get('where') || undefined
  const columns = query.get('columns') ?? undefined
  const params = parseParams(query)
  return {
    table,
    replica,
    log,
    ...(where === undefined ? {} : { where }),
    ...(columns === undefined ? {} : { columns }),
    ...(params.length === 0 ? {} : { params }),
  }
}

// `params[1]=x&params[2]=y`, or all of them as one JSON object.
function parseParams(query: URLSearchParams): [number, string][] {
  const given = new Map<string, string>()
  for (const [name, value] of query) {
    const key = /^params\[(.*)\]$/.exec(name)?.[1]
    if (key !== undefined) given.set(key, value)
  }
  const json = query.get('params')
  if (json) for (const [key, value] of Object.entries(parseJsonObject(json))) given.set(key, String(value))
  const numbered = [...given].map(([key, value]): [number, string] => {
    if (!/^\d+$/.test(key)) throw invalid('params', 'Parameters can only use numbers as keys')
    return [Number(key), value]
  })
  numbered.sort(([a], [b]) => a - b)
  if (numbered.some(([number], index) => number !== index + 1))
    throw invalid('params', 'Parameters must be numbered sequentially, starting from 1')
  return numbered
}

function parseJsonObject(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  } catch {
    throw invalid('params', 'params must be valid JSON')
  }
  throw invalid('params', 'params must be a JSON object')
}

function refuseSubsets(names: string[]): void {
  const name = names.find((candidate) => candidate.startsWith('subset__'))
  if (name) throw invalid(name, 'subsets are not supported here; follow the whole shape')
}

function oneOf<T extends string>(query: URLSearchParams, name: string, values: readonly [T, ...T[]]): T {
  const given = query.get(name)
  if (!given) return values[0]
  const found = values.find((value) => value === given)
  if (found === undefined) throw invalid(name, 'is invalid')
  return found
}

// A flag counts as set when it is there at all, unless it says otherwise.
function isTrue(query: URLSearchParams, name: string): boolean {
  const given = query.get(name)
  return given !== null && given !== 'false'
}
