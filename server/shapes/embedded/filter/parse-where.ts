import type { TableInfo } from '../table-info.ts'
import { castToText, comparable, constantType, isWidening, shortType } from './casts.ts'
import type { ComparisonOperator, Condition, ValueKind } from './condition.ts'
import { FilterError, PARSE_PREFIX } from './filter-error.ts'
import {
  columnOperand,
  commonKind,
  constantOperand,
  kindOfType,
  type Operand,
  type TypedOperand,
  typedConstant,
} from './operand.ts'
import { loadParser, parseStatement } from './parse-statement.ts'
import { child, children, fieldsOf, location, type SyntaxNode, text, unwrap } from './syntax-node.ts'

/** Turns any text into the canonical text of a type, or throws what Postgres says about it. */
export type Canonicalise = (value: string, typeSql: string) => Promise<string>

/** Splits an array literal of a type into canonical element texts. */
export type Elements = (literal: string, typeSql: string) => Promise<(string | null)[]>

export interface WhereContext {
  table: TableInfo
  params: ReadonlyMap<number, string>
  canonicalise: Canonicalise
  elements: Elements
}

/**
 * Parses a `where` with Postgres' own grammar and gives every constant its type.
 * @throws FilterError for anything that is no filter over one row of the table, naming the place
 */
export async function parseWhere(where: string, context: WhereContext): Promise<Condition> {
  await loadParser()
  const statement = parseStatement(where)
  try {
    return await new WhereParser(context).condition(statement)
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    // Nodes are placed by bytes, people count characters.
    const before = Buffer.from(PARSE_PREFIX + where).subarray(0, Math.max(error.at, PARSE_PREFIX.length))
    throw new FilterError(before.toString().length, error.reason)
  }
}

class WhereParser {
  readonly #context: WhereContext

  constructor(context: WhereContext) {
    this.#context = context
  }

  async condition(node: SyntaxNode): Promise<Condition> {
    switch (node.type) {
      case 'BoolExpr': {
        const args: Condition[] = []
        for (const arg of children(node, 'args')) args.push(await this.condition(arg))
        const [first] = args
        if (text(node, 'boolop') === 'NOT_EXPR' && first) return { op: 'not', arg: first }
        return { op: text(node, 'boolop') === 'AND_EXPR' ? 'and' : 'or', args }
      }
      case 'NullTest': {
        const arg = unwrap(child(node, 'arg'))
        const tested = isConditionNode(arg) ? await this.condition(arg) : await this.#loose(arg)
        const isNull: Condition = { op: 'is-null', arg: tested }
        return text(node, 'nulltesttype') === 'IS_NULL' ? isNull : { op: 'not', arg: isNull }
      }
      case 'BooleanTest':
        return this.#booleanTest(node)
      case 'A_Expr':
        return this.#expression(node)
      default: {
        const operand = await this.#typed(await this.#operand(node), 'bool', 'pg_catalog.bool')
        if (operand.kind !== 'bool')
          throw new FilterError(operand.at, 'argument of WHERE must be a condition or a boolean')
        return { op: 'value', arg: operand.value }
      }
    }
  }

