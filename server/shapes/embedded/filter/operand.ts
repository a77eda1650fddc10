import { quoteIdentifier, quoteLiteral } from '../identifiers.ts'
import type { ColumnInfo } from '../table-info.ts'
import type { Value, ValueKind } from './condition.ts'
import { FilterError } from './filter-error.ts'
import { fieldsOf, type SyntaxNode } from './syntax-node.ts'

/** A value while its type is being worked out. `at` is the place in the parsed text, for messages. */
export type Operand =
  | { state: 'typed'; at: number; kind: ValueKind; typeSql: string; value: Value }
  /** A string or parameter: it takes the type of what it is compared with. */
  | { state: 'unknown'; at: number; text: string | null }
  /** A column that can only be asked for NULL, or cast to text. */
  | { state: 'opaque'; at: number; column: ColumnInfo; value: Value }

/** An operand whose type is known. */
export type TypedOperand = Extract<Operand, { state: 'typed' }>

const KINDS: Record<string, ValueKind> = {
  bool: 'bool',
  int2: 'decimal',
  int4: 'decimal',
  int8: 'decimal',
  oid: 'decimal',
  xid8: 'decimal',
  numeric: 'decimal',
  float4: 'float4',
  float8: 'float8',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  uuid: 'uuid',
  date: 'time-point',
  timestamp: 'time-point',
  timestamptz: 'time-point',
}

/** How values of a base type compare; `undefined` for types filters cannot look into. */
export function kindOfType(baseType: string, baseKind = 'b'): ValueKind | undefined {
  return baseKind === 'e' ? 'enum' : KINDS[baseType]
}

/** Columns whose equal values always have equal text, though they are numbers. */
export function isIntegerType(baseType: string): boolean {
  return ['int2', 'int4', 'int8', 'oid', 'xid8'].includes(baseType)
}

export function columnOperand(column: ColumnInfo, at: number): Operand {
  const value: Value = {
    source: 'column',
    column: column.name,
    trim: column.baseType === 'bpchar',
    sql: quoteIdentifier(column.name),
  }
  const kind = column.isArray ? undefined : kindOfType(column.baseType, column.baseKind)
  return kind
    ? { state: 'typed', at, kind, typeSql: column.baseTypeSql, value }
    : { state: 'opaque', at, column, value }
}

/** A constant of a known type, from its canonical text. */
export function typedConstant(text: string | null, kind: ValueKind, typeSql: string, at: number): Operand {
  const literal = text === null ? 'NULL' : quoteLiteral(text)
  return {
    state: 'typed',
    at,
    kind,
    typeSql,
    value: { source: 'constant', text, sql: `${literal}::${typeSql}` },
  }
}

/** The kind two kinds meet in, or `undefined` if Postgres has no such comparison. */
export function commonKind(a: ValueKind, b: ValueKind): ValueKind | undefined {
  if (a === b) return a
  const numbers: readonly ValueKind[] = ['decimal', 'float4', 'float8']
  return numbers.includes(a) && numbers.includes(b) ? 'float8' : undefined
}

/** A literal of the syntax tree. @throws FilterError for literals filters have no use for */
export function constantOperand(node: SyntaxNode, at: number): Operand {
  const { ival, fval, sval, boolval, isnull } = node.fields
  if (isnull) return { state: 'unknown', at, text: null }
  if (sval !== undefined) return { state: 'unknown', at, text: String(fieldsOf(sval).sval ?? '') }
  // The grammar leaves out fields that are zero, false or empty.
  if (ival !== undefined)
    return typedConstant(String(fieldsOf(ival).ival ?? 0), 'decimal', 'pg_catalog.int8', at)
  if (fval !== undefined)
    return typedConstant(String(fieldsOf(fval).fval ?? 0), 'decimal', 'pg_catalog.numeric', at)
  if (boolval !== undefined)
    return typedConstant(fieldsOf(boolval).boolval ? 'true' : 'false', 'bool', 'pg_catalog.bool', at)
  throw new FilterError(at, 'this constant is not supported in filters')
}
