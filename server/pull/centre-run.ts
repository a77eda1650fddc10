import type pg from 'pg'
import { createId } from '../../src/shared/domain/ids.ts'

/**
 * Which database this is, and in which run of its server. Every start of Postgres is a run with a random id and the
 * transaction id it started at. A pull cursor names its run, so that a centre that was restored, replaced or rewound
 * can be told from one that only went on:
 *
 * - another cluster, database or timeline, or a change feed that was made or filled anew (a backup read back into the
 *   same database): another `databaseKey`;
 * - rewound to before the cursor's run: that run is unknown;
 * - rewound to within the cursor's run: a later run started at a transaction id the cursor believes to be past.
 */
export interface CentreRun {
  id: string
  databaseKey: string
}

/** The current run, recorded when it is new. Must not be called inside a transaction. */
export async function currentRun(pool: pg.Pool): Promise<CentreRun> {
  const { rows } = await pool.query<{ key: string; id: string | null }>(
    `SELECT k.key, r.id FROM (${databaseKeySql}) k
     LEFT JOIN centre_runs r ON r.database_key = k.key
       AND r.postmaster_started_at = pg_postmaster_start_time()::timestamptz(3)`,
  )
  const found = rows[0]
  if (found?.id) return { id: found.id, databaseKey: found.key }
  await pool.query(
    `INSERT INTO centre_runs (id, database_key, postmaster_started_at, started_xid)
     SELECT $1, k.key, pg_postmaster_start_time()::timestamptz(3), pg_current_xact_id() FROM (${databaseKeySql}) k
     ON CONFLICT (database_key, postmaster_started_at) DO NOTHING`,
    [createId()],
  )
  return currentRun(pool)
}

/** Whether history went straight on from the cursor's run and snapshot to now, with nothing rewound between. */
export async function continuesFrom(
  client: pg.ClientBase,
  cursor: { run: string; snapshot: string },
): Promise<boolean> {
  const { rows } = await client.query<{ known: boolean; rewound: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM centre_runs WHERE id = $1) AS known,
            EXISTS (SELECT 1 FROM centre_runs later, centre_runs mine
                    WHERE mine.id = $1 AND later.started_xid > mine.started_xid
                      AND later.started_xid < pg_snapshot_xmax($2::pg_snapshot)
                      AND NOT later.id = $1)
            OR pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmax($2::pg_snapshot) AS rewound`,
    [cursor.run, cursor.snapshot],
  )
  return rows[0]?.known === true && rows[0].rewound === false
}

const databaseKeySql = `
  SELECT concat_ws(':', (SELECT system_identifier FROM pg_control_system()),
                        (SELECT timeline_id FROM pg_control_checkpoint()),
                        (SELECT oid FROM pg_database WHERE datname = current_database()),
                        pg_relation_filenode('change_feed')) AS key`
