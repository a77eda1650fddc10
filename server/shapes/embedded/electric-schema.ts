import type { ColumnInfo, TableInfo } from './table-info.ts'

type ColumnSchema = Record<string, string | number | boolean>

/** The `electric-schema` header: how a client should read each column's text. */
export function electricSchema(table: TableInfo, columns: string[]): string {
  const schema: Record<string, ColumnSchema> = {}
  for (const column of table.columns) {
    if (!columns.includes(column.name)) continue
    const pkIndex = table.primaryKey.indexOf(column.name)
    schema[column.name] = {
      type: column.typeName,
      ...(column.isArray ? { dims: Math.max(column.dims, 1) } : {}),
      ...modifiers(column),
      ...(column.notNull ? { not_null: true } : {}),
      ...(pkIndex >= 0 ? { pk_index: pkIndex } : {}),
    }
  }
  return asciiJson(schema)
}

// A type's modifier packs length, precision and scale in its own way for each type (see Postgres' *typmodin).
function modifiers(column: ColumnInfo): ColumnSchema {
  const { typeMod, typeName } = column
  if (typeMod < 0) return {}
  switch (typeName) {
    case 'varchar':
      return { max_length: typeMod - 4 }
    case 'bpchar':
      return { length: typeMod - 4 }
    case 'bit':
    case 'varbit':
      return { length: typeMod }
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return { precision: typeMod }
    case 'numeric': {
      const packed = typeMod - 4
      return { precision: packed >> 16, scale: ((packed & 0x7ff) ^ 1024) - 1024 }
    }
    case 'interval':
      return intervalModifiers(typeMod)
    default:
      return {}
  }
}

const INTERVAL_FIELDS: [string, number][] = [
  ['YEAR', 1 << 2],
  ['MONTH', 1 << 1],
  ['DAY', 1 << 3],
  ['HOUR', 1 << 10],
  ['MINUTE', 1 << 11],
  ['SECOND', 1 << 12],
]

function intervalModifiers(typeMod: number): ColumnSchema {
  const range = (typeMod >> 16) & 0x7fff
  const precision = typeMod & 0xffff
  const fields = INTERVAL_FIELDS.filter(([, mask]) => range & mask).map(([unit]) => unit)
  const all = range === 0x7fff
  return {
    ...(all || fields.length === 0
      ? {}
      : { fields: fields.length === 1 ? (fields[0] ?? '') : `${fields[0]} TO ${fields.at(-1)}` }),
    ...(precision === 0xffff ? {} : { precision }),
  }
}

// Header values are Latin-1 on the wire; a column may be named in any script.
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
