import { boundFilter, type ShapeName, shapes } from '../../src/shared/contract/shapes.ts'

/**
 * What a device may say about where it stands in a shape's log. Everything that says *which* rows is the gateway's.
 * In the order in which they are sent upstream.
 */
export const protocolParameters = [
  'offset',
  'handle',
  'live',
  'cursor',
  'log',
  'replica',
  'expired_handle',
  'cache-buster',
] as const

/**
 * The query of a shape as it goes upstream. The same shape of the same rows gives the same text, whoever asks, so that
 * a cache in front of the shape service holds it once: fixed parameter order, columns in the order of the contract,
 * and nothing of the person in shapes that are not their own.
 * @param position the protocol parameters of the device's request.
 */
export function canonicalQuery(
  name: ShapeName,
  bound: { courseId?: string; userId?: string },
  position: URLSearchParams,
): URLSearchParams {
  const { table, columns } = shapes[name]
  const query = new URLSearchParams({ table, columns: columns.join(',') })
  const { where, params } = whereClause(name, bound)
  if (where !== '') query.set('where', where)
  params.forEach((value, index) => {
    query.set(`params[${index + 1}]`, value)
  })
  for (const parameter of protocolParameters) {
    const value = position.get(parameter)
    if (value !== null) query.set(parameter, value)
  }
  return query
}

/** A text given by the contract is a value of an enumeration, which has to be compared as text. */
function whereClause(
  name: ShapeName,
  bound: { courseId?: string; userId?: string },
): { where: string; params: string[] } {
  const conditions: string[] = []
  const params: string[] = []
  const fixed: Readonly<Record<string, unknown>> = shapes[name].filter
  for (const [column, value] of Object.entries(boundFilter(name, bound))) {
    if (typeof value === 'boolean') conditions.push(`"${column}" = '${value}'`)
    else {
      params.push(value)
      const cast = typeof fixed[column] === 'string' ? '::text' : ''
      conditions.push(`"${column}"${cast} = $${params.length}`)
    }
  }
  return { where: conditions.join(' AND '), params }
}
