import type pg from 'pg'
import { z } from 'zod'
import type { ShapeDefinition } from '../../src/shared/contract/shape-definition.ts'
import { isShapeName, type ShapeName, shapes } from '../../src/shared/contract/shapes.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'
import type { Person } from '../auth/person.ts'
import { parseInput } from '../http/read-body.ts'
import { authoriseShape } from './authorise-shape.ts'
import { canonicalQuery, protocolParameters } from './canonical-request.ts'
import type { ShapeUpstream } from './upstream.ts'

const request = z.strictObject({
  courseId: z.string().min(1).max(64).optional(),
  offset: z.string().max(64),
  handle: z.string().max(200).optional(),
  live: z.enum(['true', 'false']).optional(),
  cursor: z.string().max(40).optional(),
  log: z.enum(['full', 'changes_only']).optional(),
  replica: z.enum(['default', 'full']).optional(),
  expired_handle: z.string().max(200).optional(),
  'cache-buster': z.string().max(200).optional(),
})

/** Headers about one hop, or about a body that fetch has already unpacked; and where the canonical request went. */
const notPassedOn = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'content-length',
  'location',
  'set-cookie',
]

/**
 * `GET /v1/shapes/<name>`: checks that the person may see the shape, asks upstream for its canonical form, and hands
 * back status, headers and body as they come.
 * @throws AppError `not-found` (shape or course), `bad-input`, `forbidden`, `unavailable` when upstream is.
 */
export async function shapeEndpoint(
  deps: { pool: pg.Pool; upstream: ShapeUpstream },
  person: Person,
  name: string,
  incoming: Request,
): Promise<Response> {
  if (!isShapeName(name)) throw new AppError('not-found', `There is no shape named “${name.slice(0, 80)}”.`)
  const asked = readQuery(new URL(incoming.url).searchParams)
  const bound = await bindParameters(deps.pool, person, name, asked.courseId)
  const position = new URLSearchParams()
  for (const parameter of protocolParameters) {
    const value = asked[parameter]
    if (value !== undefined) position.set(parameter, value)
  }
  const ifNoneMatch = incoming.headers.get('if-none-match')
  const headers = new Headers(ifNoneMatch === null ? {} : { 'if-none-match': ifNoneMatch })
  const answer = await deps.upstream.fetch(canonicalQuery(name, bound, position), headers, incoming.signal)
  // a 401 from upstream is about the gateway's secret; the device must not take it for its own token
  if (answer.status === 401 || answer.status === 403) {
    await answer.body?.cancel()
    throw new AppError(
      'unavailable',
      'The centre is not allowed to use its shape service. Its operator has to look.',
    )
  }
  return new Response(answer.body, {
    status: answer.status,
    headers: headersForDevice(answer.headers, shapes[name].audience === 'self'),
  })
}

/** The parameters of a shape's filter, once it is certain that the person may see what they select. */
async function bindParameters(
  pool: pg.Pool,
  person: Person,
  name: ShapeName,
  courseId: string | undefined,
): Promise<{ courseId?: string; userId?: string }> {
  const { filter, audience }: ShapeDefinition = shapes[name]
  const wanted = new Set(
    Object.values(filter).map((value) => (typeof value === 'object' ? value.param : null)),
  )
  if (courseId !== undefined && !wanted.has('courseId'))
    throw new AppError(
      'bad-input',
      `The request was not understood: courseId: ${name} is not about one course`,
      {
        details: { field: 'courseId' },
      },
    )
  if (courseId === undefined && wanted.has('courseId'))
    throw new AppError('bad-input', 'The request was not understood: courseId: required', {
      details: { field: 'courseId' },
    })
  await authoriseShape(pool, person, audience, courseId)
  return {
    ...(courseId === undefined ? {} : { courseId }),
    ...(wanted.has('userId') ? { userId: person.userId } : {}),
  }
}

function readQuery(query: URLSearchParams): z.infer<typeof request> {
  const names = [...query.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new AppError('bad-input', `The request was not understood: ${twice}: given twice`, {
      details: { field: twice },
    })
  return parseInput(request, Object.fromEntries(query))
}

/** The same address means other rows for other people, so a cache that holds it must look at the token as well. */
function headersForDevice(upstream: Headers, personal: boolean): Headers {
  const headers = new Headers(upstream)
  for (const name of notPassedOn) headers.delete(name)
  headers.append('vary', 'authorization')
  const caching = headers.get('cache-control')
  if (personal && caching)
    headers.set('cache-control', caching.replace(/\bpublic\b/, 'private').replace(/,\s*s-maxage=\d+/, ''))
  return headers
}
