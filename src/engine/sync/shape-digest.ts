import { hash } from 'node:crypto'
import { shapes } from '../../shared/contract/shapes.ts'
import type { Digest } from '../../shared/contract/wire.ts'
import { columnSeparator, DigestFold } from '../../shared/domain/digest.ts'
import { type MirrorColumn, mirrorTable } from '../db/mirror.ts'
import type { Sqlite } from '../db/open-database.ts'
import { digestText } from '../db/wire-values.ts'
import { filterSql, type ShapeId } from './shape-rows.ts'

/** The digest (`shared/domain/digest`) of what this device holds of a shape. Rows with waiting local changes count as confirmed. */
export function digestOnDevice(sqlite: Sqlite, shape: ShapeId): Digest {
  const definition = shapes[shape.name]
  const { sql, values } = filterSql(shape)
  const columns = definition.columns.map((name) => mirrorTable(definition.table).byName.get(name))
  const known = columns.filter((column): column is MirrorColumn => column !== undefined)
  const rows = sqlite
    .prepare(
      `SELECT ${known.map((column) => `"${column.name}"`).join(', ')} FROM ${definition.table} WHERE ${sql}`,
    )
    .raw()
  const fold = new DigestFold()
  for (const row of rows.iterate(...values) as IterableIterator<unknown[]>) {
    let text = ''
    for (let at = 0; at < known.length; at++)
      text += (at === 0 ? '' : columnSeparator) + digestText((known[at] as MirrorColumn).kind, row[at])
    fold.add(hash('md5', text, 'hex'))
  }
  return fold.result()
}
