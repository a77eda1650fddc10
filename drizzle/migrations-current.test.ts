import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from 'drizzle-kit/api'
import { expect, it } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Everything the schema files of a folder export, as drizzle-kit sees it. */
async function schemaIn(folder: string): Promise<Record<string, unknown>> {
  const files = readdirSync(`${here}${folder}`).filter((file) => /(?<!\.test)\.ts$/.test(file))
  const modules = await Promise.all(files.map((file) => import(`${here}${folder}/${file}`)))
  return Object.assign({}, ...modules)
}

/** The schema as the newest generated migration left it. */
function newestSnapshot(folder: string) {
  const snapshots = readdirSync(`${here}${folder}/meta`).filter((file) => file.endsWith('_snapshot.json'))
  return JSON.parse(readFileSync(`${here}${folder}/meta/${snapshots.sort().at(-1)}`, 'utf8'))
}

it('the Postgres migrations lead to the schema: nothing is left to generate', async () => {
  const now = generateDrizzleJson(await schemaIn('schema'))
  expect(await generateMigration(newestSnapshot('postgres'), now)).toEqual([])
})

it('the SQLite migrations lead to the mirror: nothing is left to generate', async () => {
  const now = await generateSQLiteDrizzleJson(await schemaIn('schema/sqlite'))
  expect(await generateSQLiteMigration(newestSnapshot('sqlite'), now)).toEqual([])
})
