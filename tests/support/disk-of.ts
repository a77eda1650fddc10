import { join } from 'node:path'
import Database from 'better-sqlite3'

/** Connections that write, by the file they have open, found as they set themselves up. */
const writers = new Map<string, Database.Database>()
const { pragma } = Database.prototype
Database.prototype.pragma = function (this: Database.Database, ...args: Parameters<typeof pragma>) {
  if (!this.readonly) writers.set(this.name, this)
  return pragma.apply(this, args)
}

/** The disk under a device's database: full as far as SQLite can tell, or with room again. */
export function diskOf(home: string, person: string) {
  const file = join(home, 'people', person, 'brainix.sqlite')
  const writer = () => {
    const found = writers.get(file)
    if (!found?.open) throw new Error(`nobody writes to ${file}`)
    return found
  }
  return {
    file,
    /** No page more than there are, and up to `pages` more. */
    fill(pages = 0): void {
      const free = Number(writer().pragma('freelist_count', { simple: true }))
      const used = Number(writer().pragma('page_count', { simple: true }))
      // Free pages are room as well: they are taken up first, so that the next row needs a new page.
      if (free > 0) takeUp(writer(), free)
      writer().pragma(`max_page_count = ${used + pages}`)
    },
    free(): void {
      writer().pragma('max_page_count = 1073741823')
      writer().exec('DROP TABLE IF EXISTS taken_up')
    },
    /** Brings all of the log into the file, so that damage done to the file is met. */
    settle(): void {
      writer().pragma('wal_checkpoint(TRUNCATE)')
      writer().pragma('shrink_memory')
    },
  }
}

function takeUp(writer: Database.Database, pages: number): void {
  const size = Number(writer.pragma('page_size', { simple: true }))
  writer.exec('CREATE TABLE IF NOT EXISTS taken_up (bytes blob)')
  const insert = writer.prepare('INSERT INTO taken_up VALUES (zeroblob(?))')
  for (let left = pages; left > 1; left = Number(writer.pragma('freelist_count', { simple: true })))
    insert.run((left - 1) * (size - 100) || 1)
}
