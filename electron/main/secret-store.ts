import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'

export interface SecretStore {
  get(key: string): string | null
  set(key: string, value: string): void
  delete(key: string): void
  /** Whether the system's keychain guards them. */
  protection: 'os' | 'none'
}

const secrets = z.record(z.string(), z.string())

/**
 * Secrets in a file that the system's keychain seals. Where the system offers none, they are kept in memory only: the
 * person signs in again after the next start, and nothing is written in clear. Call after the app is ready.
 */
export function openSecretStore(path: string, log: (line: string) => void): SecretStore {
  const isSealed = safeStorage.isEncryptionAvailable()
  if (!isSealed) log('this system offers no keychain; the sign-in is kept only until BrainiX is closed')
  const values = new Map(Object.entries(isSealed ? read(path, log) : {}))
  const write = () => {
    if (isSealed) writeWhole(path, safeStorage.encryptString(JSON.stringify(Object.fromEntries(values))))
  }
  return {
    protection: isSealed && !isKeyInTheOpen() ? 'os' : 'none',
    get: (key) => values.get(key) ?? null,
    set(key, value) {
      values.set(key, value)
      write()
    },
    delete(key) {
      if (values.delete(key)) write()
    },
  }
}

/** Linux without a keyring: Electron then uses a key that everybody knows. */
function isKeyInTheOpen(): boolean {
  return process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
}

function read(path: string, log: (line: string) => void): Record<string, string> {
  try {
    return secrets.parse(JSON.parse(safeStorage.decryptString(readFileSync(path))))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      log('the stored sign-in could not be read and is left out; signing in again replaces it')
    return {}
  }
}

function writeWhole(path: string, content: Buffer): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.tmp`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
}
