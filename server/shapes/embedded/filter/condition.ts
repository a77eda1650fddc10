/**
 * How two values are compared. Each kind has one meaning, the same in SQL and in this process:
 * text by its bytes (collation "C"), numbers exactly or as IEEE doubles, times as microseconds in UTC.
 */
export type ValueKind = 'bool' | 'decimal' | 'float4' | 'float8' | 'text' | 'uuid' | 'time-point' | 'enum'

export interface ColumnValue {
  source: 'column'
  column: string
  /** For `char(n)`: the padding is no part of the value. */
  trim: boolean
  /** SQL text of the value, casts included. */
  sql: string
}

export interface ConstantValue {
  source: 'constant'
  /** Postgres text of the constant in canonical form; null is SQL NULL. */
  text: string | null
  sql: string
}

export type Value = ColumnValue | ConstantValue

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='

/** A filter in three-valued logic. Everything a shape's `where` may say, and nothing else. */
export type Condition =
  | { op: 'and' | 'or'; args: Condition[] }
  | { op: 'not'; arg: Condition }
  | { op: 'compare'; operator: ComparisonOperator; left: Value; right: Value; kind: ValueKind }
  | { op: 'distinct'; left: Value; right: Value; kind: ValueKind }
  | { op: 'like'; insensitive: boolean; left: Value; right: Value }
  | { op: 'is-null'; arg: Value | Condition }
  /** `arg IS TRUE` or `arg IS FALSE`. */
  | { op: 'is'; truth: boolean; arg: Condition }
  | { op: 'value'; arg: Value }

/** Whether the argument of `IS NULL` is a value rather than a condition. */
export function isValue(arg: Value | Condition): arg is Value {
  return 'source' in arg
}
