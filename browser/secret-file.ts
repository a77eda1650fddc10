import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { readOrMakeKey, readPrivateFile, writePrivateFile } from './private-file.ts'

export interface SecretStore {
  get(key: string): string | null
  set(key: string, value: string): void
  delete(key: string): void
}

const nonceBytes = 12
const tagBytes = 16
const secrets = z.record(z.string(), z.string())

/**
 * Secrets in a file of the data folder, encrypted (AES-256-GCM) with a key in the file beside it, both readable by this
 * user only. A browser shell has no OS keychain, so this keeps secrets out of backups that skip the key and out of
 * casual sight; whoever can read the whole folder can read them. Content that cannot be decrypted counts as none.
 */
export function openSecretFile(folder: string, log: (line: string) => void): SecretStore {
  const path = join(folder, 'secrets.bin')
  const key = readOrMakeKey(join(folder, 'secrets.key'), 32)
  const values = new Map(Object.entries(read()))

  function read(): Record<string, string> {
    const sealed = readPrivateFile(path)
    if (!sealed) return {}
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
      decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
      const text = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()])
      return secrets.parse(JSON.parse(text.toString('utf8')))
    } catch {
      log('the stored sign-in could not be read and is left out; signing in again replaces it')
      return {}
    }
  }

  function write(): void {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const body = Buffer.concat([
      cipher.update(JSON.stringify(Object.fromEntries(values)), 'utf8'),
      cipher.final(),
    ])
    writePrivateFile(path, Buffer.concat([nonce, cipher.getAuthTag(), body]))
  }

  return {
    get: (name) => values.get(name) ?? null,
    set(name, value) {
      values.set(name, value)
      write()
    },
    delete(name) {
      if (values.delete(name)) write()
    },
  }
}
