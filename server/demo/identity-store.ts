import { randomBytes } from 'node:crypto'
import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { z } from 'zod'

/** What the demo identity provider has to remember so that people stay signed in when it restarts: a SQLite file. */
export interface IdentityStore {
  /** The key tokens are signed with, and the one cookies are; made once. */
  secrets(): Promise<{ signingKey: JWK; cookieKey: string }>
  adapter(model: string): Adapter
  close(): void
}

const storedPayload = z.record(z.string(), z.unknown())
const storedSecrets = z.object({ signingKey: z.looseObject({ kty: z.string() }), cookieKey: z.string() })
const tables = `
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS artifacts (
    model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, grant_id TEXT, uid TEXT, user_code TEXT,
    rotations INTEGER, consumed_at INTEGER, expires_at INTEGER, PRIMARY KEY (model, id)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS artifacts_grant ON artifacts (grant_id);
  CREATE INDEX IF NOT EXISTS artifacts_uid ON artifacts (uid);
  CREATE INDEX IF NOT EXISTS artifacts_expiry ON artifacts (expires_at);`

export function openIdentityStore(path: string): IdentityStore {
  const db = new Database(path)
  chmodSync(path, 0o600)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(tables)
  db.prepare('DELETE FROM artifacts WHERE expires_at < ?').run(seconds())

  return {
    async secrets() {
      const known = db.prepare("SELECT value FROM secrets WHERE name = 'secrets'").pluck().get()
      if (typeof known === 'string') return storedSecrets.parse(JSON.parse(known))
      const { privateKey } = await generateKeyPair('RS256', { extractable: true })
      const made = {
        signingKey: {
          ...(await exportJWK(privateKey)),
          alg: 'RS256',
          use: 'sig',
          kid: randomBytes(8).toString('hex'),
        },
        cookieKey: randomBytes(32).toString('hex'),
      }
      db.prepare("INSERT INTO secrets VALUES ('secrets', ?)").run(JSON.stringify(made))
      return storedSecrets.parse(made)
    },
    adapter: (model) => createAdapter(db, model),
    close: () => db.close(),
  }
}

/**
 * One model's artifacts.
 *
 * Refresh tokens rotate: each use gives a new one, and a second use of an old one is theft and ends the grant. But a
 * device that lost power between the provider's answer and its own disk still holds the old one, may come back with it
 * weeks later, and must not be locked out. So an old refresh token counts as used only once its *successor* has been
 * used: then the device certainly had received it.
 */
function createAdapter(db: Database.Database, model: string): Adapter {
  const byId = db.prepare('SELECT * FROM artifacts WHERE model = ? AND id = ?')
  const byUid = db.prepare('SELECT * FROM artifacts WHERE model = ? AND uid = ?')
  const byUserCode = db.prepare('SELECT * FROM artifacts WHERE model = ? AND user_code = ?')
  const upsert = db.prepare(
    `INSERT INTO artifacts (model, id, payload, grant_id, uid, user_code, rotations, consumed_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?)
     ON CONFLICT DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
       user_code = excluded.user_code, rotations = excluded.rotations, expires_at = excluded.expires_at`,
  )
  const consume = db.prepare('UPDATE artifacts SET consumed_at = ? WHERE model = ? AND id = ?')
  const successorUsed = db.prepare(
    `SELECT 1 FROM artifacts
     WHERE model = 'RefreshToken' AND grant_id = ? AND rotations > ? AND consumed_at IS NOT NULL`,
  )
  const remove = db.prepare('DELETE FROM artifacts WHERE model = ? AND id = ?')
  const revoke = db.prepare('DELETE FROM artifacts WHERE grant_id = ?')

  const asPayload = (found: unknown): AdapterPayload | undefined => {
    if (found === undefined) return undefined
    const row = artifact.parse(found)
    if (row.expires_at !== null && row.expires_at < seconds()) return undefined
    const payload: AdapterPayload = storedPayload.parse(JSON.parse(row.payload))
    const stillGood =
      model === 'RefreshToken' && successorUsed.get(row.grant_id, row.rotations ?? 0) === undefined
    return row.consumed_at === null || stillGood ? payload : { ...payload, consumed: row.consumed_at }
  }

  return {
    async upsert(id, payload, expiresIn) {
      upsert.run(
        model,
        id,
        JSON.stringify(payload),
        payload.grantId ?? null,
        payload.uid ?? null,
        payload.userCode ?? null,
        payload.rotations ?? 0,
        expiresIn === undefined ? null : seconds() + expiresIn,
      )
    },
    find: async (id) => asPayload(byId.get(model, id)),
    findByUid: async (uid) => asPayload(byUid.get(model, uid)),
    findByUserCode: async (code) => asPayload(byUserCode.get(model, code)),
    async consume(id) {
      consume.run(seconds(), model, id)
    },
    async destroy(id) {
      remove.run(model, id)
    },
    async revokeByGrantId(grantId) {
      revoke.run(grantId)
    },
  }
}

const artifact = z.object({
  payload: z.string(),
  grant_id: z.string().nullable(),
  rotations: z.number().nullable(),
  consumed_at: z.number().nullable(),
  expires_at: z.number().nullable(),
})

function seconds(): number {
  return Math.floor(Date.now() / 1000)
}
