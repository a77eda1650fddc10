import type pg from 'pg'
import type { ShapeRegistry } from './log/shape-registry.ts'
import type { PublishedTables } from './replication/published-tables.ts'
import { loadTablesByOid } from './table-info.ts'

const EVERY_MS = 1000

/**
 * Looks at the catalogue now and then, because the stream tells of a changed table only with its next change, and of
 * a dropped one never. Shapes on tables that are not what they were end.
 */
export function watchTables(parts: {
  pool: pg.Pool
  publication: string
  registry: ShapeRegistry
  tables: PublishedTables
}): { stop(): void } {
  const { pool, publication, registry, tables } = parts
  let busy = false

  const look = async () => {
    // A shape may be older than the moment its table is published, so only those with a snapshot count.
    const oids = registry.tableOids().filter((oid) => hasSnapshots(registry, oid))
    if (oids.length === 0) return
    const found = await loadTablesByOid(pool, publication, oids)
    for (const oid of oids) {
      const table = found.get(oid)
      if (!table?.published || !table.fullIdentity) {
        tables.forget(oid)
        registry.endTable(oid)
      } else registry.endIfTableChanged(table)
    }
  }
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    // The database being away is the stream's business to tell.
    look()
      .catch(() => {})
      .finally(() => {
        busy = false
      })
  }, EVERY_MS)
  return { stop: () => clearInterval(timer) }
}

function hasSnapshots(registry: ShapeRegistry, oid: number): boolean {
  for (const shape of registry.onTable(oid)?.shapes ?? []) if (shape.snapshot) return true
  return false
}
