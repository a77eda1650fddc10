import { compareValues } from './compare-values.ts'
import { type ComparisonOperator, type Condition, isValue, type Value } from './condition.ts'
import { likePattern } from './like.ts'

/** SQL's three values. */
export type Truth = boolean | null

/** A row as Postgres text by column name. */
export type RowLookup = (column: string) => string | null

type Test = (row: RowLookup) => Truth
type Reader = (row: RowLookup) => string | null

/** Compiles a condition into a function over rows. Rows must give every column the condition names. */
export function compileCondition(condition: Condition): Test {
  switch (condition.op) {
    case 'and':
    case 'or':
      return junction(condition.args.map(compileCondition), condition.op === 'or')
    case 'not': {
      const arg = compileCondition(condition.arg)
      return (row) => negate(arg(row))
    }
    case 'compare': {
      const { kind, operator } = condition
      const left = reader(condition.left)
      const right = reader(condition.right)
      const holds = OPERATORS[operator]
      return (row) => {
        const a = left(row)
        const b = right(row)
        return a === null || b === null ? null : holds(compareValues(kind, a, b))
      }
    }
    case 'distinct': {
      const left = reader(condition.left)
      const right = reader(condition.right)
      return (row) => {
        const a = left(row)
        const b = right(row)
        if (a === null || b === null) return a !== b
        return compareValues(condition.kind, a, b) !== 0
      }
    }
    case 'like':
      return like(condition)
    case 'is-null': {
      const arg = isValue(condition.arg) ? reader(condition.arg) : compileCondition(condition.arg)
      return (row) => arg(row) === null
    }
    case 'is': {
      const arg = compileCondition(condition.arg)
      return (row) => arg(row) === condition.truth
    }
    case 'value': {
      const arg = reader(condition.arg)
      return (row) => {
        const text = arg(row)
        return text === null ? null : text === 'true'
      }
    }
  }
}

const OPERATORS: Record<ComparisonOperator, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

function reader(value: Value): Reader {
  if (value.source === 'constant') {
    const { text } = value
    return () => text
  }
  const { column, trim } = value
  if (trim) return (row) => row(column)?.replace(/ +$/, '') ?? null
  return (row) => row(column)
}

function negate(truth: Truth): Truth {
  return truth === null ? null : !truth
}

/** AND and OR are mirror images: one value decides at once, NULL is remembered, the other is the default. */
function junction(args: Test[], deciding: boolean): Test {
  return (row) => {
    let result: Truth = !deciding
    for (const arg of args) {
      const truth = arg(row)
      if (truth === deciding) return deciding
      if (truth === null) result = null
    }
    return result
  }
}

function like(condition: Extract<Condition, { op: 'like' }>): Test {
  const left = reader(condition.left)
  const right = reader(condition.right)
  const compiled = new Map<string, RegExp | undefined>()
  return (row) => {
    const text = left(row)
    const pattern = right(row)
    if (text === null || pattern === null) return null
    let expression = compiled.get(pattern)
    if (!expression) {
      expression = likePattern(pattern, condition.insensitive)
      if (compiled.size > 100) compiled.clear()
      compiled.set(pattern, expression)
    }
    return expression?.test(text) ?? false
  }
}
