import { type Condition, isValue, type Value, type ValueKind } from './condition.ts'

/**
 * A condition as SQL, written out so that Postgres decides every row exactly as `compileCondition` does:
 * all constants typed, text compared by bytes.
 */
export function conditionSql(condition: Condition): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      return `(${condition.args.map(conditionSql).join(condition.op === 'and' ? ' AND ' : ' OR ')})`
    case 'not':
      return `(NOT ${conditionSql(condition.arg)})`
    case 'compare':
      return comparison(condition)
    case 'distinct':
      return `(${condition.left.sql} IS DISTINCT FROM ${condition.right.sql})`
    case 'like':
      return likeSql(condition)
    case 'is-null':
      return `(${isValue(condition.arg) ? condition.arg.sql : conditionSql(condition.arg)} IS NULL)`
    case 'is':
      return `(${conditionSql(condition.arg)} IS ${condition.truth ? 'TRUE' : 'FALSE'})`
    case 'value':
      return condition.arg.sql
  }
}

function comparison({ left, operator, right, kind }: Extract<Condition, { op: 'compare' }>): string {
  const ordered = operator !== '=' && operator !== '<>'
  return `(${operand(left, kind, ordered)} ${operator} ${operand(right, kind, ordered)})`
}

function likeSql({ left, right, insensitive }: Extract<Condition, { op: 'like' }>): string {
  return `(${operand(left, 'text', true)} ${insensitive ? 'ILIKE' : 'LIKE'} ${right.sql})`
}

// Equality is by bytes under any collation, order is not; leaving equality bare lets it use an index.
function operand(value: Value, kind: ValueKind, ordered: boolean): string {
  return kind === 'text' && ordered ? `(${value.sql})::text COLLATE "C"` : value.sql
}
