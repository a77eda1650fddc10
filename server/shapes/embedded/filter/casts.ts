import type { ValueKind } from './condition.ts'
import { FilterError } from './filter-error.ts'
import type { Operand, TypedOperand } from './operand.ts'

/** A cast to text: the output text, as long as Postgres has no casting function of its own for the type. */
export function castToText(operand: Exclude<Operand, { state: 'unknown' }>, at: number): Operand {
  if (operand.state === 'opaque' && operand.column.textCast === 'f')
    throw new FilterError(at, `cast from ${operand.column.typeName} to text is not supported in filters`)
  const sql = `(${operand.value.sql})::pg_catalog.text`
  return {
    state: 'typed',
    at: operand.at,
    kind: 'text',
    typeSql: 'pg_catalog.text',
    value: { ...operand.value, sql },
  }
}

const WIDENINGS: Record<string, string[]> = {
  int2: ['int2', 'int4', 'int8', 'numeric', 'float8'],
  int4: ['int4', 'int8', 'numeric', 'float8'],
  int8: ['int8', 'numeric', 'float8'],
  numeric: ['numeric', 'float8'],
  float4: ['float4'],
  float8: ['float8'],
  bpchar: ['text', 'varchar'],
  date: ['date', 'timestamp', 'timestamptz'],
  timestamp: ['timestamp', 'timestamptz'],
  timestamptz: ['timestamptz'],
  bool: ['bool'],
  uuid: ['uuid'],
}

/** Casts that change neither the value nor its text, so that they can be taken as read. */
export function isWidening(operand: TypedOperand, target: string, kind: ValueKind): boolean {
  const from = shortType(operand.typeSql)
  if (operand.value.source === 'constant' && operand.kind === 'decimal')
    return kind === 'decimal'
      ? target === 'numeric' || /^-?\d+$/.test(operand.value.text ?? '')
      : target === 'float8'
  return WIDENINGS[from]?.includes(target) ?? false
}

/** Where types differ, both sides go to one that holds either exactly; same types stay as they are, for indexes. */
export function comparable(side: TypedOperand, kind: ValueKind): TypedOperand {
  const type = shortType(side.typeSql)
  const wrap = (cast: string): TypedOperand => ({
    ...side,
    value: { ...side.value, sql: `(${side.value.sql})::${cast}` },
  })
  if (kind === 'float8') return wrap('float8')
  if (kind === 'time-point') return wrap('timestamptz')
  if (kind === 'text' && type === 'bpchar') return wrap('text')
  if (kind === 'decimal' && type === 'xid8') return wrap('text::numeric')
  return side
}

/** One type for all constants that compare alike, so that `id = 3` and `id = $1` are one shape. */
export function constantType(kind: ValueKind, typeSql: string): string {
  if (kind === 'text') return 'pg_catalog.text'
  return typeSql === 'pg_catalog.int2' || typeSql === 'pg_catalog.int4' ? 'pg_catalog.int8' : typeSql
}

/** A type's name as people write it. */
export function shortType(typeSql: string): string {
  return typeSql.replace(/^pg_catalog\./, '')
}
