import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecretFile } from './secret-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brainix-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = (log: string[] = []) => openSecretFile(folder, (line) => log.push(line))

test('a secret is there after a restart, and gone after it was deleted', () => {
  open().set('refresh', 'ünicode token')
  const again = open()
  expect(again.get('refresh')).toBe('ünicode token')
  again.delete('refresh')
  expect(open().get('refresh')).toBeNull()
})

test('files are for this user only, and hold no secret in clear', () => {
  open().set('refresh', 'very-secret-token')
  expect(readdirSync(folder).sort()).toEqual(['secrets.bin', 'secrets.key'])
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
    expect(readFileSync(join(folder, name)).includes('very-secret-token')).toBe(false)
  }
})

test.each(['secrets.bin', 'secrets.key'])(
  'a damaged %s means signing in again, not a shell that cannot start',
  (name) => {
    open().set('refresh', 'token')
    writeFileSync(join(folder, name), 'damaged')
    const log: string[] = []
    const store = open(log)
    expect(store.get('refresh')).toBeNull()
    expect(log).toHaveLength(1)
    store.set('refresh', 'new')
    expect(open().get('refresh')).toBe('new')
  },
)
