import type { Condition, ValueKind } from './condition.ts'

export interface EqualityTest {
  column: string
  text: string
}

// Kinds whose equal values always have the same text, so that a map lookup can stand for the comparison.
const CANONICAL: ReadonlySet<ValueKind> = new Set(['text', 'uuid', 'enum', 'bool'])

/**
 * A `column = constant` that must hold for any row of the filter, if there is one: changes to rows with another
 * value there need not be shown to the shape at all. `integerColumns` are columns whose numbers have one text only.
 */
export function necessaryEquality(
  condition: Condition | undefined,
  integerColumns: ReadonlySet<string>,
): EqualityTest | undefined {
  if (!condition) return undefined
  if (condition.op === 'and') {
    for (const arg of condition.args) {
      const found = necessaryEquality(arg, integerColumns)
      if (found) return found
    }
    return undefined
  }
  if (condition.op !== 'compare' || condition.operator !== '=') return undefined
  const column = [condition.left, condition.right].find((value) => value.source === 'column')
  const constant = [condition.left, condition.right].find((value) => value.source === 'constant')
  if (!column || column.trim || !constant || constant.text === null) return undefined
  if (CANONICAL.has(condition.kind)) return { column: column.column, text: constant.text }
  if (condition.kind !== 'decimal' || !integerColumns.has(column.column)) return undefined
  return /^(0|-?[1-9]\d*)$/.test(constant.text) ? { column: column.column, text: constant.text } : undefined
}

/** Finds, for a changed row, the members whose equality test it passes, without asking each of them. */
export class EqualityIndex<Member> {
  #byColumn = new Map<string, Map<string, Set<Member>>>()
  #others = new Set<Member>()

  /** Without a test the member is a candidate for every row. */
  add(member: Member, test: EqualityTest | undefined): void {
    if (!test) {
      this.#others.add(member)
      return
    }
    const values = this.#byColumn.get(test.column) ?? new Map<string, Set<Member>>()
    this.#byColumn.set(test.column, values)
    const members = values.get(test.text) ?? new Set<Member>()
    values.set(test.text, members)
    members.add(member)
  }

  delete(member: Member, test: EqualityTest | undefined): void {
    if (!test) {
      this.#others.delete(member)
      return
    }
    const values = this.#byColumn.get(test.column)
    const members = values?.get(test.text)
    members?.delete(member)
    if (members?.size === 0) values?.delete(test.text)
    if (values?.size === 0) this.#byColumn.delete(test.column)
  }

  /** Every member that may care about a row with these values (`undefined` for a column that is unknown). */
  candidates(...rows: ((column: string) => string | null | undefined)[]): Set<Member> {
    if (this.#byColumn.size === 0) return this.#others
    const found = new Set(this.#others)
    for (const [column, values] of this.#byColumn) {
      for (const row of rows) {
        const text = row(column)
        if (text === null) continue
        const sets = text === undefined ? values.values() : [values.get(text)]
        for (const members of sets) for (const member of members ?? []) found.add(member)
      }
    }
    return found
  }
}
