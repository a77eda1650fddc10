import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../../shared/errors/app-error.ts'

/**
 * The files of a person's database while nobody is signed in as them: encrypted (AES-256-GCM), under a key in the
 * operating system's keychain. A sealed file is whole before its plain one goes, and the other way round, so that a power
 * cut at any moment leaves at least one of the two. Where both are there, nobody wrote in between and they hold the same:
 * either may go.
 *
 *   sealed file: "BXSEAL1\n", 12 bytes nonce, ciphertext, 16 bytes tag; the file's name is authenticated with it
 */
const magic = Buffer.from('BXSEAL1\n')
const nonceBytes = 12
const tagBytes = 16
const chunkBytes = 1024 * 1024
const databaseName = 'brainix.sqlite'
const sealedEnding = '.sealed'
const draftEnding = '.draft'
export const sealKeyBytes = 32

/** Called after each step that changed the disk. Tests end the process there. */
export type AfterStep = (step: string) => void
const carryOn: AfterStep = () => {}

export interface SealState {
  sealed: boolean
  /** Files of a database that are not sealed. */
  plain: boolean
  /** The database itself is among them: without it the others are nothing. */
  openable: boolean
}

export function sealState(folder: string): SealState {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return {
    sealed: names.some((name) => name.endsWith(sealedEnding)),
    plain: names.some(isPlain),
    openable: names.includes(databaseName),
  }
}

/** Seals every database file of a folder. Its database must be closed. @throws what the disk throws; nothing is lost then. */
export function sealFiles(folder: string, key: Buffer, after: AfterStep = carryOn): void {
  dropDrafts(folder)
  // The journal of an older state must never be opened beside this one.
  const journal = join(folder, `${databaseName}-wal`)
  if (sealState(folder).openable && !existsSync(journal)) rmSync(`${journal}${sealedEnding}`, { force: true })
  // In this order the database goes first and, when it is opened, comes last: where it is plain, so is its journal.
  for (const name of readdirSync(folder).filter(isPlain).sort()) {
    const path = join(folder, name)
    const sealed = `${path}${sealedEnding}`
    encrypt(path, `${sealed}${draftEnding}`, key)
    after(`${name} encrypted`)
    // Before the plain file goes, the sealed one must be known to open again.
    decrypt(`${sealed}${draftEnding}`, null, key, name)
    renameSync(`${sealed}${draftEnding}`, sealed)
    syncFolder(folder)
    after(`${name} sealed`)
    rmSync(path)
    rmSync(`${path}-shm`, { force: true })
    syncFolder(folder)
    after(`${name} removed`)
  }
}

/** Opens every sealed file of a folder again. @throws AppError `damaged` for one that this key does not open; it stays. */
export function unsealFiles(folder: string, key: Buffer, after: AfterStep = carryOn): void {
  dropDrafts(folder)
  for (const name of readdirSync(folder)
    .filter((entry) => entry.endsWith(sealedEnding))
    .sort()) {
    const sealed = join(folder, name)
    const path = sealed.slice(0, -sealedEnding.length)
    if (!existsSync(path)) {
      decrypt(sealed, `${path}${draftEnding}`, key, basename(path))
      after(`${basename(path)} decrypted`)
      renameSync(`${path}${draftEnding}`, path)
      syncFolder(folder)
      after(`${basename(path)} opened`)
    }
    rmSync(sealed)
    syncFolder(folder)
    after(`${name} removed`)
  }
}

/** Puts sealed files that cannot be opened out of the way, under a name nothing removes. @returns the names. */
export function setSealedAside(folder: string, suffix: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(sealedEnding))
  return names.map((name) => {
    const kept = `${name}-${suffix}`
    renameSync(join(folder, name), join(folder, kept))
    return kept
  })
}

/** Of a database: itself, its journal, copies made of it. The marker of an unclean stop stays where it is. */
function isPlain(name: string): boolean {
  return (
    name.startsWith('brainix.') &&
    ![sealedEnding, draftEnding, '.in-use', '-shm'].some((ending) => name.endsWith(ending)) &&
    !name.includes(`${sealedEnding}-`)
  )
}

function dropDrafts(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith(draftEnding)) rmSync(join(folder, name))
}

function encrypt(from: string, to: string, key: Buffer): void {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(basename(from)))
  withFiles(from, to, (input, output) => {
    output(Buffer.concat([magic, nonce]))
    for (const chunk of input(0)) output(cipher.update(chunk))
    output(cipher.final())
    output(cipher.getAuthTag())
  })
}

/** @param to null: only look whether it opens. */
function decrypt(from: string, to: string | null, key: Buffer, name: string): void {
  const damaged = (cause?: unknown) =>
    new AppError('damaged', 'The work kept sealed on this device cannot be opened.', { cause })
  withFiles(from, to, (input, output, sizeBytes) => {
    const headBytes = magic.length + nonceBytes
    const head = [...input(0, headBytes)][0] ?? Buffer.alloc(0)
    const bodyBytes = sizeBytes - headBytes - tagBytes
    if (bodyBytes < 0 || !head.subarray(0, magic.length).equals(magic)) throw damaged()
    const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(magic.length))
    decipher.setAAD(Buffer.from(name))
    for (const chunk of input(headBytes, bodyBytes)) output(decipher.update(chunk))
    decipher.setAuthTag(Buffer.concat([...input(headBytes + bodyBytes, tagBytes)]))
    try {
      output(decipher.final())
    } catch (error) {
      throw damaged(error)
    }
  })
}

type Input = (from: number, bytes?: number) => Generator<Buffer>

/** Reads one file in pieces and writes another, which is on the disk when this returns. */
function withFiles(
  from: string,
  to: string | null,
  work: (input: Input, output: (bytes: Buffer) => void, sizeBytes: number) => void,
): void {
  const source = openSync(from, 'r')
  const target = to === null ? null : openSync(to, 'w', 0o600)
  try {
    const sizeBytes = fstatSync(source).size
    function* input(start: number, bytes = sizeBytes - start): Generator<Buffer> {
      for (let at = start; at < start + bytes; ) {
        const chunk = Buffer.alloc(Math.min(chunkBytes, start + bytes - at))
        const read = readSync(source, chunk, 0, chunk.length, at)
        if (read === 0) return
        at += read
        yield chunk.subarray(0, read)
      }
    }
    work(input, (bytes) => target !== null && writeAll(target, bytes), sizeBytes)
    if (target !== null) fsyncSync(target)
  } finally {
    closeSync(source)
    if (target !== null) closeSync(target)
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; )
    written += writeSync(file, bytes, written, bytes.length - written)
}

/** Makes a rename or a removal survive a power cut. Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
