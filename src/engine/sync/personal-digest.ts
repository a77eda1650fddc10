import { hash } from 'node:crypto'
import {
  contractVersion,
  digestResponse,
  type PersonalTable,
  personalTableNames,
  personalTables,
} from '../../shared/contract/wire.ts'
import { columnSeparator, DigestFold } from '../../shared/domain/digest.ts'
import { mirrorTable } from '../db/mirror.ts'
import type { Sqlite } from '../db/open-database.ts'
import { digestText } from '../db/wire-values.ts'
import type { GatewayClient } from './gateway-client.ts'

/**
 * Whether this device holds exactly the person's own rows of the centre: the daily sanity check. Only meaningful with
 * nothing waiting, as waiting changes are in the rows.
 */
export async function personalRowsAgree(
  client: GatewayClient,
  sqlite: Sqlite,
  userId: string,
): Promise<boolean> {
  const answer = digestResponse.parse(await client.json(`v1/digests/personal?contract=${contractVersion}`))
  return personalTableNames.every((table) => {
    const theirs = answer.shapes[table]
    const ours = digestOfOwn(sqlite, table, userId)
    return theirs === undefined || (theirs.count === ours.count && theirs.hash === ours.hash)
  })
}

function digestOfOwn(sqlite: Sqlite, table: PersonalTable, userId: string): { count: number; hash: string } {
  const columns = mirrorTable(table).columns.toSorted((left, right) => (left.name < right.name ? -1 : 1))
  const owners = personalTables[table]
  const rows = sqlite
    .prepare(
      `SELECT ${columns.map((column) => `"${column.name}"`).join(', ')} FROM ${table}
       WHERE ${owners.map((column) => `"${column}" = ?`).join(' OR ')}`,
    )
    .raw()
    .all(...owners.map(() => userId)) as unknown[][]
  const fold = new DigestFold()
  for (const row of rows)
    fold.add(
      hash('md5', columns.map((column, at) => digestText(column.kind, row[at])).join(columnSeparator), 'hex'),
    )
  return fold.result()
}
