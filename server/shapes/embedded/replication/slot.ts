import type pg from 'pg'
import { z } from 'zod'
import { parseLsn } from './lsn.ts'
import { ensurePublication } from './publication.ts'

const slotSchema = z.object({
  confirmed: z.string(),
  wal_status: z.string().nullable(),
  active: z.boolean(),
  database: z.string().nullable(),
})

/** A slot that is ready to stream from. */
export interface ReadySlot {
  /** Whether it begins here and now, so that nothing from before can be had from it. */
  fresh: boolean
  /** Postgres may have forgotten the WAL before this position. */
  confirmedLsn: number
  /** Names the database whose log this is: cluster, database and timeline. */
  identity: string
}

/**
 * Makes sure publication and slot exist and can be used.
 * @throws Error in words for people, when Postgres is not set up for logical replication
 */
export async function ensureSlot(
  client: pg.ClientBase,
  names: { slot: string; publication: string },
  identity: string,
): Promise<ReadySlot> {
  await requireLogicalWal(client)
  const newPublication = await ensurePublication(client, names.publication)
  const slot = await findSlot(client, names.slot)
  if (slot && slot.database !== (await currentDatabase(client)))
    throw new Error(`replication slot ${names.slot} belongs to the database ${slot.database}`)
  const usable = slot && slot.wal_status !== 'lost' && !newPublication
  if (usable) return { fresh: false, confirmedLsn: parseLsn(slot.confirmed), identity }
  // A slot older than its publication cannot be decoded: it would look for the publication where there was none yet.
  if (slot) await client.query('SELECT pg_drop_replication_slot($1)', [names.slot])
  await client.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [names.slot])
  const created = await findSlot(client, names.slot)
  return { fresh: true, confirmedLsn: parseLsn(created?.confirmed ?? '0/0'), identity }
}

/** Cluster, timeline and database, as seen by a replication connection. */
export async function databaseIdentity(client: pg.ClientBase): Promise<string> {
  const system = await client.query(
    `SELECT s.system_identifier::text AS system, c.timeline_id AS timeline, d.oid::text AS database
     FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()`,
  )
  const row = z
    .object({ system: z.string(), timeline: z.number(), database: z.string() })
    .parse(system.rows[0])
  return `${row.system}/${row.timeline}/${row.database}`
}

async function requireLogicalWal(client: pg.ClientBase): Promise<void> {
  const settings = await client.query(`SELECT current_setting('wal_level') AS level`)
  const { level } = z.object({ level: z.string() }).parse(settings.rows[0])
  if (level !== 'logical')
    throw new Error(
      `Postgres runs with wal_level=${level}, but shapes need wal_level=logical. Set it in postgresql.conf and restart Postgres.`,
    )
}

async function findSlot(client: pg.ClientBase, name: string) {
  const found = await client.query(
    `SELECT confirmed_flush_lsn::text AS confirmed, wal_status, active, database FROM pg_replication_slots
     WHERE slot_name = $1`,
    [name],
  )
  return found.rows.map((row) => slotSchema.parse(row))[0]
}

async function currentDatabase(client: pg.ClientBase): Promise<string> {
  const found = await client.query('SELECT current_database() AS name')
  return z.object({ name: z.string() }).parse(found.rows[0]).name
}
