import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** The content of a file only this user may read; null where there is none. */
export function readPrivateFile(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Writes a file only this user may read, whole or not at all: a power cut leaves the old content or the new. */
export function writePrivateFile(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`
  const file = openSync(draft, 'w', 0o600)
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    for (let written = 0; written < bytes.length; )
      written += writeSync(file, bytes, written, bytes.length - written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
}

/** Random bytes kept in a private file; made the first time. Content of the wrong length is replaced. */
export function readOrMakeKey(path: string, sizeBytes: number): Buffer {
  const kept = readPrivateFile(path)
  if (kept?.length === sizeBytes) return kept
  const key = randomBytes(sizeBytes)
  writePrivateFile(path, key)
  return key
}
