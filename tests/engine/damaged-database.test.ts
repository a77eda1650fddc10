import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../src/engine/db/open-database.ts'
import { openEngine } from '../../src/engine/engine.ts'
import type { api } from '../../src/shared/contract/api.ts'

vi.setConfig({ testTimeout: 60_000 })

const pageBytes = 16_384
let home: string
let file: string
const logged: string[] = []

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'brainix-engine-'))
  file = join(home, 'people', 'ann', 'brainix.sqlite')
  mkdirSync(join(home, 'people', 'ann'), { recursive: true })
  logged.length = 0
  writeFileSync(
    join(home, 'device.json'),
    JSON.stringify({
      gatewayUrl: 'http://centre.test/',
      currentUserId: 'ann',
      people: { ann: { userId: 'ann', name: 'Ann', email: 'ann@school.test', role: 'STUDENT' } },
    }),
  )
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** The engine of a device without a network, and what a window sees of it. */
function openOffline() {
  const kept = new Map<string, string>()
  const engine = openEngine({
    home,
    log: (line) => logged.push(line),
    fetch: () => Promise.reject(new TypeError('fetch failed: no network')),
    host: {
      secrets: {
        protection: async () => 'none',
        get: async ({ key }) => kept.get(key) ?? null,
        set: async ({ key, value }) => {
          kept.set(key, value)
        },
        delete: async ({ key }) => {
          kept.delete(key)
        },
      },
      openExternal: async () => true,
      openFile: async () => false,
    },
  })
  const { port1, port2 } = new MessageChannel()
  engine.connect({
    postMessage: (message) => port1.postMessage(message),
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
      port1.on(event, (data) => listener({ data })),
  })
  const window: ContractRouterClient<typeof api> = createORPCClient(new RPCLink({ port: port2 }))
  return {
    window,
    engine,
    close: async () => {
      port1.close()
      await engine.close()
    },
  }
}

function fill(): void {
  const sqlite = openDatabase(file)
  const note = sqlite.prepare(
    `INSERT INTO notes (id, user_id, lesson_id, course_id, content, created_at, updated_at)
     VALUES (?, 'ann', 'l1', 'c1', ?, 1, 2)`,
  )
  for (let at = 1; at <= 100; at++) note.run(`n${at}`, `note ${at} `.repeat(200))
  sqlite.exec(
    `INSERT INTO outbox (number, name, args, made_at_ms) VALUES (7, 'notes.delete', '{"noteId":"n100"}', 5);
     INSERT INTO device_state VALUES ('clientId', 'c0ld0ldld0ldld0ldclient')`,
  )
  sqlite.close()
}

function damageNotes(): void {
  const sqlite = new Database(file, { readonly: true })
  const pages = sqlite
    .prepare("SELECT pageno FROM dbstat WHERE name = 'notes' AND pagetype = 'leaf' ORDER BY path")
    .pluck()
    .all() as number[]
  sqlite.close()
  const bytes = readFileSync(file)
  for (const page of pages.slice(2, 5)) bytes.fill(0xee, (page - 1) * pageBytes, page * pageBytes)
  writeFileSync(file, bytes)
}

describe('an engine whose database is damaged', () => {
  it('that meets the damage in use rebuilds the database, goes on, and says what happened', async () => {
    fill()
    damageNotes() // closed properly: nothing looks at it before it is used
    const { window, engine, close } = openOffline()
    await expect(window.notes.list({})).rejects.toMatchObject({ code: 'damaged' })
    await vi.waitFor(async () => expect((await window.sync.attention()).incident).not.toBeNull(), 30_000)
    expect(await window.session.get()).toMatchObject({ phase: 'signed-in', signInError: null })
    expect((await window.sync.attention()).incident).toMatchObject({ rescued: 1, outboxWhole: true })
    expect((await window.sync.status()).state).not.toBe('delivered')
    expect((await window.sync.activity()).waiting).toHaveLength(1)
    expect(
      readdirSync(join(home, 'people', 'ann')).filter((name) => /damaged-.*\.sqlite$/.test(name)),
    ).toHaveLength(1)

    await window.sync.dismissIncident()
    expect((await window.sync.attention()).incident).toBeNull()
    expect(engine.session.account.person.name).toBe('Ann')
    await close()
  })

  it('of a newer version stays as it is, and the sign-in screen says what to do', async () => {
    fill()
    const sqlite = new Database(file)
    sqlite.exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', ${Date.UTC(2090, 0)})`)
    sqlite.close()
    const before = readFileSync(file)
    const { window, close } = openOffline()
    const view = await window.session.get()
    expect(view).toMatchObject({ phase: 'signed-out', signInError: { code: 'contract-too-old' } })
    expect(view.signInError?.message).toContain('Please install the newest version')
    await close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})
