import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Notices } from '../../src/engine/changes/notices.ts'
import { writeDeviceConfig } from '../../src/engine/identity/device-config.ts'
import { sealPerson, unsealPerson } from '../../src/engine/identity/seal.ts'
import type { Secrets } from '../../src/engine/identity/token-source.ts'
import { Session } from '../../src/engine/session.ts'
import { systemClock } from '../../src/engine/system-clock.ts'

let home: string
let folder: string
let keychain: Map<string, string>
let protection: 'os' | 'none'
let session: Session | undefined
const secrets: Secrets = {
  get: async ({ key }) => keychain.get(key) ?? null,
  set: async ({ key, value }) => void keychain.set(key, value),
  delete: async ({ key }) => void keychain.delete(key),
  protection: async () => protection,
}
const ann = { userId: 'ann', name: 'Ann', email: 'ann@example.org', role: 'STUDENT' as const }

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'brainix-session-'))
  folder = join(home, 'people', 'ann')
  keychain = new Map([['tokens:ann', '{}']])
  protection = 'os'
  signedIn()
})
afterEach(async () => {
  await session?.close()
  rmSync(home, { recursive: true })
})

/** As signing in leaves the device. */
function signedIn(): void {
  writeDeviceConfig(join(home, 'device.json'), {
    gatewayUrl: 'http://127.0.0.1:9/',
    currentUserId: 'ann',
    people: { ann },
    unsent: {},
  })
}

function start(): Session {
  session = new Session({
    home,
    gatewayUrl: undefined,
    secrets,
    openExternal: async () => false,
    notices: new Notices(),
    clock: systemClock,
    fetch: async () => {
      throw new TypeError('no network')
    },
    log: () => {},
  })
  return session
}

/** Does one thing that cannot be sent. */
function work(opened: Session): void {
  opened.account.mutate('enrollment.visit', { courseId: 'c', lessonId: 'l' })
}

const names = () => readdirSync(folder).filter((name) => name !== 'blobs')

describe('signing out', () => {
  it('keeps unsent work, sealed where the system guards keys, and says whose it is', async () => {
    const opened = start()
    work(opened)
    await opened.signOut()
    expect(names()).toEqual(['brainix.sqlite.sealed'])
    expect(keychain.has('tokens:ann')).toBe(false)
    expect(opened.view()).toMatchObject({ phase: 'signed-out', unsentOfOthers: ['Ann'] })

    await unsealPerson(folder, 'ann', secrets, 1)
    signedIn()
    expect(start().account.status().waiting.total).toBe(1)
  })

  it('leaves everything readable where no keychain guards a key, and says nothing of work that is not there', async () => {
    protection = 'none'
    const opened = start()
    await opened.signOut()
    expect(names()).toEqual(['brainix.sqlite'])
    expect(opened.view().unsentOfOthers).toEqual([])
  })

  it('locks nothing with a key the keychain does not give back', async () => {
    const opened = start()
    work(opened)
    const forgetful: Secrets = { ...secrets, set: async () => {} }
    await opened.signOut()
    await unsealPerson(folder, 'ann', secrets, 1)
    keychain.clear()
    expect(await sealPerson(folder, 'ann', forgetful)).toBe(false)
    expect(names()).toEqual(['brainix.sqlite'])
  })
})

describe('starting', () => {
  it('seals what a power cut at signing out left open', async () => {
    protection = 'none'
    const before = start()
    work(before)
    await before.signOut()
    protection = 'os'
    await start().close()
    expect(names()).toEqual(['brainix.sqlite.sealed'])
  })

  it('does not take a journal that was left open for the database', async () => {
    const before = start()
    work(before)
    await before.signOut()
    writeFileSync(join(folder, 'brainix.sqlite-wal'), '')
    signedIn()
    expect(start().view()).toMatchObject({ phase: 'signed-out', person: null })
    expect(names()).not.toContain('brainix.sqlite')
  })

  it('begins no new database beside a sealed one, whoever the device believes to be signed in', async () => {
    const before = start()
    work(before)
    await before.signOut()
    signedIn() // the power cut took the note of signing out back
    expect(start().view()).toMatchObject({ phase: 'signed-out', person: null })
    expect(names()).toEqual(['brainix.sqlite.sealed'])
  })
})

describe('coming back', () => {
  beforeEach(async () => {
    const before = start()
    work(before)
    await before.signOut()
  })

  it('waits for a keychain that does not answer now, and touches nothing', async () => {
    protection = 'none'
    keychain.clear()
    await expect(unsealPerson(folder, 'ann', secrets, 1)).rejects.toMatchObject({ code: 'unavailable' })
    expect(names()).toEqual(['brainix.sqlite.sealed'])
  })

  it('says so when the key is gone, keeps the sealed file for good, and goes on without it the next time', async () => {
    keychain.clear()
    await expect(unsealPerson(folder, 'ann', secrets, 1)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('brainix.sqlite.sealed-1970'),
    })
    await unsealPerson(folder, 'ann', secrets, 2)
    signedIn()
    expect(start().account.status().waiting.total).toBe(0)
    expect(names()).toEqual(expect.arrayContaining([expect.stringMatching(/^brainix\.sqlite\.sealed-1970/)]))
  })
})
