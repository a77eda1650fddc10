import type { ShapeDefinition } from '../definition.ts'
import { compileCondition } from '../filter/evaluate.ts'
import type { Relation } from '../replication/pgoutput-decoder.ts'

/** A row as text, in the order of the relation's columns. */
export type Row = (string | null)[]

/** One changed row. Rows that are there are whole. */
export interface RowChange {
  relation: Relation
  /** Position of the change among all of its transaction. */
  position: number
  before: Row | undefined
  after: Row | undefined
}

export interface TransactionInfo {
  /** 32-bit transaction id. */
  xid: number
  /** WAL position of the commit. */
  lsn: number
}

/** A message without its end: `closeMessage` adds whether it is the transaction's last in this shape. */
export interface OpenMessage {
  op: number
  json: string
}

/** Finishes a message. */
export function closeMessage(message: OpenMessage, last: boolean): string {
  return message.json + (last ? ',"last":true}}' : '}}')
}

/** Makes a shape's messages out of changes to the rows of one relation. */
export type MessageMaker = (change: RowChange, transaction: TransactionInfo) => OpenMessage[]

/** `"schema"."table"`, as keys begin. */
export function relationKey(schema: string, name: string): string {
  return `"${schema.replaceAll('"', '""')}"."${name.replaceAll('"', '""')}"`
}

/**
 * The message maker of a shape for rows shaped like `relation`; `undefined` when the relation is no longer the table
 * the shape was defined on.
 */
export function messageMaker(definition: ShapeDefinition, relation: Relation): MessageMaker | undefined {
  if (!describesTable(definition, relation)) return undefined
  const indexOf = new Map(relation.columns.map((column, index) => [column.name, index]))
  const at = (name: string): number => indexOf.get(name) ?? -1
  const columns = definition.columns.map((name) => ({ json: `${JSON.stringify(name)}:`, index: at(name) }))
  const keyIndexes = definition.keyColumns.map(at).filter((index) => index >= 0)
  const keys = columns.filter((column) => keyIndexes.includes(column.index))
  const { schema, name } = definition.table
  const keyPrefix = relationKey(schema, name)
  const relationJson = JSON.stringify([schema, name])
  const full = definition.replica === 'full'
  const condition = definition.condition && compileCondition(definition.condition)
  const inShape = (row: Row): boolean => !condition || condition((column) => row[at(column)] ?? null) === true

  const keyOf = (row: Row): string => {
    let key = keyPrefix
    for (const index of keyIndexes) {
      const text = row[index] ?? null
      key += text === null ? '/_' : `/"${text.replaceAll('/', '//')}"`
    }
    return key
  }
  const valueJson = (row: Row, wanted: typeof columns): string => {
    let json = ''
    for (const column of wanted) {
      const text = row[column.index] ?? null
      json += `${json === '' ? '' : ','}${column.json}${text === null ? 'null' : JSON.stringify(text)}`
    }
    return `{${json}}`
  }

  return (change, { lsn, xid }) => {
    const { before, after } = change
    const was = before !== undefined && inShape(before)
    const is = after !== undefined && inShape(after)
    const message = (
      operation: string,
      key: string,
      value: string,
      extra: { oldValue?: string; header?: string; shift?: number } = {},
    ): OpenMessage => {
      // Two places per change, because a changed key makes two messages of one change.
      const op = change.position * 2 + (extra.shift ?? 0)
      const old = extra.oldValue === undefined ? '' : `,"old_value":${extra.oldValue}`
      const json = `{"key":${JSON.stringify(key)},"value":${value}${old},"headers":{"operation":"${operation}","relation":${relationJson},"lsn":"${lsn}","op_position":${op},"txids":[${xid}]${extra.header ?? ''}`
      return { op, json }
    }
    if (was && is) {
      const changed = columns.filter((column) => before[column.index] !== after[column.index])
      const key = keyOf(after)
      const oldKey = keyOf(before)
      if (key !== oldKey)
        return [
          message('delete', oldKey, valueJson(before, full ? columns : keys), {
            header: `,"key_change_to":${JSON.stringify(key)}`,
          }),
          message('insert', key, valueJson(after, columns), {
            header: `,"key_change_from":${JSON.stringify(oldKey)}`,
            shift: 1,
          }),
        ]
      if (changed.length === 0) return []
      if (full)
        return [message('update', key, valueJson(after, columns), { oldValue: valueJson(before, changed) })]
      const sent = columns.filter((column) => keys.includes(column) || changed.includes(column))
      return [message('update', key, valueJson(after, sent))]
    }
    if (is) return [message('insert', keyOf(after), valueJson(after, columns))]
    if (was) return [message('delete', keyOf(before), valueJson(before, full ? columns : keys))]
    return []
  }
}

function describesTable(definition: ShapeDefinition, relation: Relation): boolean {
  const { table } = definition
  // Generated columns do not travel, except where a publication says so.
  const expected = table.columns.filter((column) => column.generated === '')
  const generated = new Set(
    table.columns.filter((column) => column.generated !== '').map((column) => column.name),
  )
  const found = relation.columns.filter((column) => !generated.has(column.name))
  return (
    relation.fullIdentity &&
    relation.schema === table.schema &&
    relation.name === table.name &&
    found.length === expected.length &&
    expected.every((column, index) => {
      const other = found[index]
      return (
        other?.name === column.name && other.typeOid === column.typeOid && other.typeMod === column.typeMod
      )
    })
  )
}
