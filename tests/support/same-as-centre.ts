import type pg from 'pg'
import { expect } from 'vitest'
import { mirrorTable } from '../../src/engine/db/mirror.ts'
import { fromWire } from '../../src/engine/db/wire-values.ts'
import { type PersonalTable, personalTableNames, personalTables } from '../../src/shared/contract/wire.ts'
import type { Device } from './device.ts'

type Row = Record<string, unknown>

/** A person's own rows of a table as Postgres has them: every column as its text. */
export async function ownRowsAtCentre(
  client: pg.ClientBase | pg.Pool,
  table: PersonalTable,
  userId: string,
): Promise<Record<string, string | null>[]> {
  const { rows } = await client.query<Record<string, string | null>>({
    text: `SELECT * FROM ${table} WHERE ${ownedBy(table, '$1')} ORDER BY id COLLATE "C"`,
    values: [userId],
    types: { getTypeParser: () => (value: string) => value },
  })
  return rows
}

/** Fails unless the device holds exactly the person's own rows of the centre: every table, row, column and value. */
export async function expectSameAsCentre(device: Device, pool: pg.Pool, userId: string): Promise<void> {
  for (const name of personalTableNames) {
    const { byName } = mirrorTable(name)
    const client = await pool.connect()
    let theirs: Row[]
    try {
      await client.query("SET TimeZone = 'UTC'")
      theirs = (await ownRowsAtCentre(client, name, userId)).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, text]) => [
            column,
            fromWire(byName.get(column)?.kind ?? 'text', text),
          ]),
        ),
      )
    } finally {
      client.release()
    }
    const owner = `'${userId.replaceAll("'", "''")}'`
    const ours = device.rows(`SELECT * FROM ${name} WHERE ${ownedBy(name, owner)} ORDER BY id`)
    expect(ours, `rows of ${name} on the device`).toEqual(theirs)
  }
}

function ownedBy(table: PersonalTable, owner: string): string {
  return personalTables[table].map((column) => `${column} = ${owner}`).join(' OR ')
}