  async #booleanTest(node: SyntaxNode): Promise<Condition> {
    const arg = await this.condition(unwrap(child(node, 'arg')))
    const test = text(node, 'booltesttype')
    const unknown = test.endsWith('UNKNOWN')
    const positive: Condition = unknown
      ? { op: 'is-null', arg }
      : { op: 'is', truth: test.endsWith('TRUE'), arg }
    return test.startsWith('IS_NOT') ? { op: 'not', arg: positive } : positive
  }

  async #expression(node: SyntaxNode): Promise<Condition> {
    const at = location(node.fields)
    const operator = text(unwrap(children(node, 'name').at(-1)), 'sval')
    const left = () => this.#operand(unwrap(child(node, 'lexpr')))
    const right = () => this.#operand(unwrap(child(node, 'rexpr')))
    switch (text(node, 'kind')) {
      case 'AEXPR_OP':
        if (!child(node, 'lexpr')) break
        if (operator === '~~' || operator === '!~~' || operator === '~~*' || operator === '!~~*')
          return this.#like(operator, await left(), await right(), at)
        return this.#compare(operator, await left(), await right(), at)
      case 'AEXPR_LIKE':
      case 'AEXPR_ILIKE':
        return this.#like(operator, await left(), await right(), at)
      case 'AEXPR_DISTINCT':
        return this.#distinct(await left(), await right(), at)
      case 'AEXPR_NOT_DISTINCT':
        return { op: 'not', arg: await this.#distinct(await left(), await right(), at) }
      case 'AEXPR_IN':
        return this.#anyOf(
          operator,
          await left(),
          await this.#list(node),
          operator === '=' ? 'or' : 'and',
          at,
        )
      case 'AEXPR_OP_ANY':
        return this.#array(operator, node, 'or', at)
      case 'AEXPR_OP_ALL':
        return this.#array(operator, node, 'and', at)
      case 'AEXPR_BETWEEN':
        return this.#between(await left(), await this.#list(node), at)
      case 'AEXPR_NOT_BETWEEN':
        return { op: 'not', arg: await this.#between(await left(), await this.#list(node), at) }
    }
    throw new FilterError(at, `operator ${operator} is not supported in filters`)
  }

  async #compare(operator: string, left: Operand, right: Operand, at: number): Promise<Condition> {
    if (!isComparison(operator)) throw new FilterError(at, `operator ${operator} is not supported in filters`)
    const [a, b, kind] = await this.#unify(left, right, at)
    if (kind === 'enum' && operator !== '=' && operator !== '<>')
      throw new FilterError(at, 'enum values can only be compared with = and <>; cast them to text for more')
    return { op: 'compare', operator, left: a.value, right: b.value, kind }
  }

  async #distinct(left: Operand, right: Operand, at: number): Promise<Condition> {
    const [a, b, kind] = await this.#unify(left, right, at)
    return { op: 'distinct', left: a.value, right: b.value, kind }
  }

  async #between(value: Operand, bounds: Operand[], at: number): Promise<Condition> {
    const [low, high] = bounds
    if (!low || !high) throw new FilterError(at, 'BETWEEN needs two bounds')
    const args = [await this.#compare('>=', value, low, at), await this.#compare('<=', value, high, at)]
    return { op: 'and', args }
  }

  async #anyOf(
    operator: string,
    left: Operand,
    right: Operand[],
    join: 'and' | 'or',
    at: number,
  ): Promise<Condition> {
    const args: Condition[] = []
    for (const item of right) args.push(await this.#compare(operator, left, item, at))
    return args.length === 1 && args[0] ? args[0] : { op: join, args }
  }

  async #array(operator: string, node: SyntaxNode, join: 'and' | 'or', at: number): Promise<Condition> {
    const left = await this.#operand(unwrap(child(node, 'lexpr')))
    let list = unwrap(child(node, 'rexpr'))
    if (list.type === 'TypeCast') list = unwrap(child(list, 'arg'))
    if (list.type === 'A_ArrayExpr') {
      const items: Operand[] = []
      for (const item of children(list, 'elements')) items.push(await this.#operand(item))
      return this.#anyOf(operator, left, items, join, at)
    }
    const literal = await this.#operand(list)
    if (literal.state !== 'unknown' || left.state !== 'typed')
      throw new FilterError(location(list.fields), 'expected an array literal or parameter here')
    if (literal.text === null) throw new FilterError(literal.at, 'the array must not be NULL')
    const texts = await this.#askPostgres(literal.at, () =>
      this.#context.elements(literal.text ?? '', left.typeSql),
    )
    const items = texts.map((item) => typedConstant(item, left.kind, left.typeSql, literal.at))
    return this.#anyOf(operator, left, items, join, at)
  }

  async #like(operator: string, left: Operand, right: Operand, at: number): Promise<Condition> {
    const a = await this.#typed(left, 'text', 'pg_catalog.text')
    const b = await this.#typed(right, 'text', 'pg_catalog.text')
    if (a.kind !== 'text' || b.kind !== 'text') throw new FilterError(at, 'LIKE compares text only')
    if (b.value.source === 'constant' && /(^|[^\\])(\\\\)*\\$/.test(b.value.text ?? ''))
      throw new FilterError(b.at, 'LIKE pattern must not end with escape character')
    if (b.value.source === 'column') throw new FilterError(b.at, 'the pattern of LIKE must be a constant')
    const found: Condition = {
      op: 'like',
      insensitive: operator.endsWith('*'),
      left: a.value,
      right: b.value,
    }
    return operator.startsWith('!') ? { op: 'not', arg: found } : found
  }

  /** Gives both sides a type in which they can be compared. */
  async #unify(left: Operand, right: Operand, at: number): Promise<[TypedOperand, TypedOperand, ValueKind]> {
    const leading = [left, right].find((side) => side.state === 'typed')
    const fallback: TypedOperand | undefined = leading?.state === 'typed' ? leading : undefined
    const kind = fallback?.kind ?? 'text'
    const typeSql = fallback?.typeSql ?? 'pg_catalog.text'
    const a = await this.#typed(left, kind, typeSql)
    const b = await this.#typed(right, kind, typeSql)
    const common = commonKind(a.kind, b.kind)
    if (!common || (common === 'enum' && a.typeSql !== b.typeSql))
      throw new FilterError(at, `cannot compare ${shortType(a.typeSql)} with ${shortType(b.typeSql)}`)
    if (a.typeSql === b.typeSql) return [a, b, common]
    return [comparable(a, common), comparable(b, common), common]
  }

  async #typed(operand: Operand, kind: ValueKind, typeSql: string): Promise<TypedOperand> {
    if (operand.state === 'typed') return operand
    if (operand.state === 'opaque')
      throw new FilterError(
        operand.at,
        `column ${operand.column.name} of type ${operand.column.typeName}${operand.column.isArray ? '[]' : ''} cannot be compared in a filter; cast it to text`,
      )
    const { at, text: given } = operand
    const canonical =
      given === null || kind === 'text'
        ? given
        : await this.#askPostgres(at, () => this.#context.canonicalise(given, typeSql))
    const shown = typeSql === 'pg_catalog.bpchar' ? (canonical?.replace(/ +$/, '') ?? null) : canonical
    const constant = typedConstant(shown, kind, constantType(kind, typeSql), at)
    if (constant.state !== 'typed') throw new Error('a constant with a type is typed')
    return constant
  }

  async #askPostgres<T>(at: number, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      // Class 22 is bad data; anything else is not the filter's fault.
      if (isDataError(error)) throw new FilterError(at, error.message)
      throw error
    }
  }

  /** A value only asked for NULL: its type does not matter. */
  async #loose(node: SyntaxNode) {
    const operand = await this.#operand(node)
    return operand.state === 'unknown'
      ? (await this.#typed(operand, 'text', 'pg_catalog.text')).value
      : operand.value
  }

  async #list(node: SyntaxNode): Promise<Operand[]> {
    const list = unwrap(child(node, 'rexpr'))
    if (list.type !== 'List')
      throw new FilterError(location(node.fields), 'subqueries are not supported in filters')
    const operands: Operand[] = []
    for (const item of children(list, 'items')) operands.push(await this.#operand(item))
    return operands
  }

  async #operand(node: SyntaxNode): Promise<Operand> {
    const at = location(node.fields)
    switch (node.type) {
      case 'ColumnRef':
        return columnOperand(this.#column(node, at), at)
      case 'A_Const':
        return constantOperand(node, at)
      case 'ParamRef': {
        const number = Number(node.fields.number ?? 0)
        const given = this.#context.params.get(number)
        if (given === undefined) throw new FilterError(at, `parameter $${number} was not provided`)
        return { state: 'unknown', at, text: given }
      }
      case 'TypeCast':
        return this.#cast(node, at)
      case 'FuncCall':
        throw new FilterError(at, `function ${functionName(node)} is not supported in filters`)
      case 'SubLink':
        throw new FilterError(at, 'subqueries are not supported in filters')
      case 'A_Expr':
      case 'BoolExpr':
      case 'NullTest':
      case 'BooleanTest':
        throw new FilterError(at, 'a condition cannot be used as a value in filters')
      default:
        throw new FilterError(at, `${node.type} is not supported in filters`)
    }
  }

  #column(node: SyntaxNode, at: number) {
    const { table } = this.#context
    const path = children(node, 'fields').map((part) => (part.type === 'String' ? text(part, 'sval') : '*'))
    const name = path.at(-1)
    const qualifier = path.slice(0, -1)
    const qualified = [table.schema, table.name].slice(2 - qualifier.length)
    const column = table.columns.find((candidate) => candidate.name === name)
    if (!column || qualifier.length > 2 || qualifier.some((part, index) => part !== qualified[index]))
      throw new FilterError(at, `unknown reference ${path.join('.')}`)
    return column
  }

  async #cast(node: SyntaxNode, at: number): Promise<Operand> {
    const target = child(node, 'typeName')
    const names = children({ type: 'TypeName', fields: fieldsOf(target) }, 'names').map((part) =>
      text(part, 'sval'),
    )
    const targetName = names.at(-1) ?? ''
    const castAt = location(fieldsOf(target))
    const fields = fieldsOf(target)
    if (fields.typmods || fields.arrayBounds || fields.setof)
      throw new FilterError(castAt, `cast to ${targetName} with modifiers is not supported in filters`)
    const operand = await this.#operand(unwrap(child(node, 'arg')))
    const kind = kindOfType(targetName)
    const typeSql = `pg_catalog.${targetName}`
    const place = at < 0 ? castAt : at
    if (!kind) {
      const enumeration = this.#context.table.columns.find(
        (column) => column.baseKind === 'e' && column.baseType === targetName,
      )
      if (enumeration && operand.state === 'unknown')
        return this.#typed(operand, 'enum', enumeration.baseTypeSql)
      throw new FilterError(castAt, `cast to ${targetName} is not supported in filters`)
    }
    if (operand.state === 'unknown') return this.#typed(operand, kind, typeSql)
    if (targetName === 'text' || targetName === 'varchar') return castToText(operand, castAt)
    if (operand.state === 'typed' && isWidening(operand, targetName, kind)) {
      const sql = `(${operand.value.sql})::${typeSql}`
      return { ...operand, at: place, kind, typeSql, value: { ...operand.value, sql } }
    }
    throw new FilterError(castAt, `cast to ${targetName} is not supported here`)
  }
}

function isConditionNode(node: SyntaxNode): boolean {
  return ['BoolExpr', 'NullTest', 'BooleanTest', 'A_Expr'].includes(node.type)
}

function isComparison(operator: string): operator is ComparisonOperator {
  return ['=', '<>', '<', '<=', '>', '>='].includes(operator)
}

function isDataError(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('22')
  )
}

function functionName(node: SyntaxNode): string {
  return children(node, 'funcname')
    .map((part) => text(part, 'sval'))
    .join('.')
}
